"""Jobs on their way through the threads, while there are others."""

import asyncio

import msgspec
import pytest
from pyzeebe.proto.gateway_pb2 import ActivatedJob

from workers.config import WorkerConfig
from workers.handler import Context, make_handler
from workers.runtime import gathering
from workers.runtime.jobs import Jobs
from workers.runtime.metrics import Metrics
from workers.runtime.storage import Storage
from workers.runtime.workshop import Workshop
from workers.testing import temporary_state

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


def done_at_once(state, *, backlog_cpu_bound):
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
        assert done_at_once(state, backlog_cpu_bound=cpu_bound) is cpu_bound
