"""signature-request: a document waits once for the official who is to sign it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfWriter
from sqlalchemy import select

from tests.workers.signing.papers import make_pdf
from workers.handler import IncidentError
from workers.jobs.signature_request import SIGNATURES
from workers.testing import make_job, run_handler


def request(state, job, **variables):
    outputs = run_handler("signature-request", variables, state=state, job=job)
    return outputs["signature_request"]


def waiting(state):
    with state.database.reading() as db:
        return (
            db.execute(select(SIGNATURES.c.number).where(SIGNATURES.c.status == "waiting"))
            .scalars()
            .all()
        )


@pytest.fixture
def letter(state):
    """Store a PDF, or something else, and return its reference."""

    def store(content=None, content_type="application/pdf"):
        content = content or make_pdf()
        return state.documents.put(content, content_type=content_type, file_name="surat.pdf")

    return store


def locked() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(make_pdf()))
    writer.encrypt("", owner_password="pemilik", algorithm="AES-256")  # noqa: S106 -- of no person
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_document_waits_once_for_its_official(state, letter):
    job = make_job("signature-request")
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    first = request(state, job, document=letter(), official="Kepala Kantor Wilayah")
    assert first["official"] == "Kepala Kantor Wilayah"
    assert request(state, again, document=letter(), official="Kepala Kantor Wilayah") == first
    assert waiting(state) == [first["number"]]


def test_a_corrected_document_takes_the_place_of_the_one_before(state, letter):
    job = make_job("signature-request")
    again = make_job("signature-request", process_instance_key=job.process_instance_key)
    request(state, job, document=letter())
    second = request(state, again, document=letter(make_pdf(3)))
    assert waiting(state) == [second["number"]]


def test_of_a_word_document_waits_the_pdf(state):
    drafted = run_handler("letter-draft", {"subject": "Izin magang"}, state=state)
    outputs = run_handler("signature-request", {"document": drafted["letter"]}, state=state)
    with state.database.reading() as db:
        queued = db.execute(select(SIGNATURES.c.document_id)).scalar_one()
    assert queued == drafted["letter_pdf"]["documentId"]
    assert ".pdf" in outputs["signature_summary"]


def test_who_is_to_sign_is_told_that_the_letter_is_not_filled_in(state, letter):
    drafted = run_handler("letter-draft", {"subject": "Izin magang"}, state=state)
    unfilled = run_handler("signature-request", {"document": drafted["letter"]}, state=state)
    assert re.search(r"Masih ada \d+ isian kosong", unfilled["signature_summary"])
    outputs = run_handler("signature-request", {"document": letter()}, state=state)
    assert "isian kosong" not in outputs["signature_summary"]


def test_a_document_on_paper_waits_under_its_name(state):
    outputs = run_handler("signature-request", {"subject": "Paspor", "role": "Kasi"}, state=state)
    assert outputs["signature_request"]["official"] == "Kasi"
    assert "Paspor" in outputs["signature_summary"]


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (b"\x89PNG\r\n\x1a\n and so on", "image/png", "is no PDF"),
        (b"\xff\xd8\xff and so on", "application/pdf", "is no PDF"),
        (b"PK\x03\x04 xl/workbook.xml", "application/vnd.ms-excel", "is no PDF"),
        (make_pdf()[:-60], "application/pdf", "is a damaged PDF"),
        (locked(), "application/pdf", "locked with a password"),
    ],
)
def test_what_no_desk_could_sign_is_an_incident_and_waits_nowhere(
    state, letter, content, kind, told
):
    with pytest.raises(IncidentError, match=rf"{told}.*input `document`"):
        request(state, make_job("signature-request"), document=letter(content, kind))
    assert waiting(state) == []
