"""Ten service tasks in a row, and variables of a real instance's size, read by each handler."""

import pytest

from tests.bench.application import payload
from tests.bench.clients import CLIENTS, Work, running
from tests.bench.measure import Stretch
from tests.bench.sizes import BUILD, INSTANCES, WARM, turns

TYPE = "bench-payload"
WORK = Work(types=(TYPE,), waiting=True, reads=True)


@pytest.mark.bench
@pytest.mark.engine
def test_ten_tasks(broker, report, tmp_path):
    """Instances of ten tasks wait at their first; a worker brings them to their ends."""
    variables = tmp_path / "payload.json"
    variables.write_text(payload(), encoding="utf-8")
    broker.deploy("ten-tasks")
    for round_, client in turns(*CLIENTS):
        measures = brought_to_end(broker, client, variables)
        report.add("ten tasks, 11 KB", client, round_, **measures)


def brought_to_end(broker, client, variables) -> dict[str, float]:
    before = broker.settled(TYPE)
    broker.load("create", "bench-ten-tasks", INSTANCES, "--variables", variables)
    with running(client, broker.gateway, WORK, BUILD / "workers") as worker:
        broker.wait(TYPE, lambda jobs: jobs.completed >= before.completed + WARM, worker)
        stretch = Stretch(broker, worker, TYPE)
        broker.wait(TYPE, lambda jobs: jobs.completed == before.completed + 10 * INSTANCES, worker)
        return stretch.end()
