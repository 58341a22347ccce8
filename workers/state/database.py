"""The workers' database: SQLite by default, any SQLAlchemy URL by configuration.

A job module that keeps something declares its table beside its handler::

    from workers.state.database import METADATA, Timestamp

    REGISTER = Table("letter_numbers", METADATA, Column("id", Integer, primary_key=True), ...)

and reads and writes it by SQLAlchemy Core through ``context.db``, so that the same code runs on
PostgreSQL. Tables that do not exist yet are made when the worker starts.
"""

from __future__ import annotations

import errno
import threading
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import URL, Connection, Dialect, Engine

METADATA = MetaData()

# Engine keys are 64-bit. SQLite's own integer is, too, but only INTEGER may be its row id.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Timestamp(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database (SQLite keeps no time zone)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC without its zone."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value is not None else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        return cast("datetime", value).replace(tzinfo=UTC) if value is not None else None


# SQLite: busy, locked, read-only, I/O error, full, cannot open. PostgreSQL's classes: connection,
# rollback (deadlock), resources, operator's intervention (restart).
_PASSING_SQLITE = frozenset({5, 6, 8, 10, 13, 14})
_PASSING_POSTGRESQL = frozenset({"08", "40", "53", "57"})
_PASSING_SYSTEM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})


def is_passing(error: Exception) -> bool:
    """Tell whether the storage itself is at fault (away, full, contended), not what was asked."""
    if isinstance(error, OSError):
        return error.errno in _PASSING_SYSTEM
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeoutError)
    sqlite_code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    state = getattr(error.orig, "sqlstate", None) or ""
    return (
        error.connection_invalidated
        or sqlite_code in _PASSING_SQLITE
        or state[:2] in _PASSING_POSTGRESQL
    )


class Database:
    """The engine and how to open a transaction on it."""

    def __init__(self, url: str, *, connections: int = 16) -> None:
        """Open the database at ``url``; connections are made when first needed.

        Args:
            url: an SQLAlchemy URL, e.g. ``sqlite:////var/lib/tertib/workers.db``.
            connections: how many threads may use it at once.
        """
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _open_sqlite(parsed, connections) if sqlite else _open(parsed, connections)
        # SQLite has one writer. Waiting for it here is fair; waiting in SQLite is polling.
        self._writer: AbstractContextManager[object] = threading.Lock() if sqlite else nullcontext()

    def create_tables(self) -> None:
        """Make every table declared on METADATA that is not there yet."""
        METADATA.create_all(self.engine)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that only reads: beside a writer, never waiting for one."""
        with self.engine.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction that commits when the block ends and rolls back when it raises."""
        transaction = Transaction(self.engine, self._writer)
        try:
            yield transaction
            transaction.commit()
        finally:
            transaction.close()


class Transaction:
    """A transaction that begins when its connection is first asked for.

    So that a handler which reckons first and writes last does not hold SQLite's only
    write lock while it reckons.
    """

    def __init__(self, engine: Engine, writer: AbstractContextManager[object]) -> None:
        self._engine = engine
        self._writer = writer
        self._held = ExitStack()
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection, inside the transaction. For the thread that opened it only."""
        if self._connection is None:
            with ExitStack() as held:
                held.enter_context(self._writer)
                connection = held.enter_context(self._engine.connect())
                connection.begin()
                self._held = held.pop_all()
            self._connection = connection
        return self._connection

    def commit(self) -> None:
        """Make what was written durable."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Roll back what was not committed and let the next writer in."""
        self._connection = None
        self._held.close()


def _open(url: URL, connections: int) -> Engine:
    return create_engine(url, pool_size=connections, pool_pre_ping=True, hide_parameters=True)


def _open_sqlite(url: URL, connections: int) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=connections,
        connect_args={"check_same_thread": False, "timeout": 30},
        hide_parameters=True,  # an error's text must not quote what was written
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers beside the writer, and a commit that survives a power cut.

    With synchronous=NORMAL a number told to the engine could be drawn again after one.
    """
    connection.isolation_level = None  # or the driver begins transactions by itself
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a read that turns into a write would fail when raced."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
