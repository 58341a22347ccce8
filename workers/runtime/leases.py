"""Leases: the time the engine leaves a job to us, extended as long as its handler lives.

So a lease can be short (the jobs of a worker that died are handed on soon) and a handler long.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import grpc

from workers.runtime.gateway import GONE

if TYPE_CHECKING:
    from workers.runtime.gateway import Gateway
    from workers.runtime.jobs import Jobs
    from workers.runtime.metrics import Metrics
    from workers.runtime.taken import Taken

AT_ONCE = 32


class Leases:
    """What keeps the jobs ours.

    Args:
        jobs: those we hold.
        gateway: whom to ask.
        metrics: to count in.
        lease: seconds, as long as when the job was taken.
        limit: seconds; a handler that runs longer is stuck, and its job fails.
    """

    def __init__(
        self, *, jobs: Jobs, gateway: Gateway, metrics: Metrics, lease: float, limit: float
    ) -> None:
        self._jobs = jobs
        self._gateway = gateway
        self._metrics = metrics
        self._lease = lease
        self._limit = limit
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Extend until cancelled."""
        while True:
            await asyncio.sleep(self._lease / 6)
            now = time.monotonic()
            held = self._jobs.unsettled()
            for taken in held:
                if self._is_stuck(taken, now):
                    self._jobs.give_up(taken, self._limit)
            due = [taken for taken in held if self._is_due(taken, now)]
            await asyncio.gather(*(self._extend(taken) for taken in due))

    def _is_due(self, taken: Taken, now: float) -> bool:
        """Half of the lease is over, so two more tries are left should this one fail."""
        return not taken.settled and taken.leased_until - now < self._lease / 2

    def _is_stuck(self, taken: Taken, now: float) -> bool:
        """A child process is ended at the limit; a thread cannot be, and is left to itself."""
        overdue = taken.started is not None and now - taken.started > self._limit
        return overdue and not taken.handler.cpu_bound

    async def _extend(self, taken: Taken) -> None:
        async with self._room:
            asked = time.monotonic()
            try:
                await self._gateway.extend(taken.info.key, self._lease)
            except grpc.aio.AioRpcError as error:
                if error.code() in GONE and taken.started is None:
                    self._jobs.let_go(taken, "gone")
            else:
                taken.leased_until = asked + self._lease
                self._metrics.of(taken.info.type).lease_extensions.inc()
