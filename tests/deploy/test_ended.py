"""What waits though its process is over: the engine tells, a command takes it back."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.client.broker import Broker
from deploy.errors import DeployError
from tests.workers.signing.papers import make_pdf
from workers.signing import queue
from workers.testing import NOW, make_job, run_handler

PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <process id="waits" isExecutable="true">
    <startEvent id="Start" />
    <sequenceFlow id="A" sourceRef="Start" targetRef="Row_1" />
    <userTask id="Row_1"><extensionElements><zeebe:userTask /></extensionElements></userTask>
  </process>
</definitions>
"""


def tertib(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def found(*arguments: str) -> dict[str, str]:
    """Numbers and how they stand."""
    return {each["number"]: each["status"] for each in json.loads(tertib(*arguments).output)}


@pytest.fixture
def instances(lite_engine, monkeypatch) -> tuple[int, int]:
    """One that runs, and one that was cancelled."""
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", lite_engine.addresses.rest)
    broker = Broker(lite_engine.cluster)
    broker.deploy({"waits.bpmn": PROCESS})
    runs, ended = (broker.start("waits", {}) for _ in range(2))
    assert broker.cancel(ended)
    return int(runs), int(ended)


def of(instance: int, job_type: str):
    return make_job(job_type, process_instance_key=instance)


@pytest.mark.engine
def test_requests_of_processes_that_ended_are_found_and_taken_back(state, instances):
    letter = state.documents.put(make_pdf(), content_type="application/pdf", file_name="surat.pdf")
    waiting, orphan = (
        run_handler(
            "signature-request",
            {"document": letter},
            state=state,
            job=of(instance, "signature-request"),
        )["signature_request"]["number"]
        for instance in instances
    )
    assert orphan in tertib("sign", "ended").output
    assert found("sign", "ended", "--json") == {orphan: "waiting"}
    queue.begin_attempt(state, orphan, "bsre", NOW)
    assert "--not-signed" in tertib("sign", "ended", "--withdraw").output  # it may be signed
    queue.reopen(state, orphan, NOW)
    assert found("sign", "ended", "--withdraw", "--json") == {orphan: "withdrawn"}
    assert "Tidak ada" in tertib("sign", "ended").output
    assert found("sign", "--json") == {waiting: "waiting"}
    assert "Prosesnya sudah berakhir" in tertib("sign", orphan).output


@pytest.mark.engine
def test_hand_offs_of_processes_that_ended_are_found_and_dropped(state, instances):
    waiting, orphan = (
        run_handler(
            "sigap-publish",
            {"subject": "Surat balasan"},
            state=state,
            job=of(instance, "sigap-publish"),
        )["handoff"]["number"]
        for instance in instances
    )
    assert found("handoffs", "ended", "--json") == {orphan: "open"}
    assert orphan in tertib("handoffs", "ended", "--drop").output
    assert found("handoffs", "--json") == {waiting: "open"}
    assert found("handoffs", "--status", "dropped", "--json") == {orphan: "dropped"}
    assert tertib("handoffs", "close", orphan, "SG-1").exit_code == 0  # the receipt came after all
    assert found("handoffs", "--status", "closed", "--json") == {orphan: "closed"}


@pytest.mark.parametrize("what", ["sign", "handoffs"])
@pytest.mark.usefixtures("state")
def test_without_anything_that_waits_no_engine_is_asked(what, monkeypatch):
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "http://nowhere.invalid")
    answer = tertib(what, "ended")
    assert answer.exit_code == 0


def test_an_engine_that_does_not_answer_ends_in_one_message(state, monkeypatch):
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", "http://127.0.0.1:9")
    run_handler("signature-request", {"subject": "Surat"}, state=state)
    with pytest.raises(DeployError, match="does not answer"):
        tertib("sign", "ended", "--withdraw")
    assert list(found("sign", "--json").values()) == ["waiting"]
