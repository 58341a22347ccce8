"""Where jobs are done: the handler threads, the child processes behind some, the bookkeeper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from workers.runtime.answers import Complete, GiveBack
from workers.runtime.bookkeeper import Bookkeeper
from workers.runtime.execution import attempt
from workers.runtime.handler_threads import HandlerThreads
from workers.runtime.logs import job_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.runtime.jobs import Jobs
    from workers.runtime.metrics import Metrics
    from workers.runtime.taken import Taken
    from workers.state.state import State


class Workshop:
    """Everything between a job taken and its answer."""

    def __init__(
        self,
        config: WorkerConfig,
        handlers: Mapping[str, Handler],
        *,
        jobs: Jobs,
        state: State,
        metrics: Metrics,
    ) -> None:
        self._state = state
        self._metrics = metrics
        self._zone = config.zone
        self._jobs = jobs
        self.bookkeeper = Bookkeeper(
            state.database,
            fresh=self._begin,
            settled=jobs.answered,
            batches=metrics.ledger_batch,
        )
        self.threads = HandlerThreads("handler", config.threads, handlers, self._do)
        metrics.threads_busy.set_function(lambda: len(self.threads.ages()))

    def look_up(self, taken: Taken) -> None:
        """Begin with a job."""
        self.bookkeeper.look_up(taken)

    def withdraw(self) -> list[Taken]:
        """Take back what no handler has begun."""
        return self.threads.withdraw()

    def close(self) -> None:
        """Let all threads end after what they are at."""
        self.threads.close()
        self.bookkeeper.close()

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running."""
        return self.threads.ages()

    def _begin(self, jobs: Sequence[Taken]) -> None:
        if self._jobs.draining:
            for taken in jobs:
                self._jobs.answered(taken, GiveBack(taken.info.retries))
        else:
            self.threads.put(jobs)

    def _do(self, taken: Taken) -> None:
        """Run in a handler thread."""
        if taken.settled:
            return
        job, started = taken.info, taken.started or taken.since
        metrics = self._metrics.of(job.type)
        metrics.queue_wait.observe(started - taken.since)
        if started > taken.leased_until:
            self._jobs.answered(taken, None)
            return
        with structlog.contextvars.bound_contextvars(**job_fields(job)), metrics.duration.time():
            now = datetime.now(self._zone)
            done = attempt(taken.handler, job, taken.variables, self._state, now)
        if done.entry is not None and isinstance(done.answer, Complete):
            self.bookkeeper.enter(taken, done.answer, done.entry)
        else:
            self._jobs.answered(taken, done.answer)
