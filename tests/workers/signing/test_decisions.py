"""Decisions: each is told to the process once, in the transaction that makes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.workers.signing.papers import make_pdf
from workers.handler import BpmnError, IncidentError
from workers.messages import MESSAGES
from workers.signing import queue
from workers.signing.errors import SigningError
from workers.signing.expiry import expire
from workers.testing import NOW, make_job, run_handler, stored_document

DAY = timedelta(days=1)


class Pen:
    def sign(self, document, purpose):  # noqa: ARG002 -- a signer's method is given
        return document + b"signed"


@pytest.fixture
def result(any_state):
    """Ask what became of a request."""

    def run(request):
        variables = {"signature_request": request}
        return run_handler("signature-result", variables, state=any_state)

    return run


def told(state):
    """The messages: key, id without the instance that it ends in, and variables."""
    columns = (MESSAGES.c.correlation_key, MESSAGES.c.message_id, MESSAGES.c.variables)
    with state.database.reading() as connection:
        rows = connection.execute(select(*columns).order_by(MESSAGES.c.id)).all()
    return [
        (key, message_id.rpartition(" ")[0], json.loads(variables))
        for key, message_id, variables in rows
    ]


def expected(request, status):
    number = request["number"]
    return number, f"{number} {status}", {"signature_request": {**request, "status": status}}


def test_a_signed_request_is_told_once_and_its_result_is_the_document(any_state, ask, result):
    request = ask()
    assert told(any_state) == []
    queue.sign(any_state, request["number"], Pen(), NOW)
    queue.sign(any_state, request["number"], Pen(), NOW + DAY)
    assert told(any_state) == [expected(request, "signed")]
    outputs = result(request)
    assert outputs["signature_request"] == {**request, "status": "signed"}
    assert stored_document(any_state, outputs["signed_document"]) == make_pdf() + b"signed"
    assert outputs["signed_document"]["metadata"]["size"] == len(make_pdf()) + len(b"signed")


@pytest.mark.parametrize(
    ("status", "code"), [("refused", "SIGNATURE_REFUSED"), ("withdrawn", "SIGNATURE_WITHDRAWN")]
)
def test_a_request_that_was_closed_is_an_error_that_the_diagram_catches(
    any_state, ask, result, status, code
):
    request = ask()
    queue.close(any_state, request["number"], status, "Nomor keliru", NOW)
    assert told(any_state) == [expected(request, status)]
    with pytest.raises(BpmnError) as thrown:
        result(request)
    assert (thrown.value.code, thrown.value.variables) == (
        code,
        {"signature_reason": "Nomor keliru"},
    )


def test_a_persons_number_in_the_reason_of_a_refusal_does_not_reach_the_process(
    any_state, ask, result
):
    request = ask()
    typed = "NIK 3171234567890123 keliru, lihat surat W.6.OT.02.02-0136"
    queue.close(any_state, request["number"], "refused", typed, NOW)
    with pytest.raises(BpmnError) as thrown:
        result(request)
    told_to_process = thrown.value.variables["signature_reason"]
    assert told_to_process == "NIK [nik] keliru, lihat surat W.6.OT.02.02-0136"
    with any_state.database.reading() as db:
        assert queue.find(db, request["number"]).reason == typed


def test_a_request_whose_document_was_corrected_counts_as_withdrawn(any_state, ask, result):
    job = make_job("signature-request")
    request = ask(job=job)
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    ask(make_pdf(3), job=again)
    with pytest.raises(BpmnError) as thrown:
        result(request)
    assert thrown.value.code == "SIGNATURE_WITHDRAWN"


@pytest.fixture
def two_days(monkeypatch):
    monkeypatch.setenv("TERTIB_SIGNATURE_REQUEST_EXPIRES", "2")


@pytest.mark.usefixtures("two_days")
def test_a_request_expires_when_its_days_are_over_and_not_before(any_state, ask, result):
    request = ask()
    assert expire(any_state, NOW + DAY) == []
    assert told(any_state) == []
    assert expire(any_state, NOW + 2 * DAY) == [request["number"]]
    assert expire(any_state, NOW + 3 * DAY) == []
    assert told(any_state) == [expected(request, "expired")]
    with pytest.raises(BpmnError) as thrown:
        result(request)
    assert thrown.value.code == "SIGNATURE_EXPIRED"


@pytest.mark.usefixtures("two_days")
def test_what_is_over_is_not_signed_though_nobody_has_looked_yet(any_state, ask):
    number = ask()["number"]
    with pytest.raises(SigningError, match="lewat batas waktunya"):
        queue.sign(any_state, number, Pen(), NOW + 2 * DAY)
    assert [each[1] for each in told(any_state)] == [f"{number} expired"]


def test_without_a_setting_a_request_waits_however_long_it_takes(any_state, ask):
    ask()
    assert expire(any_state, NOW + 10_000 * DAY) == []


@pytest.mark.usefixtures("two_days")
def test_what_may_have_been_signed_does_not_expire(any_state, ask):
    number = ask()["number"]
    queue.begin_attempt(any_state, number, "bsre", NOW)
    assert expire(any_state, NOW + 9 * DAY) == []
    queue.reopen(any_state, number, NOW)
    assert expire(any_state, NOW + 9 * DAY) == [number]


@pytest.mark.usefixtures("two_days")
def test_what_a_desk_that_died_has_stored_is_signed_and_does_not_expire(any_state, ask):
    number, signed = ask()["number"], make_pdf() + b"signed"
    queue.claim(any_state, number, signed)
    any_state.documents.put(signed, content_type="application/pdf", file_name="surat.pdf")
    assert expire(any_state, NOW + 9 * DAY) == []
    assert queue.settle(any_state, number, NOW + 9 * DAY).status == "signed"
    assert [each[1] for each in told(any_state)] == [f"{number} signed"]


def test_a_document_on_paper_is_signed_on_paper(any_state, ask, result):
    outputs = run_handler("signature-request", {"official": "Kepala"}, state=any_state)
    request = outputs["signature_request"]
    done = queue.sign_on_paper(any_state, request["number"], NOW)
    assert (done.status, done.decided_at) == ("signed", NOW)
    assert result(request)["signed_document"] is None
    with pytest.raises(SigningError, match="bukan kertas"):
        queue.sign_on_paper(any_state, ask()["number"], NOW)


def test_a_diagram_that_does_not_wait_is_told_what_it_lacks(ask, result):
    with pytest.raises(IncidentError, match="tertib-signature-decided"):
        result(ask())


def test_a_request_that_is_not_here_is_named(result):
    request = {"number": "TTD-9", "official": "Kepala", "status": "waiting"}
    with pytest.raises(IncidentError, match="TTD-9"):
        result(request)


def test_a_decision_that_is_rolled_back_is_told_to_nobody(any_state, ask, monkeypatch):
    number = ask()["number"]

    def fail(*_):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(queue, "_lock", _second_time(queue._lock, fail))  # noqa: SLF001 -- it dies here
        with pytest.raises(RuntimeError):
            queue.close(any_state, number, "refused", "Keliru", datetime.now(UTC))
    assert told(any_state) == []
    with any_state.database.reading() as connection:
        assert queue.find(connection, number).status == "waiting"


def _second_time(real, then):
    """Call the real one until a decision was made, then the other."""
    calls = []

    def call(*arguments):
        calls.append(arguments)
        return real(*arguments) if len(calls) < 4 else then()

    return call
