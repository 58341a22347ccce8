"""The black box: which jobs a worker's threads had begun, for those to read who outlive it.

A crash in a thread (of a library in C, or when there is no memory left) takes the whole worker with
it. The engine hands the job to the next worker, and it would end that one, too, and so on for ever.
What a worker had begun that ended without a word is therefore done in a child process from then on:
there a crash costs one job one retry, and ends as an incident.
"""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import os
import struct
import threading
import time
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.get_logger()

# Well within a lease: whoever gets the job next has read the box of who had it before.
LOOK_S = 10.0
# A job that is not handed out again within a day is not what ended its worker.
KEPT_S = 86_400.0
_KEY = struct.Struct("q")


class BlackBox:
    """One worker's box, and what those of dead workers say.

    A box is a file that its worker keeps locked: the system takes the lock back from a process that
    dies. It has a place for each thread, with the key of the job it began last. Written, but not
    synced: what is to be survived is the end of a process, not of the machine.

    Args:
        folder: of the boxes of all workers that share it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = itertools.count()
        self._own = threading.local()  # a thread's place
        self.suspects: frozenset[int] = frozenset()  # keys of jobs
        self._path = folder / uuid.uuid4().hex
        self._file: int | None = None
        try:
            self._file = _locked_file(self._path)
            self.look()
        except OSError as error:
            log.warning("black_box_unavailable", kind=type(error).__name__)

    def begun(self, job_key: int) -> None:
        """Write down that this thread begins a job."""
        if self._file is None:
            return
        try:
            place = self._own.place
        except AttributeError:
            place = self._own.place = next(self._places) * _KEY.size
        with suppress(OSError):  # a full disk
            os.pwrite(self._file, _KEY.pack(job_key), place)

    async def run(self) -> None:
        """Look every now and then, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            with suppress(OSError):
                await asyncio.to_thread(self.look)

    def look(self) -> None:
        """Read what dead workers had begun; drop what is too old.

        Raises:
            OSError: the folder cannot be read.
        """
        found: set[int] = set()
        for path in self._folder.iterdir():
            if path != self._path and "." not in path.name:
                found.update(_left_in(path))
        self.suspects = frozenset(found)

    def close(self) -> None:
        """Take the box away: the worker ends with nothing begun, or gives it back."""
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):
                self._path.unlink()
            os.close(file)


def _locked_file(path: Path) -> int:
    """Make a file that nobody finds before it is locked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_suffix(".new")
    file = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        hidden.rename(path)
    except OSError:
        os.close(file)
        raise
    return file


def _left_in(path: Path) -> list[int]:
    """The keys in a dead worker's box; none of one that lives. Drops what tells nothing."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            content, written = file.read(), os.fstat(file.fileno()).st_mtime
            if not content or time.time() - written > KEPT_S:
                path.unlink()
                return []
    except OSError:  # its worker lives, or somebody else has dropped it
        return []
    whole = len(content) - len(content) % _KEY.size
    return [key for (key,) in _KEY.iter_unpack(content[:whole])]
