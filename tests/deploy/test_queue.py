"""`tertib queue`: the numbers of today's queues, called at the counters."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers import calling
from workers.state.state import open_state
from workers.testing import run_handler

NOW = datetime(2025, 3, 4, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def state(tmp_path, monkeypatch, database_url):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    monkeypatch.setenv("TERTIB_WORKER_DATABASE_URL", database_url)
    monkeypatch.setattr("deploy.commands.queue.office_now", lambda: NOW)
    state = open_state(database_url, tmp_path / "documents")
    yield state
    state.close()


@pytest.fixture
def draw(state):
    def number(*, counter="Loket 1", priority=False, now=NOW, office="W.6"):
        variables = {"counter": counter, "priority": priority, "office": {"code": office}}
        return run_handler("queue-number", variables, state=state, now=now)["queue_number"]

    return number


def tertib(*arguments: str):
    result = CliRunner().invoke(app, ["queue", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output.strip()


def test_vulnerable_groups_are_called_first_and_then_who_came_first(draw):
    drawn = [draw(), draw(priority=True), draw(), draw(priority=True)]
    assert drawn == ["A-001", "P-001", "A-002", "P-002"]
    called = [tertib("next", "Loket 1") for _ in range(5)]
    assert called == ["P-001", "P-002", "A-001", "A-002", "Nobody waits."]


def test_who_comes_while_others_are_called_is_called_in_turn(draw):
    draw(), draw()
    assert tertib("next", "Loket 1") == "A-001"
    draw(priority=True)
    assert [tertib("next", "loket  1") for _ in range(2)] == ["P-001", "A-002"]


def test_a_number_is_called_again_and_out_of_turn(draw):
    draw(), draw(), draw()
    assert tertib("call", "Loket 1", "a-002") == "A-002"
    assert tertib("call", "Loket 1", "A-002") == "A-002"
    assert [tertib("next", "Loket 1") for _ in range(3)] == ["A-001", "A-003", "Nobody waits."]


def test_each_counter_shows_who_was_called_last_and_who_waits(draw):
    draw(), draw(), draw(priority=True), draw(counter="Loket 2")
    tertib("next", "Loket 1")
    assert json.loads(tertib("--json")) == [
        {"office": "W.6", "name": "Loket 1", "called": "P-001", "waiting": ["A-001", "A-002"]},
        {"office": "W.6", "name": "Loket 2", "called": None, "waiting": ["A-001"]},
    ]
    assert "Loket 2" in tertib()


def test_yesterdays_numbers_are_not_called(draw):
    draw(now=NOW - timedelta(days=1))
    assert tertib() == "No number has been drawn today."
    with pytest.raises(DeployError, match="No number was drawn at Loket 1 today"):
        tertib("next", "Loket 1")


def test_a_number_or_counter_that_is_not_there_today_is_named(draw):
    draw()
    with pytest.raises(DeployError, match="A-009 was not drawn at Loket 1 today"):
        tertib("call", "Loket 1", "A-009")
    with pytest.raises(DeployError, match=r"at Loket 9 today.*Today there are: Loket 1"):
        tertib("next", "Loket 9")


def test_a_counter_of_two_offices_is_asked_about(draw):
    draw(), draw(office="W.15")
    with pytest.raises(DeployError, match=r"a counter of W\.15, W\.6"):
        tertib("next", "Loket 1")
    assert json.loads(tertib("next", "Loket 1", "--office", "W.15", "--json")) == {
        "number": "A-001",
        "counter": "Loket 1",
    }
    assert json.loads(tertib("--json", "--office", "W.6"))[0]["waiting"] == ["A-001"]


def test_officers_who_call_at_once_call_everybody_once(state, draw):
    drawn = {draw() for _ in range(12)}
    counter = calling.Counter(office="W.6", name="Loket 1", called=None, waiting=())

    def call(_):
        with state.database.transaction() as transaction:
            ticket = calling.call_next(transaction.connection, counter, NOW)
        return ticket and ticket.label

    with ThreadPoolExecutor(6) as pool:
        called = list(pool.map(call, range(18)))
    assert sorted(filter(None, called)) == sorted(drawn)
