"""The local engine as a whole: up, down, and how it is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import msgspec

from deploy.engine import preflight, processes, store
from deploy.engine.health import wait_until_ready
from deploy.engine.parts import artefacts_of, parts_of
from deploy.engine.settings import Settings
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psutil

    from deploy.engine.artefacts import Artefact
    from deploy.engine.home import Home
    from deploy.engine.part import Part


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

    Raises:
        DeployError: it cannot; then nothing runs that did not run before.
    """
    with home.lock():
        settings = _reconcile(home, wanted, watcher)
        running = processes.find(home)
        parts = parts_of(home, settings)
        lacking = [part for part in parts if part.name not in running]
        _check(home, settings, lacking)
        store.provide(artefacts_of(settings), watcher.fetching)
        settings.save(home)
        started: dict[Part, psutil.Process] = {}
        try:
            for part in lacking:
                started[part] = processes.start(home, part)
                watcher.starting(part)
            adopted = {part: running[part.name] for part in parts if part.name in running}
            wait_until_ready(home, {**adopted, **started}, watcher.ready)
        except BaseException:
            _abandon(home, started)
            raise
        return Started(settings=settings, parts=tuple(part.name for part in lacking))


def down(home: Home) -> tuple[str, ...]:
    """Stop all parts; return their names."""
    with home.lock():
        return _stop_all(home)


def purge(home: Home) -> None:
    """Delete the data, logs and configuration of a stopped engine. The downloads stay."""
    with home.lock():
        _stop_all(home)
        for folder in (home.data, home.logs, home.config):
            shutil.rmtree(folder, ignore_errors=True)


def _reconcile(home: Home, wanted: Settings, watcher: Watcher) -> Settings:
    """The settings to run with, given what runs already; what cannot stay is stopped."""
    current = Settings.load(home)
    running = processes.find(home)
    if not running:
        return wanted
    if current is None:
        watcher.stopping("Parts of an engine that was not ended properly still run.")
        _stop_all(home)
        return wanted
    if current.port_offset != wanted.port_offset:
        raise DeployError(
            f"The engine already runs, with port offset {current.port_offset}.",
            "Run `tertib down` first, or use another TERTIB_HOME for a second engine.",
        )
    if current.lite and not wanted.lite:
        watcher.stopping("The broker runs alone; it starts anew with Operate and Tasklist.")
        _stop_all(home)
        return wanted
    return current


def _check(home: Home, settings: Settings, lacking: list[Part]) -> None:
    if lacking:
        preflight.check_memory(lacking)
        preflight.check_ports(lacking)
        preflight.check_disk(home, artefacts_of(settings))


def _abandon(home: Home, started: Mapping[Part, psutil.Process]) -> None:
    processes.stop(started.values())
    if not processes.find(home):
        home.state.unlink(missing_ok=True)


def _stop_all(home: Home) -> tuple[str, ...]:
    """The search store last: the broker hands over to it what it still has."""
    running = processes.find(home)
    last = {name: running[name] for name in running if name == "search"}
    processes.stop(process for name, process in running.items() if name not in last)
    processes.stop(last.values())
    shutil.rmtree(home.tmp, ignore_errors=True)
    home.state.unlink(missing_ok=True)
    return tuple(running)
