"""Jobs on their way through the threads, while there are others."""

import asyncio

import msgspec
import pytest
from pyzeebe.proto.gateway_pb2 import ActivatedJob
from structlog.testing import capture_logs

from workers.config import WorkerConfig
from workers.handler import BpmnError, Context, make_handler
from workers.runtime import gathering, tracing
from workers.runtime.answers import Complete
from workers.runtime.black_box import BlackBox
from workers.runtime.execution import attempt
from workers.runtime.jobs import Jobs
from workers.runtime.metrics import Metrics
from workers.runtime.storage import Storage
from workers.runtime.taken import Taken
from workers.runtime.workshop import Workshop
from workers.testing import NOW, temporary_state

THREADS = 2
BACKLOG = 50
PATIENCE_S = 30


class Nothing(msgspec.Struct):
    pass


class Gateway:
    """Takes every answer."""

    async def answer(self, *_args, **_more):
        pass


def activated(key, handler):
    return ActivatedJob(
        key=key, type=handler.type, elementId="Job_1", customHeaders="{}", variables="{}"
    )


def done_at_once(folder, state, *, backlog_cpu_bound):
    """Whether a job is done, while others are here that nobody has begun, before the pause ends."""

    def nothing(inputs: Nothing, context: Context) -> Nothing:
        del context
        return inputs

    heavy = make_handler("heavy", nothing, cpu_bound=backlog_cpu_bound)
    quick = make_handler("quick", nothing)

    async def run():
        metrics = Metrics()
        jobs = Jobs(gateway=Gateway(), storage=Storage(state.database), metrics=metrics, lease=60)
        shop = Workshop(
            WorkerConfig(threads=THREADS, processes=1),
            {"heavy": heavy, "quick": quick},
            jobs=jobs,
            state=state,
            metrics=metrics,
            cluster="test",
            black_box=BlackBox(folder / "boxes"),
        )
        done = asyncio.Event()
        jobs.work = lambda _taken: None
        for key in range(1, BACKLOG + 1):
            jobs.take(heavy, activated(key, heavy), lambda: None)
        jobs.work = shop.begin
        jobs.take(quick, activated(BACKLOG + 1, quick), done.set)
        try:
            await asyncio.wait_for(done.wait(), gathering.PAUSE_S / 2)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            await asyncio.to_thread(shop.close)

    return asyncio.run(run())


@pytest.mark.parametrize("cpu_bound", [True, False])
def test_a_job_joins_others_of_the_threads_and_not_those_of_the_children(
    tmp_path, monkeypatch, cpu_bound
):
    monkeypatch.setattr(gathering, "PAUSE_S", 2.0 * PATIENCE_S if cpu_bound else 4.0)
    with temporary_state(tmp_path) as state:
        assert done_at_once(tmp_path, state, backlog_cpu_bound=cpu_bound) is cpu_bound


class Inbox:
    """Holds what the engine is told."""

    def __init__(self, expected):
        self.answers = []
        self.full = asyncio.Event()
        self._expected = expected

    async def answer(self, _key, answer, **_more):
        self.answers.append(answer)
        if len(self.answers) == self._expected:
            self.full.set()


def answers_of(folder, handler, count):
    """What the engine is told of so many jobs of a handler that ``THREADS`` threads do."""

    async def run(state):
        metrics, inbox = Metrics(), Inbox(count)
        jobs = Jobs(gateway=inbox, storage=Storage(state.database), metrics=metrics, lease=60)
        shop = Workshop(
            WorkerConfig(threads=THREADS, processes=1),
            {handler.type: handler},
            jobs=jobs,
            state=state,
            metrics=metrics,
            cluster="test",
            black_box=BlackBox(folder / "boxes"),
        )
        jobs.work = shop.begin
        for key in range(1, count + 1):
            jobs.take(handler, activated(key, handler), lambda: None)
        try:
            await asyncio.wait_for(inbox.full.wait(), PATIENCE_S)
        finally:
            await asyncio.to_thread(shop.close)
        return inbox.answers

    with temporary_state(folder) as state:
        return asyncio.run(run(state))


def test_errors_that_hold_what_no_engine_takes_cost_no_thread(tmp_path):
    """Each killed the thread it was raised in, until the worker had none."""

    def refuse(inputs: Nothing, context: Context) -> Nothing:
        raise BpmnError("REFUSED", "No.", {"why": object()})

    answers = answers_of(tmp_path, make_handler("refuse", refuse), 3 * THREADS)
    assert all("cannot be told to the engine" in answer.message for answer in answers)


def test_a_fault_around_a_handler_costs_no_thread(tmp_path, monkeypatch):
    """A sampler of traces that an office brought, say."""

    def nothing(inputs: Nothing, context: Context) -> Nothing:
        return inputs

    def fail(_job):
        raise LookupError

    monkeypatch.setattr(tracing, "job_span", fail)
    answers = answers_of(tmp_path, make_handler("nothing", nothing), 3 * THREADS)
    assert all("LookupError at " in answer.message for answer in answers)


def test_a_job_whose_headers_are_no_texts_is_done_all_the_same(tmp_path):
    """It ended the worker that took it, and the next one."""

    def tell(inputs: Nothing, context: Context) -> Told:
        return Told(headers=context.job.headers)

    handler = make_handler("tell", tell)
    raw = ActivatedJob(key=7, type="tell", customHeaders='{"a":1}', variables="{}")
    with temporary_state(tmp_path) as state, capture_logs() as logs:
        taken = Taken(handler, raw, 60, lambda: None)
        done = attempt(handler, taken.info, taken.variables, state, NOW)
    assert done.answer == Complete(b'{"headers":{}}')
    assert [line["event"] for line in logs] == ["job_headers_unreadable"]


class Told(msgspec.Struct):
    headers: dict[str, str]
