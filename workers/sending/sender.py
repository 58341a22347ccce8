"""The sender: threads of the worker process that send what the outbox holds, and count it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from workers.runtime.backoff import Backoff
from workers.sending import claims
from workers.sending.carriers import carriers
from workers.sending.dispatch import LONGEST_PAUSE_S, Dispatch
from workers.sending.repeating import repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.state.state import State

COUNT_S = 30.0  # how often all messages are counted


class Sender:
    """Sends the messages of every channel that the settings name a server for, until stopped."""

    def __init__(
        self, state: State, on_counts: Callable[[Mapping[tuple[str, str], int]], None]
    ) -> None:
        """Read the settings; nothing is sent yet.

        Args:
            state: the outbox's.
            on_counts: told now and then, from the sender's thread, how many messages there are
                by channel and status; a status that has none any more is told once with 0.

        Raises:
            ConfigError: a setting of how messages are sent cannot be used.
        """
        self._state = state
        self._on_counts = on_counts
        self._counted: dict[tuple[str, str], int] = {}
        self._stopping = threading.Event()
        named = carriers(state.documents)
        self._threads = [Dispatch(each, state, self._stopping).thread for each in named]
        self._threads.append(threading.Thread(target=self._tally, name="outbox", daemon=True))

    def start(self) -> None:
        """Begin, in threads of its own."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> bool:
        """Finish the messages under way; wait for that at most so long and tell whether it ended.

        It blocks: call it off the event loop.
        """
        self._stopping.set()
        end = time.monotonic() + seconds
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _tally(self) -> None:
        repeat(self._count, self._stopping, every=COUNT_S, pause=Backoff(1.0, LONGEST_PAUSE_S))

    def _count(self) -> None:
        with self._state.database.reading() as connection:
            counted = claims.count(connection)
        self._on_counts(dict.fromkeys(self._counted, 0) | counted)
        self._counted = counted
