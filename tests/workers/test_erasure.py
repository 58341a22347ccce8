"""A person is erased from every table and the documents; numbers stay, and everybody else does."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select

from tests.workers import undeclared
from workers import erasure, expiry, processings
from workers.biometrics.gallery import ENROLLED
from workers.handoff_register import HANDOFFS
from workers.jobs.archive import ARCHIVE
from workers.jobs.document_scan import SCANS
from workers.jobs.signature_request import SIGNATURES
from workers.outbox import OUTBOX
from workers.people import Applicant
from workers.registers import ENTRIES
from workers.signing import queue
from workers.state.database import METADATA
from workers.state.personal import declared, holds
from workers.testing import NOW, make_job, run_handler

SITI = Applicant(name="Siti Aminah", nik="3171234567890123", email="siti@example.org")
RUKMINI = Applicant(name="Rukmini Tjokro", passport_number="C7654321", email="r@example.org")
STEP = {
    "row": "4",
    "activity": "Memproses surat izin magang kepada pemohon",
    "subject": "Surat Izin Magang",
    "role": "Petugas Layanan",
    "next_role": "Pemohon",
    "process_title": "Permohonan Izin Magang",
    "kind": "surat-izin",
}
LATER = NOW.replace(year=2027)
REMARK = "dihapus atas permintaan, 4 Maret 2027"
LONGEST = 1000
TABLES = {ENTRIES: "subject", ARCHIVE: "title", SIGNATURES: "subject", HANDOFFS: "subject",
          OUTBOX: "subject"}  # fmt: skip


@pytest.fixture
def state(any_state):
    return any_state


def put(state, content, name="berkas", kind="application/octet-stream"):
    return state.documents.put(content, content_type=kind, file_name=name)


def serve(state, person, *, retention="0-0-musnah", **more):
    """Do a person's steps; return the record's reference."""
    record = put(state, msgspec.json.encode(person), "pemohon.json", "application/json")
    known = STEP | {"applicant": record, "retention": retention} | more
    letter = run_handler("letter-draft", known, state=state)
    known |= {"document": letter["letter"]}
    job_types = ("register", "queue-number", "notify-email", "sigap-publish", "archive")
    for job_type in job_types:
        run_handler(job_type, known, state=state)
    run_handler("notify-email", known | {"recipient": "Kepala Divisi"}, state=state)
    run_handler("signature-request", known | {"document": letter["letter_pdf"]}, state=state)
    return record


def erase(state, person, *, now=LATER, search=False):
    number = person.nik or person.passport_number
    with state.database.reading() as db:
        records = processings.records_of(db, number)
    if search:
        records |= {*erasure.search(state.documents, state.documents.objects(), number)}
    said = {"remark": REMARK, "what": "people erase", "who": "petugas"}
    return erasure.erase(state, records, now=now, number=number, **said)


def rows(state):
    """All that the tables hold of register lines, by table."""
    with state.database.reading() as db:
        queries = {table.name: select(table).order_by(table.c.id) for table in TABLES}
        return {name: [dict(row) for row in db.execute(query).mappings()]
                for name, query in queries.items()}  # fmt: skip


def objects(state):
    return set(state.documents.objects())


def test_what_is_about_the_person_goes_and_what_is_about_others_stays(state):
    serve(state, SITI)
    of_siti, siti_rows = objects(state), rows(state)
    serve(state, RUKMINI)
    of_rukmini, all_rows = objects(state) - of_siti, rows(state)
    plan = erase(state, SITI)
    assert objects(state) == of_rukmini
    assert len(plan.documents) == len(of_siti)
    after = rows(state)
    for table, words in TABLES.items():
        count = len(siti_rows[table.name])
        assert count
        assert {row[words] for row in after[table.name][:count]} == {REMARK}
        assert after[table.name][count:] == all_rows[table.name][count:]


def test_numbers_stay_as_they_were_given_out(state):
    serve(state, SITI)
    before = rows(state)
    erase(state, SITI)
    for name, kept in (("register_entries", "label"), ("archive", "number"), ("outbox", "number"),
                       ("handoffs", "number"), ("signature_requests", "number")):  # fmt: skip
        assert [row[kept] for row in rows(state)[name]] == [row[kept] for row in before[name]]
    assert run_handler("register", STEP, state=state) == {"register_number": "0002/2025"}


def test_nobody_is_named_any_more_but_officials_are(state):
    record = serve(state, SITI)
    erase(state, SITI)
    found = json.dumps(rows(state), default=str)
    assert record.document_id not in found
    recipients = {row["recipient_kind"]: row["recipient"] for row in rows(state)["outbox"]}
    assert recipients["official"] == "Kepala Divisi"
    assert recipients["applicant"].startswith(REMARK)


def test_what_would_go_is_said_without_touching_anything(state):
    record = serve(state, SITI)
    before, there = rows(state), objects(state)
    with state.database.reading() as db:
        plan = erasure.make_plan(db, [record.document_id], LATER.date(), REMARK)
    assert (rows(state), objects(state)) == (before, there)
    done = erase(state, SITI)
    assert done == plan
    assert plan.tables["register_entries"] == 2


def test_an_archived_document_stays_as_long_as_the_law_says_and_the_plan_says_which(state):
    serve(state, SITI, retention="2-3-musnah")
    [archived] = rows(state)["archive"]
    plan = erase(state, SITI)
    [kept] = plan.kept
    assert (kept.number, kept.until.year, kept.fate) == (archived["number"], 2030, "musnah")
    assert rows(state)["archive"] == [archived]
    assert {name[3:] for name in objects(state)} == {archived["document_id"]}
    assert {row["subject"] for row in rows(state)["register_entries"]} == {REMARK}

    again = erase(state, SITI, now=NOW.replace(year=2031))
    assert again.kept == ()
    assert objects(state) == set()
    assert rows(state)["archive"][0]["title"] == REMARK


def test_what_the_law_keeps_of_records_that_no_job_has_opened_is_found_later_by_the_number(state):
    """The records are gone by then, and with them what they were found by."""
    letter = put(state, b"surat", "surat.txt", "text/plain")
    for content in (msgspec.json.encode(SITI), b'{"name": 5, "nik": "3171234567890123"}'):
        values = STEP | {"applicant": put(state, content), "document": letter}
        run_handler("archive", values | {"retention": "2-3-musnah"}, state=state)
    plan = erase(state, SITI, search=True)
    assert {kept.document_id for kept in plan.kept} == {letter.document_id}
    erase(state, SITI, now=NOW.replace(year=2031))
    assert objects(state) == set()


def test_a_permanent_archive_is_never_erased(state):
    serve(state, SITI, retention="1-1-permanen")
    plan = erase(state, SITI, now=NOW.replace(year=2090))
    assert [kept.until for kept in plan.kept] == [None]
    assert len(objects(state)) == 1


def test_a_document_about_two_persons_goes_with_the_second(state):
    notice = put(state, b"pengumuman untuk semua pemohon")
    for person in (SITI, RUKMINI):
        record = serve(state, person)
        run_handler("register", STEP | {"applicant": record, "document": notice}, state=state)
    name = next(each for each in objects(state) if each.endswith(notice.document_id))
    assert erase(state, SITI).shared == {notice.document_id}
    assert name in objects(state)
    other = [row for row in rows(state)["register_entries"] if row["subject"] != REMARK]
    assert len(other) == 3
    erase(state, RUKMINI)
    assert objects(state) == set()


def test_prints_and_scans_of_the_person_go(state):
    record = serve(state, SITI)
    templates = [put(state, content) for content in (b"FMR 1", b"FMR 2")]
    with state.database.transaction() as transaction:
        db = transaction.connection
        for template, person in zip(templates, (record, put(state, b"{}")), strict=True):
            references = {"template": template, "person": person}
            values = {name: msgspec.json.encode(each).decode() for name, each in references.items()}
            values["template_id"] = template.document_id
            db.execute(insert(ENROLLED).values(enrolled_at=NOW, **values))
        scanned = put(state, b"paspor")
        step = {"process_instance_key": 1, "element_id": "Job_4", "scanned_at": NOW}
        mine = {"applicant_id": record.document_id, "document_id": scanned.document_id}
        db.execute(insert(SCANS).values(file_name="paspor siti.pdf", **mine, **step))
    erase(state, SITI)
    with state.database.reading() as db:
        left = db.execute(select(ENROLLED.c.template_id)).scalars().all()
        scan = db.execute(select(SCANS)).mappings().one()
    assert (scan["file_name"], scan["applicant_id"]) == (REMARK, None)
    assert left == [templates[1].document_id]
    there = {name[3:] for name in objects(state)}
    assert templates[1].document_id in there
    assert not there & {templates[0].document_id, scanned.document_id}


def test_a_signed_document_goes_with_the_one_that_was_signed(state):
    serve(state, SITI)
    signed = put(state, b"ditandatangani")
    with state.database.transaction() as transaction:
        values = {"signed_document_id": signed.document_id, "status": "signed"}
        transaction.connection.execute(SIGNATURES.update().values(**values))
    erase(state, SITI)
    assert objects(state) == set()


class Pen:
    def sign(self, document, purpose):  # noqa: ARG002 -- a signer's method is given
        return document + b"signed"


def archive_signed(state, retention):
    """Sign the letter that waits and archive what was signed."""
    with state.database.reading() as db:
        (request,) = queue.waiting(db)
    queue.sign(state, request.number, Pen(), NOW)
    asked = {"signature_request": {"number": request.number, "official": "", "status": "signed"}}
    told = run_handler("signature-result", asked, state=state)
    values = STEP | {"document": told["signed_document"], "retention": retention}
    return run_handler("archive", values, state=state)["archived_document"]["documentId"]


def test_a_letter_that_was_archived_signed_goes_and_its_line_says_nothing_more(state):
    serve(state, SITI)
    archive_signed(state, "0-0-musnah")
    erase(state, SITI)
    assert objects(state) == set()
    assert [row["title"] for row in rows(state)["archive"]] == [REMARK, REMARK]


def test_a_signed_letter_that_the_law_keeps_is_found_when_its_retention_is_over(state):
    serve(state, SITI)
    archived = archive_signed(state, "2-3-musnah")
    erase(state, SITI)
    assert {name[3:] for name in objects(state)} == {archived}
    erase(state, SITI, now=NOW.replace(year=2032))
    assert objects(state) == set()


def test_it_is_entered_who_erased_whom_and_nobody_is_found_by_the_number_then(state):
    record = serve(state, SITI)
    erase(state, SITI)
    with state.database.reading() as db:
        assert processings.records_of(db, SITI.nik) == frozenset()
        last = processings.of_records(db, [record.document_id])[-1]
    assert (last.job_type, last.processed_at) == ("people erase", LATER)
    assert last.worker.startswith("petugas@")
    assert erase(state, SITI).changes == ()


def test_a_record_that_no_job_has_opened_is_found_by_reading_the_documents(state):
    record = put(state, msgspec.json.encode(SITI))
    for content in (b"surat", b"{", b'{"nik": 5}', msgspec.json.encode(RUKMINI), b"\xff\xfe"):
        put(state, content)
    names = state.documents.objects()
    found = erasure.search(state.documents, names, "3171 2345 6789 0123")
    assert list(found) == [record.document_id]
    assert list(erasure.search(state.documents, names, " ")) == []


def test_a_record_that_no_job_can_read_is_found_by_reading_the_documents(state):
    """A number that is no text, say: the job ends as an incident, and the record lies there."""
    record = put(state, b'{"name": ["Siti"], "nik": 3171234567890123}')
    found = erasure.search(state.documents, state.documents.objects(), SITI.nik)
    assert list(found) == [record.document_id]


def test_archived_documents_past_their_retention_are_destroyed_and_their_lines_stay(state):
    for person, retention in ((SITI, "0-0-musnah"), (RUKMINI, "0-0-nilai")):
        serve(state, person, retention=retention)
    assert expiry.archives_over(state, NOW.date()) == []
    over = expiry.archives_over(state, LATER.date())
    assert [each.fate for each in over] == ["musnah", "dinilai kembali"]
    assert [expiry.destroy(state, each, LATER.date(), REMARK) for each in over] == [True, False]
    assert [each.fate for each in expiry.archives_over(state, LATER.date())] == ["dinilai kembali"]
    lines = rows(state)["archive"]
    assert [line["title"] for line in lines] == [REMARK, STEP["subject"]]
    assert lines[0]["number"] == over[0].number


def test_a_document_that_another_line_of_the_archive_keeps_is_not_destroyed(state):
    document = put(state, b"surat bersama")
    for retention in ("0-0-musnah", "5-5-musnah"):
        variables = STEP | {"document": document, "retention": retention}
        run_handler("archive", variables, state=state, job=make_job("archive"))
    [over] = expiry.archives_over(state, LATER.date())
    assert not expiry.destroy(state, over, LATER.date(), REMARK)
    assert len(objects(state)) == 1


def test_whom_nobody_had_to_do_with_for_long_is_listed_until_erased(state):
    old = serve(state, SITI)
    assert expiry.people_over(state, NOW) == []
    assert expiry.people_over(state, NOW + timedelta(days=1)) == [old.document_id]
    erase(state, SITI)
    assert expiry.people_over(state, LATER + timedelta(days=1)) == []


def test_every_column_of_every_table_says_what_it_holds_of_a_person():
    """One that does not: see workers/state/personal.py; ``info=holds(...)`` beside the table.

    In a process of its own: in the tests' process other tests declare tables, too.
    """
    command = [sys.executable, undeclared.__file__]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert {"register_entries", "archive", "processings", "watchlist_entries"} <= told.keys()
    assert {name: columns for name, columns in told.items() if columns} == {}


def test_a_column_that_is_forgotten_named_twice_or_not_there_is_found():
    columns = [Column("id", Integer, primary_key=True), Column("name", Text), Column("note", Text)]
    info = holds(words="name", others="id name colour")
    table = Table("guests", MetaData(), *columns, info=info)
    assert undeclared.undeclared(table) == ["colour", "name", "note"]
    assert undeclared.undeclared(Table("visits", MetaData(), Column("id", Integer))) == ["id"]


def test_words_and_persons_that_are_emptied_can_be():
    """A text takes the remark; a person's column is empty then, or a text itself."""
    for table in METADATA.tables.values():
        said = declared(table)
        for name in said.words if said else ():
            assert table.c[name].type.python_type is str
            assert getattr(table.c[name].type, "length", None) is None
        for name in (*said.person, *said.documents) if said and not said.whole else ():
            column = table.c[name]
            longest = getattr(column.type, "length", None) or LONGEST
            assert column.nullable or longest >= len(REMARK) + 10
