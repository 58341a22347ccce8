"""The local engine as a whole: up and down."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import msgspec

from deploy.engine import preflight, processes, store
from deploy.engine.health import wait_until_ready
from deploy.engine.parts import artefacts_of, parts_of, waves_of
from deploy.engine.settings import Settings, usual_offset
from deploy.errors import DeployError
from deploy.signals import undisturbed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psutil

    from deploy.engine.artefacts import Artefact
    from deploy.engine.home import Home
    from deploy.engine.part import Part

    Running = Mapping[str, psutil.Process]


class Watcher(Protocol):
    """Told what `up` does while it does it."""

    def fetching(self, artefact: Artefact, have: int) -> None:
        """``have`` bytes of the artefact are here."""

    def starting(self, part: Part) -> None:
        """The part's process was started."""

    def ready(self, part: Part) -> None:
        """The part answers."""

    def stopping(self, why: str) -> None:
        """Parts that run are stopped first."""


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """What `up` led to."""

    settings: Settings
    parts: tuple[str, ...]  # those it had to start; none: the engine was up already


def up(home: Home, wanted: Settings, watcher: Watcher) -> Started:
    """Make the engine run as wanted, and return when all of it answers.

    One that already runs with more than is wanted stays as it is.

    Raises:
        DeployError: it cannot; then nothing runs that did not run before.
    """
    with home.lock():
        settings = _reconcile(home, wanted, watcher)
        running = processes.find(home)
        lacking = [part for part in parts_of(home, settings) if part.name not in running]
        _prepare(home, settings, lacking, watcher)
        try:
            _start(home, settings, running, watcher)
        except BaseException:
            _abandon(home, running)
            raise
        return Started(settings=settings, parts=tuple(part.name for part in lacking))


def down(home: Home) -> tuple[str, ...]:
    """Stop all parts; return their names."""
    with home.lock():
        return _stop_all(home)


def purge(home: Home) -> tuple[str, ...]:
    """Stop all parts and delete the data, logs and configuration. The downloads stay."""
    with home.lock():
        stopped = _stop_all(home)
        for folder in (home.data, home.logs, home.config):
            shutil.rmtree(folder, ignore_errors=True)
        home.state.unlink(missing_ok=True)
        return stopped


def port_offset(home: Home) -> int:
    """The port offset of the engine that runs; else the one the environment wants."""
    current = Settings.load(home) if processes.find(home) else None
    return current.port_offset if current else usual_offset()


def changes_data(home: Home, wanted: Settings) -> bool:
    """Whether `up` will work with other data than the time before: alone, or with the rest."""
    last = Settings.load(home)
    if last is None or last.lite == wanted.lite:
        return False
    return last.lite or not processes.find(home)


def _reconcile(home: Home, wanted: Settings, watcher: Watcher) -> Settings:
    """The settings to run with, given what runs already; what cannot stay is stopped."""
    current = Settings.load(home) if processes.find(home) else None
    if current is None:
        if _stop_all(home):
            watcher.stopping("Stopped what was left of an engine that was not ended properly.")
        return wanted
    if current.port_offset != wanted.port_offset:
        raise DeployError(
            f"The engine already runs, with port offset {current.port_offset}.",
            "Run `tertib down` first, or use another TERTIB_HOME for a second engine.",
        )
    if current.lite and not wanted.lite:
        watcher.stopping(
            "Stopping the broker that runs alone. It keeps data of its own: "
            "what is to run with Operate and Tasklist has to be deployed again."
        )
        _stop_all(home)
        return wanted
    return current


def _prepare(home: Home, settings: Settings, lacking: list[Part], watcher: Watcher) -> None:
    artefacts = artefacts_of(settings)
    if lacking:
        preflight.check_memory(lacking)
        preflight.check_ports(lacking)
        preflight.check_disk(home, artefacts)
        store.provide(artefacts, watcher.fetching)
    settings.save(home)


def _start(home: Home, settings: Settings, running: Running, watcher: Watcher) -> None:
    for wave in waves_of(home, settings):
        waited_for = {}
        for part in wave:
            if part.name not in running:
                watcher.starting(part)
            waited_for[part] = running.get(part.name) or processes.start(home, part)
        wait_until_ready(home, waited_for, watcher.ready)


def _abandon(home: Home, running: Running) -> None:
    """Stop what was started here, and only that."""
    with undisturbed():
        kept = {process.pid for process in running.values()}
        processes.stop(p for p in processes.find(home).values() if p.pid not in kept)


def _stop_all(home: Home) -> tuple[str, ...]:
    """The search store last: the broker hands over to it what it still has."""
    running = processes.find(home)
    processes.stop(process for name, process in running.items() if name != "search")
    processes.stop(process for name, process in running.items() if name == "search")
    shutil.rmtree(home.tmp, ignore_errors=True)
    return tuple(running)
