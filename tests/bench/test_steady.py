"""How a worker does in steady state: how long instances take, and how many jobs it can do."""

import json
import statistics
import time

import pytest

from tests.bench.clients import CLIENTS, Work, running
from tests.bench.measure import Stretch
from tests.bench.sizes import BUILD, RATE, SECONDS, WARM, turns

TYPE = "bench-task"
WARM_S = 10
IN_FLIGHT = 100  # instances: more than a worker of 64 jobs takes at once
SUSTAINED_S = 20


@pytest.mark.bench
@pytest.mark.engine
def test_latency(broker, report):
    """One-task instances are started at a rate: from due until heard to be completed."""
    broker.deploy("one-task")
    for round_, client in turns(*CLIENTS):
        report.add("steady", client, round_, **paced(broker, client))


def paced(broker, client) -> dict[str, float]:
    with at_work(broker, client) as worker:
        broker.load("create", "bench-one-task", WARM)
        broker.wait(TYPE, lambda jobs: jobs.open == 0, worker)
        stretch = Stretch(broker, worker, TYPE)
        taken = json.loads(broker.load("keep-pace", "bench-one-task", RATE, WARM_S, SECONDS))
        costs = stretch.end()
        del costs["jobs_per_s"]  # that of the load
        return percentiles(taken) | costs


def percentiles(taken: list[float]) -> dict[str, float]:
    hundredths = statistics.quantiles(taken, n=100)
    return {f"p{each}_ms": hundredths[each - 1] for each in (50, 95, 99)}


@pytest.mark.bench
@pytest.mark.engine
def test_sustained(broker, report):
    """A number of instances of which each, whenever its job is done, has another."""
    broker.deploy("loop")
    for round_, client in turns(*CLIENTS):
        report.add("sustained", client, round_, **sustained(broker, client))


def sustained(broker, client) -> dict[str, float]:
    before = broker.jobs(TYPE).completed
    with at_work(broker, client) as worker, broker.holding("bench-loop", IN_FLIGHT):
        broker.wait(TYPE, lambda jobs: jobs.completed >= before + WARM, worker)
        stretch = Stretch(broker, worker, TYPE)
        time.sleep(SUSTAINED_S)
        return stretch.end()


def at_work(broker, client):
    broker.settled(TYPE)
    return running(client, broker.gateway, Work(types=(TYPE,)), BUILD / "workers")
