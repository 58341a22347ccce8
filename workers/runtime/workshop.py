"""Where jobs are done: handler threads, the child processes behind some, and the bookkeeper."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from workers.runtime import tracing
from workers.runtime.answers import Complete
from workers.runtime.bookkeeper import Bookkeeper
from workers.runtime.children import Children
from workers.runtime.execution import attempt
from workers.runtime.faults import answer_to
from workers.runtime.gathering import Gathering
from workers.runtime.handler_threads import HandlerThreads
from workers.runtime.logs import of_job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.runtime.black_box import BlackBox
    from workers.runtime.execution import Attempt
    from workers.runtime.jobs import Jobs
    from workers.runtime.metrics import Metrics
    from workers.runtime.taken import Taken
    from workers.state.state import State


class Workshop:
    """Everything between a job taken and its answer.

    Args:
        config: section ``worker``.
        handlers: by job type.
        jobs: told of the answers.
        state: where effects and the ledger are.
        metrics: to count in.
        cluster: the gateway's address.
        black_box: where threads write down what they begin.
    """

    def __init__(
        self,
        config: WorkerConfig,
        handlers: Mapping[str, Handler],
        *,
        jobs: Jobs,
        state: State,
        metrics: Metrics,
        cluster: str,
        black_box: BlackBox,
    ) -> None:
        self._state = state
        self._black_box = black_box
        self._metrics = metrics
        self._zone = config.zone
        self._jobs = jobs
        self.bookkeeper = Bookkeeper(
            state.database, settled=jobs.answered, batches=metrics.ledger_batch
        )
        self.children = Children(config, metrics, cluster)
        quick = [name for name, handler in handlers.items() if not handler.cpu_bound]
        heavy = [name for name, handler in handlers.items() if handler.cpu_bound]
        fresh = self.bookkeeper.fresh
        self.threads = HandlerThreads(
            "handler", config.threads, quick, fresh=fresh, do=self._do_here
        )
        # A thread for each child, which does nothing but wait for it.
        self.minders = HandlerThreads(
            "minder", config.processes, heavy, fresh=fresh, do=self._do_in_child
        )
        self._many = 2 * config.threads
        self._quick = self._gathering(self.threads, cpu_bound=False)
        self._heavy = self._gathering(self.minders, cpu_bound=True)
        metrics.threads_busy.set_function(lambda: len(self.threads.ages()))

    def _gathering(self, group: HandlerThreads, *, cpu_bound: bool) -> Gathering:
        """Only jobs of its own kind are what a job waits for: others hold up nobody here."""
        held = partial(self._jobs.held_by, cpu_bound=cpu_bound)
        return Gathering(group.put, held=held, many=self._many)

    def begin(self, taken: Taken) -> None:
        """Let a job be looked up and done."""
        (self._heavy if taken.handler.cpu_bound else self._quick).add(taken)

    def close(self) -> None:
        """End the child processes, and let all threads end after what they are at. Blocks."""
        self.threads.close()
        self.minders.close()
        self.children.close(0)

    def ages(self) -> list[float]:
        """For how many seconds each running handler has been running."""
        return self.threads.ages() + self.minders.ages()

    def _do_here(self, taken: Taken) -> None:
        key = taken.info.key
        if key in self._black_box.suspects:
            self._do_in_child(taken)
            return

        def here(now: datetime) -> Attempt:
            self._black_box.begun(key)
            return attempt(taken.handler, taken.info, taken.variables, self._state, now)

        self._do(taken, here)

    def _do_in_child(self, taken: Taken) -> None:
        def in_child(now: datetime) -> Attempt:
            return self.children.work(taken.handler, taken.info, taken.variables, now)

        self._do(taken, in_child)

    def _do(self, taken: Taken, work: Callable[[datetime], Attempt]) -> None:
        """Do a job in a thread of its own and see to its answer."""
        if taken.settled:
            return
        if self._jobs.draining:
            taken.started = None  # the drain gives it back
            return
        started = taken.started or taken.since
        metrics = self._metrics.of(taken.info.type)
        metrics.queue_wait.observe(started - taken.since)
        if started > taken.leased_until:
            self._jobs.answered(taken, None)
            return
        try:
            with of_job(taken.info), tracing.job_span(taken.info) as span, metrics.duration.time():
                done = work(datetime.now(self._zone))
                span.answered(done.answer)
        except Exception as error:  # noqa: BLE001 -- a fault around the handler (a sampler's, say)
            self._jobs.answered(taken, answer_to(error, taken.info))
            return
        if done.entry is not None and isinstance(done.answer, Complete):
            self.bookkeeper.enter(taken, done.answer, done.entry)
        else:
            self._jobs.answered(taken, done.answer)
