"""A process that waits for a signature, on a real broker: each decision takes its own way."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

import msgspec
import pytest
from sqlalchemy import select, update

from deploy.client.broker import Broker
from deploy.rehearsal.crew import Crew
from tests.workers.signing.papers import make_pdf
from workers.jobs.signature_request import SIGNATURES
from workers.messages import MESSAGES
from workers.signing import queue
from workers.signing.decisions import MESSAGE
from workers.testing import temporary_state

TEMPLATES = Path(__file__).parents[3] / "bpmn" / "templates"
# As docs/signatures.md shows it.
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <message id="Decided" name={message}>
    <extensionElements><zeebe:subscription correlationKey={key} /></extensionElements>
  </message>
  <error id="SIGNATURE_REFUSED" errorCode="SIGNATURE_REFUSED" />
  <error id="SIGNATURE_EXPIRED" errorCode="SIGNATURE_EXPIRED" />
  <error id="SIGNATURE_WITHDRAWN" errorCode="SIGNATURE_WITHDRAWN" />
  <process id="one-signature" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="a" sourceRef="start" targetRef="Job_5_signature-request" />
    <serviceTask id="Job_5_signature-request"><extensionElements>
      <zeebe:taskDefinition type="signature-request" />
    </extensionElements></serviceTask>
    <sequenceFlow id="b" sourceRef="Job_5_signature-request" targetRef="Wait_5" />
    <intermediateCatchEvent id="Wait_5">
      <incoming>b</incoming>
      <outgoing>c</outgoing>
      <messageEventDefinition messageRef="Decided" />
    </intermediateCatchEvent>
    <sequenceFlow id="c" sourceRef="Wait_5" targetRef="Job_5_signature-result" />
    <serviceTask id="Job_5_signature-result"><extensionElements>
      <zeebe:taskDefinition type="signature-result" />
    </extensionElements></serviceTask>
    <sequenceFlow id="d" sourceRef="Job_5_signature-result" targetRef="end" />
    {boundaries}
    <endEvent id="end" />
  </process>
</definitions>
"""
BOUNDARY = """<boundaryEvent id="Caught_{code}" attachedToRef="Job_5_signature-result">
      <extensionElements><zeebe:ioMapping>
        <zeebe:output source="=&quot;{code}&quot;" target="ended_by" />
        <zeebe:output source="=signature_reason" target="signature_reason" />
      </zeebe:ioMapping></extensionElements>
      <outgoing>Flow_{code}</outgoing>
      <errorEventDefinition errorRef="{code}" />
    </boundaryEvent>
    <sequenceFlow id="Flow_{code}" sourceRef="Caught_{code}" targetRef="end" />"""
CODES = ("SIGNATURE_REFUSED", "SIGNATURE_EXPIRED", "SIGNATURE_WITHDRAWN")


def event():
    """What the template of the waiting event sets."""
    template = json.loads((TEMPLATES / "events" / "signature-decided.json").read_bytes())
    set_ = (each for each in template["properties"] if "value" in each)
    return {each["binding"]["name"]: each["value"] for each in set_}


def diagram() -> bytes:
    values = event()
    boundaries = "\n    ".join(BOUNDARY.format(code=code) for code in CODES)
    return PROCESS.format(
        message=quoteattr(values["name"]),
        key=quoteattr(values["correlationKey"]),
        boundaries=boundaries,
    ).encode()


def test_the_template_of_the_event_waits_for_the_message_that_is_published():
    assert event() == {"name": MESSAGE, "correlationKey": "=signature_request.number"}


class Pen:
    def sign(self, document, purpose):  # noqa: ARG002 -- a signer's method is given
        return document + b"\n% signed\n"


def decide(state, number, what):
    now = datetime.now(UTC)
    match what:
        case "signed":
            queue.sign(state, number, Pen(), now)
        case "expired":
            with state.database.transaction() as transaction:
                past = update(SIGNATURES).where(SIGNATURES.c.number == number)
                transaction.connection.execute(past.values(expires_at=now - timedelta(days=1)))
        case _:
            queue.close(state, number, what, "Nomor surat keliru", now)


@pytest.mark.engine
def test_each_decision_takes_the_waiting_process_its_own_way(
    lite_engine, zeebe, tmp_path, monkeypatch, until
):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    Broker(lite_engine.cluster).deploy({"one-signature.bpmn": diagram()})
    decisions = ("signed", "refused", "expired", "withdrawn")
    with temporary_state(tmp_path) as state:
        letters = {
            what: state.documents.put(
                make_pdf(lines), content_type="application/pdf", file_name="surat.pdf"
            )
            for lines, what in enumerate(decisions, start=3)
        }
        log = tmp_path / "workers.log"
        with Crew(lite_engine.cluster, log):
            ends = {
                what: zeebe.start_and_await(
                    "one-signature",
                    {"document": msgspec.to_builtins(letter), "official": "Kepala Kantor"},
                )
                for what, letter in letters.items()
            }
            until(lambda: len(waiting(state)) == len(decisions))
            numbers = {each.document_id: each.number for each in waiting(state)}
            for what, letter in letters.items():
                decide(state, numbers[letter.document_id], what)
            ended = {what: end.result() for what, end in ends.items()}
            until(lambda: all(published(state)))
        told_of = len(published(state))
    assert ended["signed"]["signature_request"]["status"] == "signed"
    signed = ended["signed"]["signed_document"]
    assert signed["metadata"]["fileName"].startswith("TTD-")
    assert signed["metadata"]["size"] == len(make_pdf(3) + b"\n% signed\n")
    for what in decisions[1:]:
        assert ended[what]["ended_by"] == f"SIGNATURE_{what.upper()}"
        assert ended[what]["signature_request"]["status"] == what
    assert ended["refused"]["signature_reason"] == "Nomor surat keliru"
    assert ended["expired"]["signature_reason"] is None
    assert told_of == len(decisions)
    told = re.findall(r'"correlation_key": ?"(TTD-[^"]+)"', log.read_text(encoding="utf-8"))
    assert sorted(told) == sorted(numbers.values())


def waiting(state):
    with state.database.reading() as connection:
        return queue.waiting(connection)


def published(state):
    """When each message was published."""
    with state.database.reading() as connection:
        return list(connection.execute(select(MESSAGES.c.published_at)).scalars())
