"""The threads that run handlers.

Threads of our own, so that nobody else's work on asyncio's default pool waits for them. A thread
takes the next job itself: handing each over from the event loop would cost more than most
handlers do.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from workers.runtime.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workers.runtime.taken import Taken


class HandlerThreads:
    """Some threads and the jobs that wait for them.

    Args:
        name: of the threads.
        count: how many.
        types: the job types they do.
        fresh: tells which jobs are not done yet, and sees to the answers of the others.
        do: does a job and sees to its answer. Both raise nothing.
    """

    def __init__(
        self,
        name: str,
        count: int,
        types: Iterable[str],
        *,
        fresh: Callable[[Sequence[Taken]], Sequence[Taken]],
        do: Callable[[Taken], None],
    ) -> None:
        self._turns = Turns(types, count)
        self._fresh = fresh
        self._do = do
        self._running: dict[int, Taken] = {}  # by thread
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(1, count + 1)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def count(self) -> int:
        """How many threads there are."""
        return len(self._threads)

    def put(self, jobs: Sequence[Taken]) -> None:
        """Let jobs wait for a thread."""
        self._turns.arrive(jobs)

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running."""
        now = time.monotonic()
        return [now - (taken.started or now) for taken in tuple(self._running.values())]

    def waited(self) -> float:
        """For how many seconds the job that is next has been waiting, 0 if none is."""
        return self._turns.waited()

    def close(self) -> None:
        """Let the threads end after what they are at."""
        self._turns.close()

    def _work(self) -> None:
        while (work := self._turns.next()) is not None:
            if isinstance(work, list):
                self._turns.put(self._fresh(work))
            else:
                self._run(work)

    def _run(self, taken: Taken) -> None:
        own = threading.get_ident()
        self._running[own] = taken
        try:
            self._do(taken)
        finally:
            del self._running[own]
            self._turns.done(taken)
