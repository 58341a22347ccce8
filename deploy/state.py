"""The workers' state, opened for a command that looks at it or changes a little."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from workers.state.state import State


@contextmanager
def opened() -> Iterator[State]:
    """Open the state that the workers' configuration names. Waits for nothing.

    Raises:
        ConfigError: it cannot be opened; says why.
    """
    from workers.config import WorkerConfig, load
    from workers.state.opening import open_now

    config = load(WorkerConfig, "worker")
    state = open_now(config.state_url, config.documents_place, threads=1)
    try:
        yield state
    finally:
        state.close()


def office_zone() -> ZoneInfo:
    """The office's time zone."""
    from workers.config import WorkerConfig, load

    return load(WorkerConfig, "worker").zone


def office_now() -> datetime:
    """Now, in the office's time zone."""
    return datetime.now(office_zone())


def enter(
    state: State, command: str, *, records: Iterable[str] = (), documents: Iterable[str] = ()
) -> None:
    """Enter in the record of processing what a person did by a command.

    Args:
        state: the workers'.
        command: ``registers show``.
        records: whose data it was.
        documents: those that were here, for the people whose they are.
    """
    from deploy.user import user
    from workers import processings

    with state.database.transaction() as transaction:
        db = transaction.connection
        about = {*records, *processings.records_in(db, documents)}
        processings.enter_command(db, about, command, user(), office_now())
