"""Opening the state when the worker starts: what is away of it is waited for."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from workers.config import ConfigError
from workers.runtime.backoff import Backoff
from workers.state.documents import DocumentStoreError
from workers.state.passing import is_away, is_passing
from workers.state.schema import known
from workers.state.state import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workers.state.documents import DocumentStore
    from workers.state.state import State

log = structlog.get_logger()

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 10.0
_FAULTS = (ArgumentError, NoSuchModuleError, ImportError, OSError, DBAPIError)


def open_now(database_url: str, documents: Path | str, *, threads: int, make: bool = True) -> State:
    """Open the state, for a command that waits for nothing.

    Args:
        database_url: an SQLAlchemy URL of SQLite or PostgreSQL.
        documents: the folder of the document store.
        threads: how many threads will use the database at once.
        make: False leaves the database as it is: empty, or of another version.

    Raises:
        ConfigError: it cannot be opened; says why.
    """
    try:
        return open_state(database_url, documents, threads=threads, make=make)
    except _FAULTS as error:
        raise ConfigError(_refusal(_reason_to_wait(error))) from None


def await_state(database_url: str, documents: Path | str, *, threads: int) -> State:
    """Open the state, however long its database takes to come. SIGTERM and SIGINT exit with 0.

    Args:
        database_url: an SQLAlchemy URL of SQLite or PostgreSQL.
        documents: the folder of the document store, or the URL of a bucket.
        threads: how many threads will use the database at once.

    Raises:
        ConfigError: the URL is none, the database refuses us for good, or it is of a newer version.
        SystemExit: a signal came.
    """
    backoff = Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)
    said = None
    with _ended_by_signals():
        while True:
            try:
                state = open_state(database_url, documents, threads=threads)
            except _FAULTS as error:
                reason = _reason_to_wait(error)
                if reason != said:
                    log.warning("database_awaited", reason=reason)
                said = reason
                time.sleep(backoff.next())
            else:
                if said is not None:
                    log.info("database_reached")
                if (before := state.database.migrated_from) is not None:
                    log.info("database_migrated", before=before, now=known()[-1])
                return state


def await_documents(documents: DocumentStore) -> None:
    """See that the documents can be used, however long their place takes to come.

    Raises:
        ConfigError: a key is missing, or the place refuses us for good.
        SystemExit: a signal came.
    """
    backoff = Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)
    said = None
    with _ended_by_signals():
        while (reason := _documents_missed(documents)) is not None:
            if reason != said:
                log.warning("documents_awaited", reason=reason)
            said = reason
            time.sleep(backoff.next())
    if said is not None:
        log.info("documents_reached")


def _documents_missed(documents: DocumentStore) -> str | None:
    """Say what keeps us waiting; None: nothing does.

    Raises:
        ConfigError: waiting does not help.
    """
    try:
        documents.check()
    except DocumentStoreError as error:
        raise ConfigError(str(error)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        if is_passing(error):
            return reason
        message = f"The documents cannot be kept ({reason}). See TERTIB_WORKER_DOCUMENTS."
        raise ConfigError(message) from None
    return None


def _reason_to_wait(error: Exception) -> str:
    """Say what keeps us waiting.

    Raises:
        ConfigError: waiting does not help.
    """
    if isinstance(error, (ArgumentError, NoSuchModuleError, ImportError)):
        message = (
            "worker.database_url: no SQLAlchemy URL of SQLite or PostgreSQL, "
            "or its driver is not installed (Tertib's extra postgresql)"
        )
        raise ConfigError(message) from None
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = " ".join(str(cause).split())  # the driver's words: never the password
    if not is_away(error):
        raise ConfigError(_refusal(reason)) from None
    return reason


def _refusal(reason: str) -> str:
    return f"The database cannot be opened ({reason}). See TERTIB_WORKER_DATABASE_URL."


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    def end(_number: int, _frame: Any) -> None:
        raise SystemExit(0)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
