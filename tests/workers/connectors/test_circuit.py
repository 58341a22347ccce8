"""A system that fails again and again is left alone for a while, and then tried by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from tests.workers.connectors.adapter import Fault, refusal
from workers.connectors.circuit import Circuit
from workers.handler import RetryableError
from workers.runtime.metrics import Metrics
from workers.testing import run_handler


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def circuit(clock):
    return Circuit("sigap", failures=3, pause=60, clock=clock)


def fail(circuit, times):
    for _ in range(times):
        assert circuit.enter() == 0
        circuit.failed()


def test_it_opens_after_so_many_failures_in_a_row_and_says_so_once(circuit):
    with capture_logs() as logs:
        fail(circuit, 2)
        circuit.answered()
        fail(circuit, 2)
        assert not circuit.is_open
        fail(circuit, 1)
    assert circuit.is_open
    assert circuit.enter() == 60
    event = {"event": "circuit_opened", "log_level": "warning"}
    assert logs == [event | {"system": "sigap", "failures": 3, "seconds": 60}]


def test_after_the_pause_one_tries_while_the_others_stay_away(circuit, clock):
    fail(circuit, 3)
    clock.now += 61
    assert circuit.enter() == 0
    assert circuit.enter() == 60


def test_a_try_that_fails_keeps_it_open_for_another_pause(circuit, clock):
    fail(circuit, 3)
    clock.now += 61
    with capture_logs() as logs:
        fail(circuit, 1)
    assert circuit.enter() == 60
    assert logs == []


def test_a_try_that_is_answered_closes_it(circuit, clock):
    fail(circuit, 3)
    clock.now += 61
    assert circuit.enter() == 0
    with capture_logs() as logs:
        circuit.answered()
    assert not circuit.is_open
    assert [circuit.enter(), circuit.enter()] == [0, 0]
    assert logs == [{"event": "circuit_closed", "log_level": "info", "system": "sigap"}]


def test_jobs_of_a_system_that_is_left_alone_are_not_sent_and_keep_their_retries(adapter, state):
    [sigap, simkim] = [adapter("sigap", failures=2, pause=3600), adapter("simkim")]
    sigap.faults = [Fault(method="GET", status=503)] * 2
    for _ in range(2):
        with pytest.raises(RetryableError) as caught:
            run_handler("sigap-publish", {}, state=state)
        assert caught.value.spends_retry
    with pytest.raises(RetryableError, match="nothing is sent to it") as caught:
        run_handler("sigap-publish", {}, state=state)
    assert not caught.value.spends_retry
    assert timedelta(minutes=50) < caught.value.after <= timedelta(hours=1)
    assert sigap.asked == ["GET", "GET"]
    run_handler("simkim-record", {}, state=state)
    assert len(simkim.taken) == 1


def test_a_refusal_is_an_answer(adapter, state):
    sigap = adapter("sigap", failures=1)
    sigap.faults = [refusal("DUPLICATE_LETTER", "")]
    assert not run_handler("sigap-publish", {}, state=state)["receipt"]
    assert run_handler("sigap-publish", {}, state=state)["receipt"]


def test_the_worker_shows_which_systems_are_left_alone(circuits):
    metrics = Metrics()
    circuit = circuits.of("sigap", failures=1, pause=60)
    circuits.of("simkim", failures=1, pause=60)
    circuit.failed()
    shown = generate_latest(metrics.registry).decode()
    assert 'tertib_circuit_open{system="sigap"} 1.0' in shown
    assert 'tertib_circuit_open{system="simkim"} 0.0' in shown
    circuit.answered()
    assert 'tertib_circuit_open{system="sigap"} 0.0' in generate_latest(metrics.registry).decode()
