"""SQLite as the workers use it: readers beside one writer, and processes that queue to write."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

# For programs that know nothing of our queue: a backup, the sqlite3 shell.
BUSY_S = 30


class WriterQueue:
    """Whose turn it is to write: one thread at a time, of all processes.

    Waiting in SQLite is polling, up to a tenth of a second apart, and whoever comes by at the
    right moment goes first: of four busy processes some waited for five seconds. Here threads wait
    for a lock of their process, and processes for one on a file beside the database, which the
    system takes back from a process that dies.
    """

    def __init__(self, database: str | None) -> None:
        """Make the queue of a database file; None: it is in memory, this process's own."""
        self._path = Path(f"{database}-writer") if database else None
        self._threads = threading.Lock()
        self._file: int | None = None  # open while the lock is held

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._lock_file()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            os.close(self._file)  # which unlocks it
            self._file = None
        self._threads.release()

    def _lock_file(self) -> None:
        if self._path is None:
            return
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except BaseException:
            os.close(file)
            raise
        self._file = file


def open_sqlite(url: URL, connections: int) -> Engine:
    """Make the engine, and the folder of its file.

    Raises:
        OSError: the folder cannot be made.
    """
    if file := file_of(url):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=connections,
        connect_args={"check_same_thread": False, "timeout": BUSY_S},
        hide_parameters=True,  # an error's text must not quote what was written
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def file_of(url: URL) -> str | None:
    """Return the path of the database's file, or None: it is in memory."""
    return url.database if url.database != ":memory:" else None


def _prepare(connection: Any, _record: object) -> None:
    """Readers beside the writer, and a commit that survives a power cut.

    With synchronous=NORMAL a number told to the engine could be drawn again after one.
    """
    connection.isolation_level = None  # or the driver begins transactions by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a read that turns into a write would fail when raced."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
