"""How fast waiting jobs are done: what a worker does after an outage."""

import pytest

from tests.bench.clients import CLIENTS, Work, running
from tests.bench.measure import Stretch
from tests.bench.sizes import BUILD, JOBS, WARM, turns

TYPE = "bench-task"
WORK = Work(types=(TYPE,), waiting=True)


@pytest.mark.bench
@pytest.mark.engine
def test_drain(broker, report):
    """One-task instances wait; a worker is started and does their jobs."""
    broker.deploy("one-task")
    for round_, client in turns(*CLIENTS):
        report.add("drain", client, round_, **drained(broker, client))


def drained(broker, client) -> dict[str, float]:
    before = broker.settled(TYPE)
    broker.load("create", "bench-one-task", JOBS + WARM)
    assert broker.jobs(TYPE).open == JOBS + WARM
    with running(client, broker.gateway, WORK, BUILD / "workers") as worker:
        broker.wait(TYPE, lambda jobs: jobs.completed >= before.completed + WARM, worker)
        stretch = Stretch(broker, worker, TYPE)
        broker.wait(TYPE, lambda jobs: jobs.open == 0, worker)
        return stretch.end()
