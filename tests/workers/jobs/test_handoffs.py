"""The government systems: what the officer is given, and what leaves the store."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import msgspec
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from workers.handoff_register import HANDOFFS
from workers.testing import make_job, run_handler, stored_document, temporary_state

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
    """The sheet's text without spaces, which a PDF has where it likes."""
    pages = PdfReader(io.BytesIO(archive.read("lembar-serah.pdf"))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def cells(archive):
    """The workbook's cells below their labels."""
    page = load_workbook(io.BytesIO(archive.read("data.xlsx"))).active
    labels, values = page.iter_rows(max_row=2)
    assert page.max_row == 2
    return {label.value: value for label, value in zip(labels, values, strict=True)}


def data(archive):
    return {label: cell.value for label, cell in cells(archive).items()}


@pytest.mark.parametrize("job_type", WITH_PERSON + WITHOUT_PERSON)
def test_the_officer_gets_a_sheet_a_workbook_and_the_document(job_type, state, recorded, office):
    letter = state.documents.put(b"isi surat", content_type="text/plain", file_name="surat.txt")
    outputs = run_handler(
        job_type,
        {"subject": "Surat balasan", "applicant": recorded(), "office": office,
         "document": letter, "letter_number": "W.6.UM.01.01-0001", "address": "https://contoh.id"},
        state=state,
    )  # fmt: skip
    archive = package(state, outputs)
    assert archive.namelist() == ["lembar-serah.pdf", "data.xlsx", "surat.txt"]
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


def test_a_workbooks_cells_have_the_types_of_their_values(state, recorded, person):
    formula = '=HYPERLINK("http://contoh.id")'
    applicant = recorded(name=formula)
    known = {"applicant": applicant, "queue_number": "007"}
    found = cells(package(state, run_handler("simkim-record", known, state=state)))
    assert (found["Nama"].data_type, found["Nama"].value) == ("s", formula)
    assert (found["NIK"].data_type, found["NIK"].value) == ("s", person["nik"])
    assert (found["Nomor antrean"].data_type, found["Nomor antrean"].value) == ("s", "007")
    day = datetime(2025, 3, 4)  # noqa: DTZ001 -- a workbook knows no zones
    assert (found["Tanggal"].data_type, found["Tanggal"].value) == ("d", day)
    year = cells(package(state, run_handler("simpeg-entry", {}, state=state)))["Tahun penilaian"]
    assert (year.data_type, year.value) == ("n", 2025)


def test_the_same_hand_off_prepared_again_is_the_same_package():
    packages = set()
    for _ in range(2):
        with temporary_state() as state:
            handoff = run_handler("simpeg-entry", {}, state=state)["handoff"]
            packages.add(handoff["package"]["documentId"])
    assert len(packages) == 1


def test_of_a_letter_the_package_holds_the_pdf_too_as_the_systems_take_it(state):
    letter = run_handler("letter-draft", {"subject": "Surat balasan"}, state=state)["letter"]
    archive = package(state, run_handler("sigap-publish", {"document": letter}, state=state))
    assert archive.namelist()[2:] == ["surat-balasan.docx", "surat-balasan.pdf"]
    assert archive.read("surat-balasan.pdf").startswith(b"%PDF-")
    assert "surat-balasan.pdf" in sheet(archive)


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
