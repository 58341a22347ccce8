"""signature-request: a document waits once for the official who is to sign it."""

from __future__ import annotations

import re

from sqlalchemy import select

from tests.workers.signing.papers import make_pdf
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
    second = request(state, again, document=letter(b"surat yang diperbaiki"))
    assert waiting(state) == [second["number"]]


def test_of_a_word_document_waits_the_pdf(state):
    drafted = run_handler("letter-draft", {"subject": "Izin magang"}, state=state)
    outputs = run_handler("signature-request", {"document": drafted["letter"]}, state=state)
    with state.database.reading() as db:
        queued = db.execute(select(SIGNATURES.c.document_id)).scalar_one()
    assert queued == drafted["letter_pdf"]["documentId"]
    assert ".pdf" in outputs["signature_summary"]


def test_who_is_to_sign_is_told_that_the_letter_is_not_filled_in(state):
    drafted = run_handler("letter-draft", {"subject": "Izin magang"}, state=state)
    unfilled = run_handler("signature-request", {"document": drafted["letter"]}, state=state)
    assert re.search(r"Masih ada \d+ isian kosong", unfilled["signature_summary"])
    filled = state.documents.put(make_pdf(), content_type="application/pdf", file_name="s.pdf")
    outputs = run_handler("signature-request", {"document": filled}, state=state)
    assert "isian kosong" not in outputs["signature_summary"]


def test_a_document_on_paper_waits_under_its_name(state):
    outputs = run_handler("signature-request", {"subject": "Paspor", "role": "Kasi"}, state=state)
    assert outputs["signature_request"]["official"] == "Kasi"
    assert "Paspor" in outputs["signature_summary"]
