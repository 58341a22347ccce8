"""The broker that all clients are measured on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from deploy.engine import engine, processes, store
from deploy.engine.artefacts import CAMUNDA
from deploy.engine.broker import broker as broker_part
from deploy.engine.health import wait_until_ready
from deploy.engine.home import Home
from deploy.engine.ports import HOST, Ports
from deploy.engine.progress import Narrator
from deploy.testing.engine import spare_offset
from tests.bench.broker import Broker
from tests.bench.clients import Work, running
from tests.bench.sizes import BROKER_WARM, BUILD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deploy.engine.part import Part


@contextmanager
def running_broker(folder: Path) -> Iterator[Broker]:
    """Run a broker whose data is in ``folder``, warm."""
    home = Home(folder)
    ports = Ports.at(spare_offset())
    part = _as_in_production(broker_part(home, ports, exports=False))
    with Narrator() as narrator:
        store.provide((CAMUNDA,), narrator.fetching)
        narrator.starting(part)
        process = processes.start(home, part)
        try:
            wait_until_ready(home, {part: process}, narrator.ready)
            broker = Broker(f"{HOST}:{ports.gateway}", ports.management, process)
            _warm(broker)
            yield broker
        finally:
            engine.purge(home)


def _as_in_production(part: Part) -> Part:
    """With both compilers, where `tertib up` spares a laptop the second one."""
    java = ("-XX:TieredStopAtLevel=4", *part.java)
    return msgspec.structs.replace(part, java=java, heap="1g")


def _warm(broker: Broker) -> None:
    work = Work(types=("bench-task",), waiting=True)
    broker.deploy("one-task")
    broker.load("create", "bench-one-task", BROKER_WARM)
    with running("java", broker.gateway, work, BUILD / "workers") as worker:
        broker.wait("bench-task", lambda jobs: jobs.open == 0, worker)
