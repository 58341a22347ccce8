"""The workers' state as the faults hurt it: its database, its disk, its clock."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests import debian

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

MB = 1_000_000
ROOT = Path(__file__).parents[2]  # the code that is tested, wherever another one is installed
FAKETIME = "faketime/libfaketimeMT.so.1"


class SqliteState:
    """A file, which somebody else holds locked now and then."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "workers.db"
        self.url = f"sqlite:///{self._file}"
        self.crashes: list[float] = []

    def disturb(self, seconds: float) -> None:
        """Hold the one write lock, as a backup program would."""
        connection = sqlite3.connect(self._file, timeout=60, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")
        finally:
            connection.close()


class PostgresState:
    """A server, which crashes and comes back."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.url = server.create_database()
        self.crashes: list[float] = []  # when, by the monotonic clock

    def disturb(self, seconds: float) -> None:
        """End it without a word to anybody, and start it again."""
        self.crashes.append(time.monotonic())
        self._server.stop("immediate")
        time.sleep(seconds)
        self._server.start()


class Disk:
    """A small file system of memory, for the state to lie on."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        options = f"size={megabytes}m,mode=0700"
        command = ["mount", "-t", "tmpfs", "-o", options, "tertib-chaos", str(folder)]
        self.why_not = "mounting needs root" if os.geteuid() else ""
        if not self.why_not:
            mounted = subprocess.run(command, capture_output=True, text=True, check=False)
            self.why_not = mounted.stderr.strip()

    def fill(self, seconds: float) -> None:
        """Take all the room there is, and what becomes free, for some seconds."""
        until = time.monotonic() + seconds
        ballast = self.folder / "ballast"
        try:
            with ballast.open("wb", buffering=0) as file:
                while time.monotonic() < until:
                    with suppress(OSError):
                        file.write(bytes(max(shutil.disk_usage(self.folder).free, 4096)))
                    time.sleep(0.1)
        finally:
            ballast.unlink(missing_ok=True)

    def remove(self) -> None:
        if not self.why_not:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


class Clock:
    """The time of day that the workers see."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._library = next(Path("/usr/lib").glob(f"*/{FAKETIME}"), None) or _install()
        self.why_not = "" if self._library else "libfaketime cannot be installed"
        self._hours = 0.0
        self.move(0)

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process read this clock; how long things take it still knows."""
        if not self._library:
            return {}
        return {
            "LD_PRELOAD": str(self._library),
            "PYTHONPATH": f"{Path(__file__).with_name('faked_clock')}{os.pathsep}{ROOT}",
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # it would have a JVM's threads spin
            "NO_FAKE_STAT": "1",
        }

    def move(self, hours: float) -> None:
        """Set it forward, or back."""
        self._hours += hours
        temporary = self._file.with_suffix(".new")
        temporary.write_text(f"{self._hours * 3600:+.0f}\n")
        temporary.replace(self._file)


def _install() -> Path | None:
    debian.install("libfaketime")
    return next(Path("/usr/lib").glob(f"*/{FAKETIME}"), None)
