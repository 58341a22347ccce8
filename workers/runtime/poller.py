"""Jobs of one type that wait: asked for by one long poll after another."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import grpc

from workers.runtime.backoff import Backoff

if TYPE_CHECKING:
    from workers.runtime.intake import Intake

# A gateway without long polling answers "nothing" at once; it is not asked a thousand times.
SOONEST_EMPTY_S = 0.2


class Poller:
    """The asker of one job type.

    Args:
        intake: the type's.
        wait: for how many seconds the gateway may hold a request open.
    """

    def __init__(self, intake: Intake, wait: float) -> None:
        self._intake = intake
        self._wait = wait
        self._meters = intake.meters
        self._stopping = False
        self._backoff = Backoff(0.05, 5.0)

    async def run(self) -> None:
        """Take jobs until stopped; a poll under way then still brings what it has."""
        while True:
            await self._intake.ready()
            count = await self._intake.room.for_poll()
            if self._stopping:
                return
            try:
                await self._poll(count)
            except grpc.aio.AioRpcError as error:
                self._intake.refused("poll", error.code())
                await asyncio.sleep(self._backoff.next())

    def stop(self) -> None:
        """Begin no other poll."""
        self._stopping = True

    async def _poll(self, count: int) -> None:
        here, asked, taken = self._intake, time.monotonic(), 0
        async for raw in here.gateway.activate(here.handler, count, here.lease, self._wait):
            self._backoff.reset()
            self._meters.taken_poll.inc()
            if here.jobs.take(here.handler, raw, here.room.poll_done):
                here.room.polled()
                taken += 1
        here.complaints.clear()
        if not taken and time.monotonic() - asked < SOONEST_EMPTY_S:
            await asyncio.sleep(self._backoff.next())
        else:
            self._backoff.reset()
