"""A real broker takes every diagram and computes its due dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest
import requests

from converters.diagram.due_date import due_date
from converters.model import Duration
from deploy.client.broker import Broker

pytestmark = pytest.mark.engine

MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)
EVALUATION = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <process id="evaluation" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="to-task" sourceRef="start" targetRef="task" />
    <serviceTask id="task">
      <extensionElements>
        <zeebe:taskDefinition type="evaluated" />
        <zeebe:ioMapping><zeebe:input source={expression} target="result" /></zeebe:ioMapping>
      </extensionElements>
    </serviceTask>
    <sequenceFlow id="to-end" sourceRef="task" targetRef="end" />
    <endEvent id="end" />
  </process>
</definitions>"""


@pytest.fixture
def broker(lite_engine):
    return Broker(lite_engine.cluster)


@pytest.fixture
def evaluate(broker, lite_engine):
    """Let the engine evaluate FEEL expressions."""

    def run(expressions: list[str]) -> list[object]:
        listed = "=[" + ", ".join(expression[1:] for expression in expressions) + "]"
        content = EVALUATION.format(expression=quoteattr(listed)).encode()
        broker.deploy({"evaluation.bpmn": content})
        broker.start("evaluation", {})
        order = {"type": "evaluated", "timeout": 60_000, "maxJobsToActivate": 1}
        url = f"{lite_engine.cluster.rest_address}/v2/jobs/activation"
        answer = requests.post(url, json={**order, "requestTimeout": 20_000}, timeout=30)
        (job,) = answer.json()["jobs"]
        return job["variables"]["result"]

    return run


def test_the_engine_takes_all_samples_with_their_forms(broker, samples):
    for name, drawing in samples.items():
        forms = {file: json.dumps(form).encode() for file, form in drawing.forms.items()}
        (process,) = broker.deploy({f"{name}.bpmn": drawing.bpmn, **forms})
        assert process.id == name


def test_working_days_are_counted_from_every_day_of_the_week(evaluate):
    cases = [(MONDAY + timedelta(days=d), n) for d in range(7) for n in (1, 2, 4, 5, 6, 10, 23)]
    dates = evaluate([_at(_working(days), start) for start, days in cases])
    assert [datetime.fromisoformat(date) for date in dates] == [
        _nth_working_day(start, days) for start, days in cases
    ]


def test_office_time_is_added_to_now(evaluate):
    spans = {"PT30S": 30, "PT480M": 8 * 3600, "P1W": 7 * 86400}
    times = [Duration(text="", min=span, max=span, working=False) for span in spans]
    dates = evaluate([_at(due_date(time), MONDAY) for time in times])
    expected = [MONDAY + timedelta(seconds=seconds) for seconds in spans.values()]
    assert [datetime.fromisoformat(date) for date in dates] == expected


def _working(days: int) -> str:
    return due_date(Duration(text="", min="P1D", max=f"P{days}D", working=True))


def _at(expression: str, now: datetime) -> str:
    return expression.replace("now()", f'date and time("{now:%Y-%m-%dT%H:%M:%SZ}")')


def _nth_working_day(start: datetime, count: int) -> datetime:
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
