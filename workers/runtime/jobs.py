"""The jobs a worker holds: from the moment they are taken until the engine has its answer.

A job's way: taken (event loop); looked up in the ledger, done (by a child process, if it is
CPU-bound) and recorded (handler threads); answered (event loop).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING

import structlog

from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.runtime.backoff import retry_wait
from workers.runtime.gateway import JobGoneError, RefusedError
from workers.runtime.logs import job_fields
from workers.runtime.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyzeebe.proto.gateway_pb2 import ActivatedJob

    from workers.handler import Handler
    from workers.runtime.answers import Answer
    from workers.runtime.gateway import Gateway
    from workers.runtime.metrics import Metrics
    from workers.runtime.storage import Storage

log = structlog.get_logger()

# How long an answer is repeated while the gateway does not hear. After it, the engine hands the
# job out again and the ledger answers at once.
PATIENCE_S = 120.0
# Answering what is given back, once the time to drain is over.
LAST_WORDS_S = 3.0


class Jobs:
    """All jobs in flight. Everything here happens in the event loop, but for ``answered``."""

    def __init__(
        self, *, gateway: Gateway, storage: Storage, metrics: Metrics, lease: float
    ) -> None:
        self._gateway = gateway
        self._storage = storage
        self._metrics = metrics
        self._lease = lease
        self._loop = asyncio.get_running_loop()
        self._held: dict[int, Taken] = {}
        self._held_by = {True: 0, False: 0}  # whether they are CPU-bound
        self._answers: deque[tuple[Taken, Answer | None]] = deque()
        self._woken = False
        self.arrived = 0  # jobs so far
        self._telling: set[asyncio.Task[None]] = set()
        self._empty = asyncio.Event()
        self._drained_by: float | None = None  # set when the drain begins
        self.draining = False  # set before: nothing is begun any more
        self.work: Callable[[Taken], None]  # begins to work on a job

    def take(self, handler: Handler, raw: ActivatedJob, freed: Callable[[], None]) -> bool:
        """Accept a job. False: it is in work here already, and that run will answer it.

        Args:
            handler: what does it.
            raw: the job as the gateway gave it.
            freed: called when the job is off our hands.
        """
        metrics = self._metrics.of(handler.type)
        metrics.activated.inc()
        if (held := self._held.get(raw.key)) is not None:
            held.leased_until = time.monotonic() + self._lease
            return False
        taken = Taken(handler, raw, self._lease, freed)
        self._held[raw.key] = taken
        self._held_by[handler.cpu_bound] += 1
        self.arrived += 1
        self._empty.clear()
        metrics.in_flight.inc()
        if not self.draining:
            self.work(taken)
        return True

    @property
    def held(self) -> int:
        """How many jobs are here."""
        return len(self._held)

    def held_by(self, *, cpu_bound: bool) -> int:
        """How many jobs are here that child processes do, or handler threads."""
        return self._held_by[cpu_bound]

    def unsettled(self) -> list[Taken]:
        """Return the jobs that wait or are being done."""
        return [taken for taken in self._held.values() if not taken.settled]

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running. From any thread."""
        now = time.monotonic()
        running = [taken for taken in tuple(self._held.values()) if not taken.settled]
        return [now - taken.started for taken in running if taken.started is not None]

    def answered(self, taken: Taken, answer: Answer | None) -> None:
        """Say how a job ended; None: it is no longer ours. From any thread.

        Answers that come together wake the loop once.
        """
        self._answers.append((taken, answer))
        if not self._woken:
            self._woken = True
            self._loop.call_soon_threadsafe(self._collect)

    def let_go(self, taken: Taken, reason: str) -> None:
        """Forget a job that is not ours any more; a handler at it works in vain."""
        if not taken.settled:
            taken.settled = True
            self._discount(taken, reason)
            self._forget(taken)

    def give_up(self, taken: Taken, seconds: float) -> None:
        """Fail a job whose handler has been running for so long that it is stuck."""
        left = max(taken.info.retries - 1, 0)
        message = (
            f"The handler has been running for {seconds:g} s (worker.handler_limit) and is left "
            "to itself; a thread of the worker stays taken until it ends."
        )
        self._settle(taken, Fail(message, retries=left, wait=retry_wait(left)))

    async def drain(self, seconds: float) -> None:
        """Give back what has not begun, let the rest finish, give back what does not.

        Call it when nothing comes any more: the engine pushes what is given back to whoever
        listens, and what is on its way to us when we hang up waits for its lease to run out.

        Args:
            seconds: how long the rest has.
        """
        self._drained_by = time.monotonic() + seconds
        self._give_back(taken for taken in self.unsettled() if taken.started is None)
        await self._until_empty(seconds)
        self._give_back(self.unsettled())
        await self._until_empty(LAST_WORDS_S)

    def _give_back(self, jobs: Iterable[Taken]) -> None:
        for taken in jobs:
            self._settle(taken, GiveBack(taken.info.retries))

    async def _until_empty(self, seconds: float) -> None:
        if self._held:
            try:
                await asyncio.wait_for(self._empty.wait(), seconds)
            except TimeoutError:
                return

    def _collect(self) -> None:
        self._woken = False
        while self._answers:
            taken, answer = self._answers.popleft()
            if answer is None:
                self.let_go(taken, "expired")
            else:
                self._settle(taken, answer)

    def _settle(self, taken: Taken, answer: Answer) -> None:
        """Tell the engine; what was given back meanwhile has its answer already."""
        if taken.settled:
            return
        taken.settled = True
        if isinstance(answer, Fail) and answer.storage:
            self._storage.doubt()
        task = self._loop.create_task(self._see_off(taken, answer))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _see_off(self, taken: Taken, answer: Answer) -> None:
        try:
            await self._tell(taken, answer)
        finally:
            self._forget(taken)

    def _forget(self, taken: Taken) -> None:
        del self._held[taken.info.key]
        self._held_by[taken.handler.cpu_bound] -= 1
        self._metrics.of(taken.info.type).in_flight.dec()
        taken.freed()
        if not self._held:
            self._empty.set()

    async def _tell(self, taken: Taken, answer: Answer) -> None:
        try:
            await self._gateway.answer(
                taken.info.key, answer, patience=self._patience(), on_retry=self._count_retry
            )
        except JobGoneError:
            self._discount(taken, "gone")
        except TimeoutError:
            self._discount(taken, "not-heard")
        except RefusedError as error:
            await self._refused(taken, answer, error)
        else:
            self._record(taken, answer)

    def _patience(self) -> float:
        if self._drained_by is None:
            return PATIENCE_S
        return max(self._drained_by - time.monotonic(), LAST_WORDS_S)

    async def _refused(self, taken: Taken, answer: Answer, error: RefusedError) -> None:
        """Make an incident of outputs that the engine does not take; too large, say."""
        self._discount(taken, "refused")
        if isinstance(answer, Fail | GiveBack):
            return
        message = f"The engine refused the result of the job ({error.code.name})."
        await self._tell(taken, Fail(message))

    def _count_retry(self, code: str) -> None:
        self._metrics.retries.labels("answer", code).inc()

    def _discount(self, taken: Taken, reason: str) -> None:
        self._metrics.unanswered.labels(reason, taken.info.type).inc()
        log.warning("job_unanswered", reason=reason, **job_fields(taken.info))

    def _record(self, taken: Taken, answer: Answer) -> None:
        metrics = self._metrics.of(taken.info.type)
        fields = job_fields(taken.info)
        fields["seconds"] = round(time.monotonic() - taken.since, 3)
        match answer:
            case Complete(replayed=replayed):
                metrics.completed.inc()
                if replayed:
                    metrics.replayed.inc()
                log.info("job_completed", replayed=replayed, **fields)
            case Throw(code=code):
                metrics.bpmn_error.inc()
                log.info("job_bpmn_error", code=code, **fields)
            case GiveBack():
                self._metrics.unanswered.labels("given-back", taken.info.type).inc()
                log.info("job_given_back", **fields)
            case Fail(retries=0):
                metrics.failed.inc()
                log.error(
                    "job_incident",
                    reason=answer.message,
                    place=answer.place,
                    trace=answer.trace or None,
                    **fields,
                )
            case Fail():
                metrics.failed.inc()
                log.warning("job_failed", reason=answer.message, retries=answer.retries, **fields)
