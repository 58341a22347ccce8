"""Jobs of one type that wait: asked for by one long poll after another."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc import StatusCode

from workers.runtime.backoff import Backoff

if TYPE_CHECKING:
    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.runtime.gateway import Gateway
    from workers.runtime.jobs import Jobs
    from workers.runtime.link import Link
    from workers.runtime.metrics import Metrics
    from workers.runtime.room import Room
    from workers.runtime.storage import Storage

log = structlog.get_logger()

# A gateway without long polling answers "nothing" at once; it is not asked a thousand times.
SOONEST_EMPTY_S = 0.2
# What a busy, moving or restarting cluster says; anything else somebody must look at.
USUAL = frozenset(
    {
        StatusCode.UNAUTHENTICATED,
        StatusCode.CANCELLED,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.RESOURCE_EXHAUSTED,
        StatusCode.UNAVAILABLE,
    }
)
# Nobody is there, or our token has expired: for the link to find out, once for all takers.
AWAY = frozenset({StatusCode.UNAVAILABLE, StatusCode.UNAUTHENTICATED})


class Poller:
    """The asker of one job type."""

    def __init__(
        self,
        handler: Handler,
        *,
        room: Room,
        gateway: Gateway,
        link: Link,
        storage: Storage,
        jobs: Jobs,
        metrics: Metrics,
        config: WorkerConfig,
    ) -> None:
        self._handler = handler
        self._gateway = gateway
        self._link = link
        self._storage = storage
        self._jobs = jobs
        self._metrics = metrics
        self._meters = metrics.of(handler.type)
        self._room = room
        self._lease = timedelta(seconds=config.job_timeout)
        self._wait = timedelta(seconds=config.poll)
        self._stopping = False
        self._backoff = Backoff(0.05, 5.0)
        self._complained: StatusCode | None = None

    async def run(self) -> None:
        """Take jobs until stopped; a poll under way then still brings what it has."""
        while True:
            await self._link.up.wait()
            await self._storage.up.wait()
            room = await self._room.for_poll()
            if self._stopping:
                return
            try:
                await self._poll(room)
            except grpc.aio.AioRpcError as error:
                await self._recover(error.code())

    def stop(self) -> None:
        """Begin no other poll."""
        self._stopping = True

    async def _poll(self, room: int) -> None:
        asked, taken = time.monotonic(), 0
        async for raw in self._gateway.activate(self._handler, room, self._lease, self._wait):
            self._backoff.reset()
            self._meters.taken_poll.inc()
            if self._jobs.take(self._handler, raw, self._room.poll_done):
                self._room.polled()
                taken += 1
        self._complained = None
        if not taken and time.monotonic() - asked < SOONEST_EMPTY_S:
            await asyncio.sleep(self._backoff.next())
        else:
            self._backoff.reset()

    async def _recover(self, code: StatusCode) -> None:
        self._metrics.retries.labels("poll", code.name).inc()
        if code in AWAY:
            self._link.doubt()
        if code not in USUAL and code is not self._complained:
            self._complained = code
            log.error("poll_refused", job_type=self._handler.type, code=code.name)
        await asyncio.sleep(self._backoff.next())
