"""How the local engine is: what runs, where, and whether it answers."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
import psutil

from deploy.engine import processes
from deploy.engine.addresses import Addresses
from deploy.engine.health import answers
from deploy.engine.parts import parts_of
from deploy.engine.settings import Settings

if TYPE_CHECKING:
    from deploy.engine.home import Home
    from deploy.engine.part import Part

MB = 1_000_000


class PartStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One part as it is now."""

    name: str
    title: str
    version: str
    health: str  # "ready", "not answering", "not running"
    ports: Mapping[str, int]
    pid: int | None = None
    memory_mb: int | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The engine as it is now."""

    running: bool  # all parts it was started with are ready
    home: str
    lite: bool
    port_offset: int
    parts: tuple[PartStatus, ...]
    addresses: Addresses


def status(home: Home, usual: Settings) -> Status:
    """Look at the engine of ``home``; ``usual`` stands for the settings of one that is down."""
    settings = Settings.load(home) or usual
    running = processes.find(home)
    parts = tuple(_part_status(part, running.get(part.name)) for part in parts_of(home, settings))
    return Status(
        running=all(part.health == "ready" for part in parts),
        home=str(home.root),
        lite=settings.lite,
        port_offset=settings.port_offset,
        parts=parts,
        addresses=Addresses.of(settings.ports),
    )


def _part_status(part: Part, process: psutil.Process | None) -> PartStatus:
    seen = PartStatus(
        name=part.name,
        title=part.title,
        version=part.artefact.version,
        health="not running",
        ports=part.ports,
    )
    if process is None:
        return seen
    with contextlib.suppress(psutil.NoSuchProcess):
        memory = process.memory_info().rss // MB
        health = "ready" if answers(part) else "not answering"
        seen = msgspec.structs.replace(seen, pid=process.pid, memory_mb=memory, health=health)
    return seen
