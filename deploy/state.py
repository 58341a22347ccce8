"""The workers' state, opened for a command that looks at it or changes a little."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
