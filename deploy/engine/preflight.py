"""What has to hold before anything starts: memory, room on the disk, free ports."""

from __future__ import annotations

import contextlib
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from deploy.engine.home import cache
from deploy.engine.ports import HOST, Ports
from deploy.engine.store import missing
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deploy.engine.artefacts import Artefact
    from deploy.engine.home import Home
    from deploy.engine.part import Part

MB = 1_000_000
# Below this the broker stops taking work (its own limit is 400 MB) soon after the start.
DATA_ROOM = 1_000 * MB
UNPACKED = 1.4  # unpacked to packed size, the larger of the two archives
OFFSET_STEP = 1000
CGROUP = Path("/sys/fs/cgroup")


def check_memory(parts: Iterable[Part]) -> None:
    """Refuse to start what the system would kill, or swap to a crawl."""
    need = sum(part.resident * MB for part in parts)
    have = _available_memory()
    if have < need:
        raise DeployError(
            f"Too little memory: {have // MB} MB are free, the engine needs {need // MB} MB.",
            "Close other programs, or start the broker alone with `tertib up --lite`.",
        )


def check_disk(home: Home, artefacts: Iterable[Artefact]) -> None:
    """Refuse to start when the disk would be full before or soon after."""
    home.root.mkdir(parents=True, exist_ok=True)
    packed = sum(artefact.size for artefact in missing(artefacts))
    if packed:
        cache().mkdir(parents=True, exist_ok=True)
        _need_room(cache(), int(packed * (1 + UNPACKED)), "TERTIB_CACHE")
    _need_room(home.root, DATA_ROOM, "TERTIB_HOME")


def _need_room(folder: Path, need: int, variable: str) -> None:
    have = shutil.disk_usage(folder).free
    if have < need:
        raise DeployError(
            f"Too little room on the disk of {folder}: {have // MB} MB are free, "
            f"{need // MB} MB are needed.",
            f"Make room, or set {variable} to a folder on a larger disk.",
        )


def check_ports(parts: Iterable[Part]) -> None:
    """Refuse to start when somebody else listens on one of the ports."""
    for part in parts:
        for purpose, port in part.ports.items():
            if not _free(port):
                raise DeployError(
                    f"Port {port} ({part.title}, {purpose}) is in use{_holder(port)}.",
                    f"Stop that program, or use other ports: "
                    f"`tertib up --port-offset {free_offset(OFFSET_STEP)}`.",
                )


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _holder(port: int) -> str:
    """Who listens, as far as this user may see it."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            at = connection.laddr
            if connection.status == psutil.CONN_LISTEN and at and at.port == port:
                if connection.pid is None:
                    return " by a program of another user"
                return f" by {psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return ""


def free_offset(first: int) -> int:
    """The first offset from ``first`` on that would do."""
    offset = first
    while not all(_free(port) for port in Ports.at(offset).numbers()):
        offset += OFFSET_STEP
    return offset


def _available_memory() -> int:
    """Bytes to be had: the system's, or what a container's limit leaves."""
    system = psutil.virtual_memory().available
    try:
        limit = int((CGROUP / "memory.max").read_text())
        used = int((CGROUP / "memory.current").read_text())
    except (OSError, ValueError):  # no such limit: "max", or no cgroups at all
        return system
    return min(system, limit - used)
