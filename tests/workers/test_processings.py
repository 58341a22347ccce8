"""The record of processing: entered by the runtime, whatever a worker does or forgets."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select

from workers import processings
from workers.handler import BpmnError, Context, make_handler
from workers.people import Applicant, FingerprintScans, read_applicant
from workers.runtime.execution import attempt
from workers.state.database import METADATA
from workers.state.documents import DocumentReference
from workers.step import StepInputs
from workers.testing import NOW, make_job, run_handler, temporary_state

EFFECTS = Table("processing_effects", METADATA, Column("id", Integer, primary_key=True))
PERSON = Applicant(name="Rukmini Tjokro", nik="3171 2345 6789 0123", passport_number="C7654321")
STEP = {"row": "4", "role": "Petugas Layanan", "process_title": "Permohonan Izin Magang"}


class Said(msgspec.Struct):
    said: str = "ya"


class Other(msgspec.Struct):
    whose: DocumentReference | None = None


def silent(inputs: StepInputs, context: Context) -> Said:
    return Said()


def opening(inputs: Other, context: Context) -> Said:
    read_applicant(context.documents, inputs.whose)
    return Said()


def refusing(inputs: Other, context: Context) -> Said:
    context.db.execute(insert(EFFECTS))
    opening(inputs, context)
    raise BpmnError("REFUSED", "Refused.")


def refusing_first(inputs: StepInputs, context: Context) -> Said:
    raise BpmnError("REFUSED", "Refused.")


def storing_first(inputs: StepInputs, context: Context) -> Said:
    context.documents.put(b"pesan untuk Rukmini", content_type="text/plain", file_name="pesan.txt")
    raise BpmnError("REFUSED", "Refused.")


def copying(inputs: Other, context: Context) -> Said:
    content = context.documents.get(inputs.whose)
    read_applicant(context.documents, inputs.whose)
    context.documents.put(content + b" ", content_type="text/plain", file_name="salinan.txt")
    return Said()


@pytest.fixture
def state(any_state):
    return any_state


def put(state, record=PERSON):
    content = msgspec.json.encode(record)
    return state.documents.put(content, content_type="application/json", file_name="pemohon.json")


def entered(state, number="3171234567890123"):
    with state.database.reading() as db:
        return processings.of_records(db, processings.records_of(db, number))


def about(state):
    """Which documents are entered as being about whom."""
    with state.database.reading() as db:
        return {tuple(row) for row in db.execute(select(processings.PERSON_DOCUMENTS))}


def test_a_job_is_entered_with_who_what_when_where_and_what_for(state):
    record = put(state)
    job = make_job("letter-draft", element_id="Job_4_letter-draft")
    run_handler("letter-draft", STEP | {"applicant": record}, state=state, job=job)
    [entry] = entered(state)
    assert (entry.job_type, entry.role, entry.sop_row) == ("letter-draft", "Petugas Layanan", "4")
    assert (entry.purpose, entry.process_id) == ("Permohonan Izin Magang", "proses-uji")
    assert (entry.processed_at, entry.outcome) == (NOW, "done")
    assert (entry.record, entry.worker != "") == (record.document_id, True)
    assert entry.process_instance_key == job.process_instance_key


def test_a_job_delivered_again_is_entered_once(state):
    job, variables = make_job("register"), {"applicant": put(state)}
    for _ in range(2):
        run_handler("register", variables, state=state, job=job)
    with state.database.reading() as db:
        assert len(processings.of_records(db, [variables["applicant"].document_id])) == 1


@pytest.mark.parametrize(("function", "name"), [(silent, "applicant"), (opening, "whose")])
def test_a_worker_that_does_nothing_for_it_is_entered(state, function, name):
    """One is given the applicant and opens nothing, the other opens what no input calls so."""
    record = put(state)
    run_handler(make_handler("toy", function), {name: record}, state=state)
    with state.database.reading() as db:
        [entry] = processings.of_records(db, [record.document_id])
    assert entry.job_type == "toy"


def test_a_job_that_fails_after_it_opened_a_record_is_entered_and_its_effects_are_not(state):
    handler = make_handler("toy", refusing)
    with pytest.raises(BpmnError):
        run_handler(handler, {"whose": put(state)}, state=state)
    [entry] = entered(state)
    assert entry.outcome == "failed"
    with state.database.reading() as db:
        assert db.execute(select(func.count()).select_from(EFFECTS)).scalar() == 0


def test_a_job_that_fails_before_it_opened_anything_is_not_entered(state):
    record = put(state)
    with pytest.raises(BpmnError):
        run_handler(make_handler("toy", refusing_first), {"applicant": record}, state=state)
    with state.database.reading() as db:
        assert processings.of_records(db, [record.document_id]) == []


def test_what_a_job_stored_for_somebody_and_failed_is_entered_as_about_them(state):
    """It opened no record, but the document stays in the store, where erasing must find it."""
    record = put(state)
    with pytest.raises(BpmnError):
        run_handler(make_handler("toy", storing_first), {"applicant": record}, state=state)
    with state.database.reading() as db:
        [entry] = processings.of_records(db, [record.document_id])
    assert entry.outcome == "failed"
    [(owner, stored)] = about(state)
    assert owner == record.document_id
    assert {name[-64:] for name in state.documents.objects()} == {owner, stored}


def test_a_job_about_nobody_writes_nothing(state):
    done = attempt(make_handler("toy", silent), make_job("toy"), "{}", state, NOW)
    assert done.entry is not None  # left to the bookkeeper, who enters many at once


@pytest.mark.parametrize("number", ["3171234567890123", "3171-2345-6789-0123", "c 7654321"])
def test_a_person_is_found_by_either_number_however_it_is_written(state, number):
    run_handler(make_handler("toy", opening), {"whose": put(state)}, state=state)
    assert len(entered(state, number)) == 1


@pytest.mark.parametrize("number", ["3171234567890124", "", "-", "C765432"])
def test_another_number_finds_nobody(state, number):
    assert entered(state, number) == []
    run_handler(make_handler("toy", opening), {"whose": put(state)}, state=state)
    assert entered(state, number) == []


def test_the_records_of_one_person_are_found_together_and_by_their_ids(state):
    records = [put(state), put(state, Applicant(nik=PERSON.nik, name="Rukmini T."))]
    for record in records:
        run_handler(make_handler("toy", opening), {"whose": record}, state=state)
    assert {entry.record for entry in entered(state)} == {r.document_id for r in records}
    assert len(entered(state, records[0].document_id)) == 1


def test_what_is_stored_and_passed_on_is_about_the_person_and_what_is_read_is_not(state):
    scan = state.documents.put(b"jari", content_type="image/png", file_name="jari.png")
    record = put(state, Applicant(name="Rukmini", fingerprint=FingerprintScans(captured=scan)))
    letter = state.documents.put(b"surat", content_type="text/plain", file_name="surat.txt")
    run_handler(make_handler("toy", copying), {"whose": record}, state=state)
    run_handler("register", {"applicant": record, "document": letter}, state=state)
    mine = {document for owner, document in about(state) if owner == record.document_id}
    assert {scan.document_id, letter.document_id} < mine
    assert len(mine) == 3  # and the copy
    assert record.document_id not in mine


def test_the_key_is_made_once(state):
    with state.database.transaction() as transaction:
        first = processings.digests(transaction.connection, ["C7654321"])
    with state.database.transaction() as transaction:
        assert processings.digests(transaction.connection, ["c7654321"]) == first
    assert len(first) == 1


def test_no_number_is_in_the_database_as_it_is_written(tmp_path):
    with temporary_state(tmp_path) as state:
        run_handler(make_handler("toy", opening), {"whose": put(state)}, state=state)
        assert len(entered(state)) == 1
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("workers.db*"))
    assert b"C7654321" not in kept
    assert b"3171234567890123" not in kept
    assert b"3171 2345" not in kept
