"""The government systems: what the officer is given, and what leaves the store."""

from __future__ import annotations

import csv
import io
import zipfile

import msgspec
import pytest
from docx import Document
from sqlalchemy import select

from workers.handoff_register import HANDOFFS
from workers.testing import make_job, run_handler, stored_document

WITH_PERSON = [
    "sisumaker-forward",
    "sigap-publish",
    "ahu-legalisation",
    "simkim-record",
    "eoffice-forward",
]
WITHOUT_PERSON = ["monev-upload", "simpeg-entry"]


def package(state, outputs):
    return zipfile.ZipFile(io.BytesIO(stored_document(state, outputs["handoff"]["package"])))


def sheet(archive):
    document = Document(io.BytesIO(archive.read("lembar-serah.docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def data(archive):
    rows = list(csv.reader(io.StringIO(archive.read("data.csv").decode("utf-8-sig"))))
    return dict(rows[1:])


@pytest.mark.parametrize("job_type", WITH_PERSON + WITHOUT_PERSON)
def test_the_officer_gets_a_sheet_a_table_and_the_document(job_type, state, recorded, office):
    letter = state.documents.put(b"isi surat", content_type="text/plain", file_name="surat.txt")
    outputs = run_handler(
        job_type,
        {"subject": "Surat balasan", "applicant": recorded(), "office": office,
         "document": letter, "letter_number": "W.6.UM.01.01-0001", "address": "https://contoh.id"},
        state=state,
    )  # fmt: skip
    archive = package(state, outputs)
    assert archive.namelist() == ["lembar-serah.docx", "data.csv", "surat.txt"]
    assert archive.read("surat.txt") == b"isi surat"
    assert data(archive)["Nomor naskah"] == "W.6.UM.01.01-0001"
    assert outputs["handoff"]["number"] in sheet(archive)
    assert "https://contoh.id" in sheet(archive)
    assert outputs["receipt"] is None
    assert outputs["handoff"]["status"] == "open"


@pytest.mark.parametrize("job_type", WITH_PERSON + WITHOUT_PERSON)
def test_a_system_gets_the_applicants_data_only_if_it_takes_them(job_type, state, recorded, person):
    archive = package(state, run_handler(job_type, {"applicant": recorded()}, state=state))
    assert (person["name"] in data(archive).values()) == (job_type in WITH_PERSON)


@pytest.mark.parametrize("job_type", WITH_PERSON + WITHOUT_PERSON)
def test_a_hand_off_of_which_nothing_is_known_is_still_one(job_type, state):
    outputs = run_handler(job_type, {}, state=state)
    assert "................" in sheet(package(state, outputs))
    assert outputs["handoff"]["number"] == "SRH-00001/2025"


def test_simkim_gets_the_queue_and_register_numbers(state):
    variables = {"queue_number": "A-007", "register_number": "0012/2025"}
    facts = data(package(state, run_handler("simkim-record", variables, state=state)))
    assert (facts["Nomor antrean"], facts["Nomor register"]) == ("A-007", "0012/2025")


def test_a_spreadsheet_takes_no_value_for_a_formula(state, recorded):
    applicant = recorded(name='=HYPERLINK("http://contoh.id")')
    archive = package(state, run_handler("sigap-publish", {"applicant": applicant}, state=state))
    assert data(archive)["Nama"].startswith("'=")


def test_of_a_letter_the_package_holds_the_pdf_too_as_the_systems_take_it(state):
    letter = run_handler("letter-draft", {"subject": "Surat balasan"}, state=state)["letter"]
    archive = package(state, run_handler("sigap-publish", {"document": letter}, state=state))
    assert archive.namelist()[2:] == ["surat-dinas-balasan.docx", "surat-dinas-balasan.pdf"]
    assert archive.read("surat-dinas-balasan.pdf").startswith(b"%PDF-")
    assert "surat-dinas-balasan.pdf" in sheet(archive)


def test_an_enclosed_files_name_stays_inside_the_archive(state):
    document = state.documents.put(b"x", content_type="text/plain", file_name="../../etc/surat")
    archive = package(state, run_handler("sigap-publish", {"document": document}, state=state))
    assert archive.namelist()[-1] == ".._.._etc_surat"


def test_after_a_correction_only_the_new_hand_off_is_open(state):
    job = make_job("sisumaker-forward")
    again = make_job("sisumaker-forward", process_instance_key=job.process_instance_key)
    run_handler("sisumaker-forward", {"subject": "Konsep"}, state=state, job=job)
    second = run_handler("sisumaker-forward", {"subject": "Perbaikan"}, state=state, job=again)
    with state.database.reading() as db:
        rows = db.execute(select(HANDOFFS.c.number).where(HANDOFFS.c.status == "open"))
        assert list(rows.scalars()) == [second["handoff"]["number"]]


def test_a_hand_off_delivered_twice_is_opened_once(state):
    job = make_job("simpeg-entry")
    first = run_handler("simpeg-entry", {}, state=state, job=job)
    assert run_handler("simpeg-entry", {}, state=state, job=job) == first
    with state.database.reading() as db:
        assert len(db.execute(select(HANDOFFS)).all()) == 1


def test_the_receipt_of_an_earlier_hand_off_does_not_linger(state):
    """The template maps it, so a second Sisumaker row starts with an empty field."""
    outputs = run_handler("sisumaker-forward", {"sisumaker_receipt": "AG-1"}, state=state)
    assert "receipt" in outputs
    assert outputs["receipt"] is None
    assert msgspec.json.encode(outputs)
