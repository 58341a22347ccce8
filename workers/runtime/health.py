"""Whether the worker works: told apart are idle, working, waiting for others, and stuck."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Literal, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.runtime.link import Link

    Probe = Callable[[], str | None]  # None: all is well; else what is wrong, for the operator

BEAT_S = 1.0
# A loop that has not turned for this long is not busy, it is stuck.
SILENCE_S = 15.0
# Longer than a database takes to restart: one that is away is waited for, not our fault.
BATCH_S = 120.0
# A free thread takes a job within a millisecond.
UNSERVED_S = 30.0
# A worker that is stuck for five minutes ends. Looked at so many times in a row: a machine that was
# suspended finds everything overdue once. An alert (docs/server.md) comes before it.
LOOK_S = 10.0
LOOKS = 30


# stuck: only a restart helps; waiting: somebody else is away, a restart would not help
Status = Literal["idle", "working", "waiting", "draining", "stuck"]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What ``/healthz`` answers."""

    status: Status
    reasons: list[str]  # why it is stuck, or for whom it waits
    loop_seconds: float  # since the event loop last turned
    jobs: int  # held, waiting ones included
    handlers: int  # running
    longest_handler_seconds: float


class Held(Protocol):
    """The jobs a worker holds, as far as its health goes; asked from another thread."""

    @property
    def held(self) -> int:
        """How many."""

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running."""


class Health:
    """The worker's pulse. Read from the HTTP server's thread, so that a stuck loop can be told.

    Args:
        jobs: those it holds.
        link: to the gateway.
    """

    def __init__(self, *, jobs: Held, link: Link) -> None:
        self._jobs = jobs
        self._beat = time.monotonic()
        self._watched: list[tuple[str, Probe]] = []
        self._needed: list[tuple[str, Probe]] = []
        self.draining = False
        self.watch("event loop", self._silence)
        self.need("gateway", lambda: None if link.up.is_set() else "does not answer")

    def watch(self, name: str, probe: Probe) -> None:
        """Let the worker count as stuck while ``probe`` gives a reason. It must not block."""
        self._watched.append((name, probe))

    def need(self, name: str, probe: Probe) -> None:
        """Let the worker count as waiting while ``probe`` gives a reason. It must not block."""
        self._needed.append((name, probe))

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beat = time.monotonic()
            await asyncio.sleep(BEAT_S)

    def report(self) -> Report:
        """Ask all probes."""
        ages = self._jobs.ages()
        status, reasons = self._status(len(ages))
        return Report(
            status=status,
            reasons=reasons,
            loop_seconds=round(time.monotonic() - self._beat, 1),
            jobs=self._jobs.held,
            handlers=len(ages),
            longest_handler_seconds=round(max(ages, default=0.0), 1),
        )

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Ready: all that it needs is there and the worker is not stopping."""
        if self.draining:
            return False, {"status": "draining"}
        if reasons := _reasons(self._needed):
            return False, {"status": "waiting", "reasons": reasons}
        return True, {"status": "ready"}

    def _status(self, running: int) -> tuple[Status, list[str]]:
        if reasons := _reasons(self._watched):
            return "stuck", reasons
        if self.draining:
            return "draining", []
        if reasons := _reasons(self._needed):
            return "waiting", reasons
        return "working" if running or self._jobs.held else "idle", []

    def _silence(self) -> str | None:
        silent = time.monotonic() - self._beat
        return f"has not turned for {silent:.0f} s" if silent > SILENCE_S else None


def end_when_stuck(report: Callable[[], Report], end: Callable[[list[str]], None]) -> None:
    """Look for ever; blocks, in a thread of its own.

    Docker and systemd start anew what ends, and leave alone what is stuck.

    Args:
        report: asks for the worker's health.
        end: called with the reasons when it was stuck ``LOOKS`` times in a row.
    """
    stuck = 0
    while stuck < LOOKS:
        time.sleep(LOOK_S)
        found = report()
        stuck = stuck + 1 if found.status == "stuck" else 0
    end(found.reasons)


def overdue(ages: Callable[[], list[float]], limit: float, count: int) -> Probe:
    """Watch that not all of ``count`` handlers at once have been running for ``limit`` seconds."""

    def probe() -> str | None:
        if sum(age > limit for age in ages()) < count:
            return None
        return f"all {count} have been running for more than {limit:g} s"

    return probe


def unserved(waited: Callable[[], float], ages: Callable[[], list[float]], count: int) -> Probe:
    """Watch that no job waits for long beside a free thread.

    Args:
        waited: for how many seconds the job that is next has been waiting.
        ages: of the running handlers.
        count: how many threads there are.
    """

    def probe() -> str | None:
        seconds = waited()
        if seconds <= UNSERVED_S or len(ages()) >= count:
            return None
        return f"a job has been waiting for {seconds:.0f} s beside a free thread"

    return probe


def moving(busy: Callable[[], float]) -> Probe:
    """Watch something that does one batch after another.

    Args:
        busy: for how many seconds it has been at the same batch.
    """

    def probe() -> str | None:
        return f"at one batch for {seconds:.0f} s" if (seconds := busy()) > BATCH_S else None

    return probe


def _reasons(probes: list[tuple[str, Probe]]) -> list[str]:
    return [f"{name}: {reason}" for name, probe in probes if (reason := probe()) is not None]
