"""The workers' database: SQLite by default, PostgreSQL by configuration.

A job module that keeps something declares its table beside its handler::

    from workers.state.database import METADATA, Timestamp

    REGISTER = Table("letter_numbers", METADATA, Column("id", Integer, primary_key=True), ...)

and reads and writes it by SQLAlchemy Core through ``context.db``, so that the same code runs on
PostgreSQL. When the worker starts, the migrations that the database has not had are run (see
``workers.state.schema``), and an office's own tables are made that do not exist yet.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, TypeDecorator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from workers.state import schema
from workers.state.postgresql import lock, open_postgresql
from workers.state.sqlite import WriterQueue, file_of, open_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Dialect, Engine

__all__ = ["METADATA", "Database", "Key", "Timestamp", "Transaction", "alone"]

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


def alone(db: Connection, what: str) -> None:
    """Let one transaction at a time past this point, for what is looked up and then written.

    Two that look it up at once would both find nothing there, and both write it. On SQLite,
    where one transaction writes at a time, that is so anyway.

    Args:
        db: in a transaction, at whose end the next one may pass.
        what: tells this point from others; part of it may be a key.
    """
    if db.dialect.name == "postgresql":
        lock(db, what)


class Database:
    """The engine and how to open a transaction on it."""

    def __init__(self, url: str, *, connections: int = 16) -> None:
        """Open the database at ``url``; connections are made when first needed.

        Args:
            url: an SQLAlchemy URL, e.g. ``sqlite:////var/lib/tertib/workers.db`` or
                ``postgresql+psycopg://tertib@db/tertib``.
            connections: how many threads may use it at once.

        Raises:
            ArgumentError: it is no such URL.
            ImportError: the extra ``postgresql`` is not installed.
            OSError: the folder of an SQLite file cannot be made.
        """
        parsed = make_url(url)
        self.migrated_from: str | None = None  # by create_tables; "": the database was empty
        # SQLite has one writer; PostgreSQL locks rows.
        self._writer: AbstractContextManager[None] = nullcontext()
        match parsed.get_backend_name():
            case "sqlite":
                self.engine = open_sqlite(parsed, connections)
                self._writer = WriterQueue(file_of(parsed))
            case "postgresql":
                self.engine = open_postgresql(parsed, connections)
            case _:
                message = "the workers keep their state in SQLite or PostgreSQL"
                raise ArgumentError(message)

    def create_tables(self) -> None:
        """Bring the database into the form of this program, with the tables of an office's own.

        Raises:
            NewerDatabaseError: it was used with a newer program.
        """
        with self._writer, self.engine.begin() as connection:
            alone(connection, "tables")  # of workers that start together one makes them
            self.migrated_from = schema.bring_up_to_date(connection)
            METADATA.create_all(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that only reads: beside a writer, never waiting for one."""
        with self.engine.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def transaction(self, *, relaxed: bool = False) -> Iterator[Transaction]:
        """Open a transaction that commits when the block ends and rolls back when it raises.

        Args:
            relaxed: what is written survives the death of any process, but the last moments
                before a power cut may be lost; the commit does not wait for the disk.
        """
        transaction = Transaction(self.engine, self._writer, relaxed=relaxed)
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

    def __init__(
        self, engine: Engine, writer: AbstractContextManager[object], *, relaxed: bool = False
    ) -> None:
        self._engine = engine
        self._writer = writer
        self._relaxed = relaxed
        self._held = ExitStack()
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection, inside the transaction. For the thread that opened it only."""
        if self._connection is None:
            with ExitStack() as held:
                held.enter_context(self._writer)
                connection = held.enter_context(self._engine.connect())
                if self._relaxed:
                    held.enter_context(_relaxed(connection))
                else:
                    connection.begin()
                self._held = held.pop_all()
            self._connection = connection
        return self._connection

    @property
    def begun(self) -> bool:
        """Whether the connection was asked for: something may have been written."""
        return self._connection is not None

    def commit(self) -> None:
        """Make what was written durable."""
        if self._connection is not None:
            self._connection.commit()

    def close(self) -> None:
        """Roll back what was not committed and let the next writer in."""
        self._connection = None
        self._held.close()


@contextmanager
def _relaxed(connection: Connection) -> Iterator[None]:
    """Begin a transaction whose commit does not wait for the disk."""
    if connection.dialect.name != "sqlite":
        connection.begin()
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        yield
        return
    # SQLite takes the setting between transactions only.
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 -- it is connected
    driver.execute("PRAGMA synchronous=NORMAL")
    try:
        connection.begin()
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA synchronous=FULL")
