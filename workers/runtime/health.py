"""Whether the worker works: told apart are idle, busy, not connected and stuck."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from workers.runtime.jobs import Jobs
    from workers.runtime.link import Link

BEAT_S = 1.0
# A loop that has not turned for this long is not busy, it is stuck.
SILENCE_S = 15.0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What ``/healthz`` answers. ``stuck`` wants a restart."""

    status: Literal["ok", "stuck"]
    loop_seconds: float  # since the loop last turned
    jobs: int  # held, waiting ones included
    threads_busy: int
    longest_job_seconds: float


class Health:
    """The worker's pulse. Read from the HTTP server's thread, so that a stuck loop can be told."""

    def __init__(self, *, jobs: Jobs, link: Link, threads: int, lease: float) -> None:
        self._jobs = jobs
        self._link = link
        self._threads = threads
        self._lease = lease
        self._beat = time.monotonic()
        self.draining = False

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat = time.monotonic()
            await asyncio.sleep(BEAT_S)

    def report(self) -> Report:
        """Stuck: the loop stands still, or every thread holds a job that outlived its lease."""
        silent = time.monotonic() - self._beat
        ages = self._jobs.ages()
        overdue = sum(age > self._lease for age in ages)
        stuck = silent > SILENCE_S or overdue >= self._threads
        return Report(
            status="stuck" if stuck else "ok",
            loop_seconds=round(silent, 1),
            jobs=self._jobs.held,
            threads_busy=len(ages),
            longest_job_seconds=round(max(ages, default=0.0), 1),
        )

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Ready: the gateway answers and the worker is not stopping."""
        if self.draining:
            return False, {"status": "draining"}
        if not self._link.up.is_set():
            return False, {"status": "waiting for the gateway"}
        return True, {"status": "ready"}
