"""The workers' state, opened as it is: whatever its version, without making or changing tables."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from deploy.errors import DeployError
from workers.config import WorkerConfig, load
from workers.state.opening import open_now
from workers.state.sqlite import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.state.state import State


@contextmanager
def opened(*, existing: bool) -> Iterator[State]:
    """Open the state that the environment names.

    Args:
        existing: an SQLite file that is not there is no empty database.

    Raises:
        ConfigError: it cannot be opened.
        DeployError: there is none.
    """
    config = load(WorkerConfig, "worker")
    if existing and (missing := _missing_file(config.state_url)):
        raise DeployError(
            f"{missing}: there is no such database.",
            "See TERTIB_HOME and TERTIB_WORKER_DATABASE_URL.",
        )
    state = open_now(config.state_url, config.documents_place, threads=1, make=False)
    try:
        yield state
    finally:
        state.close()


def _missing_file(url: str) -> str | None:
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None  # opening it says what is wrong
    file = file_of(parsed) if parsed.get_backend_name() == "sqlite" else None
    return file if file and not Path(file).exists() else None
