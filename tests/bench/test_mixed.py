"""Whether handlers that keep a processor busy hold up those that do not."""

import json
import time

import pytest

from tests.bench.clients import Work, running
from tests.bench.handlers import RECKON_S
from tests.bench.sizes import BUILD, MIXED_SECONDS, ROUNDS, WARM
from tests.bench.test_steady import percentiles

BUSY = "bench-reckon"
RATE = 50  # instances a second of the job that does nothing
WARM_S = 5


@pytest.mark.bench
@pytest.mark.engine
def test_mixed(broker, report):
    """Jobs that do nothing come at a rate, without and with a child process always busy."""
    broker.deploy("one-task", "reckon")
    for round_ in range(1, ROUNDS + 1):
        for scenario, busy in (("no-op alone", False), ("no-op beside CPU-bound", True)):
            report.add(scenario, "tertib", round_, **mixed(broker, busy=busy))


def mixed(broker, *, busy: bool) -> dict[str, float]:
    work = Work(types=("bench-task", BUSY))
    with running("tertib", broker.gateway, work, BUILD / "workers") as worker:
        broker.load("create", "bench-one-task", WARM)
        broker.wait("bench-task", lambda jobs: jobs.open == 0, worker)
        if busy:
            enough = int((MIXED_SECONDS + WARM_S) / RECKON_S)
            broker.load("create", "bench-reckon", enough)
        done, begun = broker.jobs(BUSY).completed, time.monotonic()
        taken = json.loads(broker.load("keep-pace", "bench-one-task", RATE, WARM_S, MIXED_SECONDS))
        rate = (broker.jobs(BUSY).completed - done) / (time.monotonic() - begun)
        broker.wait(BUSY, lambda jobs: jobs.open == 0, worker)
    return percentiles(taken) | ({"CPU-bound_jobs_per_s": rate} if busy else {})
