"""Whose turn it is: which of the waiting jobs gets the next free thread."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.runtime.taken import Taken


class Turns:
    """The jobs that wait for a thread, by type.

    A free thread takes the oldest job of the type with the fewest running ones. No type gets
    all the threads as long as there are others: what a ministry's system answers slowly must
    not hold up a letter's number.

    Args:
        types: the job types.
        threads: how many ask.
    """

    def __init__(self, types: Iterable[str], threads: int) -> None:
        self._arrived: list[Taken] = []  # not looked up yet
        self._waiting: dict[str, deque[Taken]] = {name: deque() for name in types}
        self._running = dict.fromkeys(self._waiting, 0)
        self._most = threads if len(self._running) == 1 else max(1, threads - (threads + 3) // 4)
        self._changed = threading.Condition(threading.Lock())
        self._idle = 0
        self._closed = False

    def arrive(self, jobs: Sequence[Taken]) -> None:
        """Let jobs be looked up, together with any that wait for that already."""
        with self._changed:
            if self._idle and not self._arrived:
                self._changed.notify()
            self._arrived += jobs

    def put(self, jobs: Sequence[Taken]) -> None:
        """Let jobs wait for their turn. The caller's thread asks for one of them itself."""
        with self._changed:
            for taken in jobs:
                self._waiting[taken.info.type].append(taken)
            if self._idle and (others := sum(map(len, self._waiting.values())) - 1) > 0:
                self._changed.notify(others)

    def next(self) -> Taken | list[Taken] | None:
        """Wait for something to do.

        Returns:
            A job to do, jobs to look up first, or None: there will be no more.
        """
        with self._changed:
            while not self._closed:
                if self._arrived:
                    arrived, self._arrived = self._arrived, []
                    return arrived
                if (waiting := self._pick()) is not None:
                    taken = waiting.popleft()
                    self._running[taken.info.type] += 1
                    taken.started = time.monotonic()
                    return taken
                self._idle += 1
                self._changed.wait()
                self._idle -= 1
            return None

    def done(self, taken: Taken) -> None:
        """End a job's turn."""
        job_type = taken.info.type
        with self._changed:
            self._running[job_type] -= 1
            # Whom the share of its type held back may begin now; we ask for the next ourselves.
            if self._idle and self._running[job_type] == self._most - 1:
                self._changed.notify()

    def waited(self) -> float:
        """For how many seconds the eldest that may begin has been waiting, 0 if there is none."""
        now = time.monotonic()
        with self._changed:
            eldest = [
                waiting[0].since
                for job_type, waiting in self._waiting.items()
                if waiting and self._running[job_type] < self._most
            ]
            eldest += [taken.since for taken in self._arrived[:1]]
        return max((now - since for since in eldest), default=0.0)

    def close(self) -> None:
        """Send the threads home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _pick(self) -> deque[Taken] | None:
        least, chosen = self._most, None
        for job_type, waiting in self._waiting.items():
            if waiting and self._running[job_type] < least:
                least, chosen = self._running[job_type], waiting
        return chosen
