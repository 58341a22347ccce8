"""How each kind of fault is done to the world, and undone."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.plan import Step
    from tests.chaos.world import World

CUT_EVERY_S = 0.4
SLOW_S = 0.4  # each way, for every piece that passes


def inject(world: World, step: Step) -> str:
    """Do what the step says, and return when it is over; why not, if it cannot be done here."""
    if why_not := _why_not(world, step):
        return why_not
    companion = None
    if step.companion:
        kill = (step.victim, signal.SIGKILL)
        companion = threading.Timer(step.seconds / 2, world.crew.signal, kill)
        companion.start()
    FAULTS[step.kind](world, step)
    if companion:
        companion.join()
    return ""


def _why_not(world: World, step: Step) -> str:
    match step.kind:
        case "disk full":
            return world.disk.why_not
        case "workers' clock moved":
            return world.clock.why_not
    return ""


def _kill_worker(world: World, step: Step) -> None:
    world.crew.signal(step.victim, signal.SIGKILL)


def _tell_worker_to_stop(world: World, step: Step) -> None:
    world.crew.signal(step.victim, signal.SIGTERM)


def _kill_broker(world: World, step: Step) -> None:
    world.engine.kill_broker(step.seconds)


def _pause_gateway(world: World, step: Step) -> None:
    world.engine.pause_gateway()
    try:
        time.sleep(step.seconds)
    finally:
        world.engine.resume_gateway()


def _cut_connections(world: World, step: Step) -> None:
    for _ in range(round(step.seconds / CUT_EVERY_S)):
        world.proxy.cut()
        time.sleep(CUT_EVERY_S)


def _slow_connections(world: World, step: Step) -> None:
    world.proxy.delay(SLOW_S)
    time.sleep(step.seconds)
    world.proxy.delay(0)


def _swallow_connections(world: World, step: Step) -> None:
    world.proxy.swallow()
    time.sleep(step.seconds)
    world.proxy.release()


def _restart_database(world: World, step: Step) -> None:
    world.state.disturb(step.seconds)


def _fill_disk(world: World, step: Step) -> None:
    world.disk.fill(step.seconds)


def _move_workers_clock(world: World, step: Step) -> None:
    world.clock.move(step.hours)


def _move_engines_clock(world: World, step: Step) -> None:
    world.engine.move_clock(step.hours)


FAULTS: dict[str, Callable[[World, Step], None]] = {
    "worker killed -9": _kill_worker,
    "worker told to stop": _tell_worker_to_stop,
    "broker killed -9": _kill_broker,
    "gateway paused": _pause_gateway,
    "connections cut": _cut_connections,
    "connections slow": _slow_connections,
    "connections swallowed": _swallow_connections,
    "database restarted": _restart_database,
    "disk full": _fill_disk,
    "workers' clock moved": _move_workers_clock,
    "engine's clock moved": _move_engines_clock,
}
