"""The kit that runs a whole process: what it does, and how it fails."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from deploy.errors import DeployError
from deploy.testing.process import ProcessError
from workers.handler import BpmnError, Context, IncidentError, RetryableError
from workers.testing import stored_document

PROCESSES = Path(__file__).parents[2] / "bpmn" / "processes"
pytestmark = pytest.mark.engine

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <process id="kit" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="a" sourceRef="start" targetRef="ask" />
    <userTask id="ask" name="Periksa berkas">
      <extensionElements><zeebe:userTask /></extensionElements>
    </userTask>
    <sequenceFlow id="b" sourceRef="ask" targetRef="job" />
    <serviceTask id="job" name="Hitung">
      <extensionElements><zeebe:taskDefinition type="kit-job" /></extensionElements>
    </serviceTask>
    <sequenceFlow id="c" sourceRef="job" targetRef="again" />
    <exclusiveGateway id="again" default="d" />
    <sequenceFlow id="d" sourceRef="again" targetRef="end" />
    <sequenceFlow id="e" sourceRef="again" targetRef="ask">
      <conditionExpression>=approved = "tidak"</conditionExpression>
    </sequenceFlow>
    <endEvent id="end" />
  </process>
</definitions>
"""


class Given(msgspec.Struct):
    amount: int = 0


class Done(msgspec.Struct):
    double: int


def double(inputs: Given, context: Context) -> Done:
    return Done(double=2 * inputs.amount)


def stuck(inputs: Given, context: Context) -> Done:
    raise IncidentError("The setting kit.rate is missing.")


def refuse(inputs: Given, context: Context) -> Done:
    raise BpmnError("AMOUNT_INVALID", "No such amount.")


@pytest.fixture
def diagram(tmp_path):
    path = tmp_path / "kit.bpmn"
    path.write_text(DIAGRAM, encoding="utf-8")
    return path


def test_a_process_runs_to_its_end_with_the_tests_own_handler(tertib_process, diagram):
    process = tertib_process(diagram, handlers={"kit-job": double})
    process.start({"amount": 21})
    process.wait()
    assert process.variables == {"amount": 21, "double": 42}
    assert [(job.type, job.element, job.variables) for job in process.jobs_done] == [
        ("kit-job", "job", {"double": 42})
    ]
    assert process.passed == ("start", "ask", "job", "again", "end")


def test_an_officer_answers_the_first_time_otherwise_than_the_second(tertib_process, diagram):
    turns = [{"approved": "tidak", "amount": 1}, {"approved": "ya", "amount": 2}]
    process = tertib_process(diagram, handlers={"kit-job": double}, answers={"ask": turns})
    process.start()
    process.wait()
    assert [job.variables for job in process.jobs_done] == [{"double": 2}, {"double": 4}]
    assert process.passed.count("ask") == 2


def test_a_converted_diagram_runs_with_the_registered_handlers_and_its_forms(tertib_process):
    process = tertib_process(PROCESSES / "permohonan-izin-magang-dan-penelitian.bpmn")
    process.start({"office": {"name": "Kantor Uji", "code": "W.6"}})
    process.wait()
    letter = stored_document(process.state, process.variables["letter"])
    assert letter.startswith(b"PK")
    assert "letter-draft" in {job.type for job in process.jobs_done}


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (stuck, ["job: JOB_NO_RETRIES", "The setting kit.rate is missing."]),
        (refuse, ["job: UNHANDLED_ERROR_EVENT", "AMOUNT_INVALID"]),
    ],
)
def test_a_failure_names_the_element_and_the_incidents_message(
    tertib_process, diagram, handler, told
):
    process = tertib_process(diagram, handlers={"kit-job": handler})
    process.start()
    with pytest.raises(ProcessError) as failure:
        process.wait()
    for words in (*told, "it stands at: job (Hitung)", "it has passed: start, ask"):
        assert words in str(failure.value)


def test_a_process_that_does_not_end_in_time_tells_where_it_stands(tertib_process, diagram):
    reached = threading.Event()

    def busy(inputs: Given, context: Context) -> Done:
        reached.set()
        raise RetryableError("The other system is busy.", after=timedelta(hours=1))

    process = tertib_process(diagram, handlers={"kit-job": busy})
    process.start()
    while not reached.is_set():
        with pytest.raises(ProcessError, match="is not over"):
            process.wait(seconds=0)
    with pytest.raises(ProcessError, match=r"it stands at: job \(Hitung\)"):
        process.wait(seconds=1)  # a busy broker gives a job out before it tells of it


def test_a_job_type_without_a_handler_is_named_before_anything_is_deployed(tertib_process, diagram):
    with pytest.raises(DeployError, match="kit-job"):
        tertib_process(diagram)


def test_answers_to_a_task_that_is_not_there_are_refused(tertib_process, diagram):
    with pytest.raises(DeployError, match=r"asked is no user task.* ask"):
        tertib_process(diagram, handlers={"kit-job": double}, answers={"asked": {}})
