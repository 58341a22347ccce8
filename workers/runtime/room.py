"""Room for jobs of one type: how many may be taken, by asking and by being pushed.

What is pushed is new, what is asked for has waited. Pushed jobs get half of the room at most, so
that under a load of new jobs the backlog of an outage is still worked off; waiting jobs get all
that is left.

The room is as large as the worker is quick: what it would take long to come to is better left to
a worker that is idle.
"""

from __future__ import annotations

import asyncio
import time

# Ask again when this share of the jobs is left, not when all are done: the next ones arrive
# while the last are being worked on.
REFILL_AT = 0.3
# There is room for about as many jobs as were done in twice this time.
PACE_S = 5.0


class Room:
    """The places of one type.

    Args:
        most: jobs held at once, however quick they are.
        least: jobs held at once, however slow.
    """

    def __init__(self, most: int, least: int) -> None:
        self._most = most
        self._least = min(least, most)
        self._limit = self._least
        self._done = 0  # in the present stretch of time
        self._done_before = 0  # in the one before
        self._stretch = time.monotonic()
        self._polled = 0
        self._pushed = 0
        self._open = False
        self._changed = asyncio.Event()

    async def for_poll(self) -> int:
        """Wait until it is worth asking, and say for how many jobs."""
        while not self._open and self._polled > (self._limit - self._pushed) * REFILL_AT:
            await self._change()
        return max(1, self._limit - self._polled - self._pushed)

    async def for_push(self) -> None:
        """Wait until one more may be pushed."""
        while not self._open and self._is_full():
            await self._change()

    def polled(self) -> None:
        """One that waited has come."""
        self._polled += 1

    def poll_done(self) -> None:
        """It is off our hands."""
        self._polled -= 1
        self._freed()

    def pushed(self) -> None:
        """A new one has come."""
        self._pushed += 1

    def push_done(self) -> None:
        """It is off our hands."""
        self._pushed -= 1
        self._freed()

    def throw_open(self) -> None:
        """Hold nobody up any more: what still comes is given back."""
        self._open = True
        self._changed.set()

    def _is_full(self) -> bool:
        held = self._polled + self._pushed
        return self._pushed >= max(1, self._limit // 2) or held >= self._limit

    def _freed(self) -> None:
        """Measure the pace, and tell who waits."""
        now = time.monotonic()
        if now - self._stretch > PACE_S:
            recent = now - self._stretch < 2 * PACE_S
            self._done_before, self._done = (self._done if recent else 0), 0
            self._stretch = now
        self._done += 1
        self._limit = min(self._most, max(self._least, 2 * (self._done + self._done_before)))
        self._changed.set()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
