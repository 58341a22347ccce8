"""Jobs on their way from the event loop to the threads that do them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workers.runtime.taken import Taken

# Long enough for a dozen of 650 jobs a second to come together, and short beside the time that
# jobs wait when so many are here (docs/benchmarks.md).
PAUSE_S = 0.02


class Gathering:
    """Hands jobs over together while many are here, and each at once while few are.

    Handing one over wakes a thread, which then asks the ledger and writes it: for a dozen jobs
    that costs little more than for one.

    Args:
        hand_over: takes what has come together.
        held: how many jobs the worker holds.
        many: with more than so many, the jobs wait for threads anyway.
    """

    def __init__(
        self,
        hand_over: Callable[[Sequence[Taken]], None],
        *,
        held: Callable[[], int],
        many: int,
    ) -> None:
        self._hand_over = hand_over
        self._held = held
        self._many = many
        self._loop = asyncio.get_running_loop()
        self._gathered: list[Taken] = []
        self._last = self._loop.time()

    def add(self, taken: Taken) -> None:
        """Let a job be handed over, at the latest after the pause. From the loop's thread."""
        self._gathered.append(taken)
        if len(self._gathered) == 1:
            pause = PAUSE_S if self._held() > self._many else 0.0
            self._loop.call_at(self._last + pause, self._pass_on)

    def _pass_on(self) -> None:
        self._last = self._loop.time()
        jobs, self._gathered = self._gathered, []
        self._hand_over(jobs)
