"""The jobs a worker holds: from the moment they are taken until the engine has its answer.

One asyncio task per job. Handlers run in threads of our own, so that nobody else's work on
asyncio's default pool waits for them; a job waits here, not in the pool, so that it can still
be given back when the worker stops.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import structlog

from workers.handler import JobInfo
from workers.runtime.answers import Complete, Fail, GiveBack, Throw, answer_to
from workers.runtime.execution import execute
from workers.runtime.gateway import JobGoneError, RefusedError
from workers.runtime.logs import job_fields

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from pyzeebe.proto.gateway_pb2 import ActivatedJob

    from workers.handler import Handler
    from workers.runtime.answers import Answer
    from workers.runtime.gateway import Gateway
    from workers.runtime.metrics import Metrics
    from workers.state.state import State

log = structlog.get_logger()

# How long an answer is repeated while the gateway does not hear. After it, the engine hands the
# job out again and the ledger answers at once.
PATIENCE_S = 120.0
# Answering what is given back, once the time to drain is over.
LAST_WORDS_S = 3.0


class Taken:
    """A job that this worker holds."""

    def __init__(self, handler: Handler, raw: ActivatedJob) -> None:
        self.handler = handler
        self.info = _info(raw)
        self.variables = raw.variables
        self.since = time.monotonic()
        self.started = False
        self.task: asyncio.Task[None]


class Jobs:
    """All jobs in flight, and the threads that do them."""

    def __init__(
        self,
        *,
        state: State,
        gateway: Gateway,
        metrics: Metrics,
        threads: int,
        lease: float,
        zone: ZoneInfo,
    ) -> None:
        self._state = state
        self._gateway = gateway
        self._metrics = metrics
        self._lease = lease
        self._zone = zone
        self._threads = asyncio.Semaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="handler")
        self._held: dict[int, Taken] = {}
        self._running: dict[int, float] = {}  # since when, by job key; kept by the threads
        self._drained_by: float | None = None  # set when the drain begins

    def take(self, handler: Handler, raw: ActivatedJob, freed: Callable[[], None]) -> bool:
        """Accept a job. False: it is in work here already, and that run will answer it.

        Args:
            handler: what does it.
            raw: the job as the gateway gave it.
            freed: called when the job is off our hands.
        """
        self._metrics.invocations.labels("activated", handler.type).inc()
        if raw.key in self._held:
            return False
        taken = Taken(handler, raw)
        self._held[raw.key] = taken
        self._metrics.in_flight.labels(handler.type).inc()
        taken.task = asyncio.create_task(self._see_through(taken))

        def forget(_task: asyncio.Task[None]) -> None:
            del self._held[raw.key]
            self._metrics.in_flight.labels(handler.type).dec()
            freed()

        taken.task.add_done_callback(forget)
        return True

    @property
    def held(self) -> int:
        """How many jobs are here."""
        return len(self._held)

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running."""
        now = time.monotonic()
        return [now - since for since in tuple(self._running.values())]

    async def drain(self, seconds: float) -> None:
        """Give back what has not started, let the rest finish, give back what does not."""
        self._drained_by = time.monotonic() + seconds
        for taken in tuple(self._held.values()):
            if not taken.started:
                taken.task.cancel()
        await self._settle(seconds)
        for taken in tuple(self._held.values()):
            taken.task.cancel()
        await self._settle(LAST_WORDS_S)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _settle(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self._held and (left := end - time.monotonic()) > 0:
            await asyncio.wait([taken.task for taken in self._held.values()], timeout=left)

    async def _see_through(self, taken: Taken) -> None:
        answer: Answer | None
        try:
            answer = await self._do(taken)
        except asyncio.CancelledError:
            # Only the drain cancels, and it wants the job given back.
            taken.task.uncancel()
            answer = GiveBack(taken.info.retries)
        if answer is not None:
            await self._tell(taken, answer)

    async def _do(self, taken: Taken) -> Answer | None:
        """Run the handler as soon as a thread is free. None: the job is no longer ours."""
        if self._drained_by is not None:
            return GiveBack(taken.info.retries)
        async with self._threads:
            waited = time.monotonic() - taken.since
            self._metrics.queue_wait.labels(taken.info.type).observe(waited)
            if waited > self._lease:
                self._discount(taken, "expired")
                return None
            taken.started = True
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, self._work, taken)

    def _work(self, taken: Taken) -> Answer:
        """Run in a thread. Whatever is raised becomes an answer: no job stops the worker."""
        job = taken.info
        self._running[job.key] = time.monotonic()
        try:
            with (
                structlog.contextvars.bound_contextvars(**job_fields(job)),
                self._metrics.duration.labels(job.type).time(),
                self._metrics.threads_busy.track_inprogress(),
            ):
                now = datetime.now(self._zone)
                outputs, replayed = execute(taken.handler, job, taken.variables, self._state, now)
        except BaseException as error:  # noqa: BLE001 -- SystemExit of a library, too
            return answer_to(error, job)
        finally:
            del self._running[job.key]
        return Complete(outputs, replayed)

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
        job = taken.info
        seconds = round(time.monotonic() - taken.since, 3)
        bound = log.bind(**job_fields(job), seconds=seconds)
        count = self._metrics.invocations.labels
        match answer:
            case Complete(replayed=replayed):
                count("completed", job.type).inc()
                if replayed:
                    self._metrics.replayed.labels(job.type).inc()
                bound.info("job_completed", replayed=replayed)
            case Throw(code=code):
                count("bpmn-error", job.type).inc()
                bound.info("job_bpmn_error", code=code)
            case GiveBack():
                self._metrics.unanswered.labels("given-back", job.type).inc()
                bound.info("job_given_back")
            case Fail(retries=0):
                count("failed", job.type).inc()
                bound.error("job_incident", reason=answer.message, place=answer.place)
            case Fail():
                count("failed", job.type).inc()
                bound.warning("job_failed", reason=answer.message, retries=answer.retries)


def _info(raw: ActivatedJob) -> JobInfo:
    return JobInfo(
        key=raw.key,
        type=raw.type,
        process_id=raw.bpmnProcessId,
        process_instance_key=raw.processInstanceKey,
        element_id=raw.elementId,
        element_instance_key=raw.elementInstanceKey,
        retries=raw.retries,
        headers=msgspec.json.decode(raw.customHeaders, type=dict[str, str]),
    )
