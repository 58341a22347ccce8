"""Room for jobs of one type: how many may be taken, by asking and by being pushed.

What is pushed is new, what is asked for has waited. Pushed jobs get half of the room at most, so
that under a load of new jobs the backlog of an outage is still worked off; waiting jobs get all
that is left.
"""

from __future__ import annotations

import asyncio

# Ask again when this share of the jobs is left, not when all are done: the next ones arrive
# while the last are being worked on.
REFILL_AT = 0.3


class Room:
    """The places of one type.

    Args:
        limit: jobs held at once.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._most_pushed = max(1, limit // 2)
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
        self._changed.set()

    def pushed(self) -> None:
        """A new one has come."""
        self._pushed += 1

    def push_done(self) -> None:
        """It is off our hands."""
        self._pushed -= 1
        self._changed.set()

    def throw_open(self) -> None:
        """Hold nobody up any more: what still comes is given back."""
        self._open = True
        self._changed.set()

    def _is_full(self) -> bool:
        held = self._polled + self._pushed
        return self._pushed >= self._most_pushed or held >= self._limit

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
