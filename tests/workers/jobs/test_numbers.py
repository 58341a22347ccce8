"""Numbers without a gap: letter-number, register, queue-number, guest-book."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from tests.workers.jobs import numbering
from tests.workers.signing.papers import make_pdf
from workers import processings
from workers.handler import IncidentError
from workers.jobs.signature_request import SIGNATURES
from workers.letters.filling import DOCX
from workers.registers import ENTRIES, draw
from workers.testing import NOW, make_job, run_handler, stored_document

NUMBERING = Path(__file__).with_name("numbering.py")


def number(state, job=None, now=NOW, **variables):
    return run_handler("letter-number", variables, state=state, job=job, now=now)["letter_number"]


def test_letters_are_numbered_in_the_offices_own_pattern(state, office):
    written = number(state, office=office, classification="OT.02.02")
    assert written == "W.6.OT.02.02-0001"
    assert number(state, office=office, classification="OT.02.02") == "W.6.OT.02.02-0002"


def test_each_office_year_and_classification_counts_for_itself(state, office):
    number(state, office=office, classification="OT.02.02")
    assert number(state, office=office, classification="UM.01.01") == "W.6.UM.01.01-0001"
    other = office | {"code": "W.15"}
    assert number(state, office=other, classification="OT.02.02") == "W.15.OT.02.02-0001"
    next_year = NOW + timedelta(days=365)
    written = number(state, office=office, classification="OT.02.02", now=next_year)
    assert written == "W.6.OT.02.02-0001"


def test_twenty_threads_draw_a_hundred_numbers_without_a_gap_or_a_double(state, office):
    def one(_):
        return number(state, office=office, classification="OT.02.02")

    with ThreadPoolExecutor(20) as pool:
        written = list(pool.map(one, range(100)))
    assert sorted(written) == [f"W.6.OT.02.02-{n:04}" for n in range(1, 101)]


def numbered(state):
    """The number of each letter, by its process instance."""
    query = select(ENTRIES.c.process_instance_key, ENTRIES.c.label)
    with state.database.reading() as db:
        return {row.process_instance_key: row.label for row in db.execute(query)}


def test_letters_keep_one_number_each_while_twenty_processes_die_between_any_two_lines(
    state, database_url, tmp_path
):
    # All lines on SQLite; on PostgreSQL, where one is much like the next, a part of them.
    each = "1" if database_url.startswith("sqlite") else "4"
    arguments = [database_url, str(tmp_path / "documents"), "20", each]
    command = [sys.executable, str(NUMBERING), *arguments]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    letters = told.pop("letters")
    assert told == {"killed": len(letters) - 1}  # one counted the lines and lived
    expected = [f"W.6.OT.02.02-{n:04}" for n in range(1, len(letters) + 1)]
    before = numbered(state)
    assert sorted(before.values()) == expected[: len(before)]
    assert 1 < len(before) < len(expected)  # some died after their commit, most before it
    redelivered = {
        letter: run_handler(
            "letter-number", numbering.VARIABLES, state=state, job=numbering.job(letter)
        )
        for letter in letters
    }
    assert sorted(outputs["letter_number"] for outputs in redelivered.values()) == expected
    assert before.items() <= numbered(state).items()
    told = {key: outputs["letter_number"] for key, outputs in redelivered.items()}
    assert numbered(state) == told


def test_a_job_that_dies_after_drawing_gives_its_number_back(state):
    def draw_and_die():
        with state.database.transaction() as transaction:
            assert draw(transaction.connection, "letter-number") == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        draw_and_die()
    with state.database.transaction() as transaction:
        assert draw(transaction.connection, "letter-number") == 1


def test_a_corrected_letter_keeps_its_number(state):
    first = make_job("letter-number")
    held = number(state, job=first)
    again = make_job("letter-number", process_instance_key=first.process_instance_key)
    assert number(state, job=again, letter_number=held) == held
    elsewhere = make_job("letter-number")
    assert number(state, job=elsewhere, letter_number=held) != held


def test_a_job_that_a_killed_engine_forgot_and_made_anew_draws_no_second_number(state, letter):
    first = make_job("letter-number")
    drawn = number(state, job=first, document=letter())
    anew = make_job("letter-number", process_instance_key=first.process_instance_key)
    assert number(state, job=anew, document=letter()) == drawn
    assert number(state, job=anew, document=letter(b"another")) != drawn


DRAFT = {"subject": "Surat izin magang", "activity": "Membuat surat izin magang"}


def text_of(state, reference):
    pdf = PdfReader(io.BytesIO(stored_document(state, reference)))
    return "\n".join(each.extract_text() for each in pdf.pages)


def test_the_number_and_its_day_stand_in_the_letter_that_is_signed(state, office):
    drafted = run_handler("letter-draft", DRAFT, state=state)
    assert "NOMOR ......" in text_of(state, drafted["letter_pdf"])
    outputs = run_handler(
        "letter-number", {"document": drafted["letter"], "office": office}, state=state
    )
    text = text_of(state, outputs["numbered_pdf"])
    assert "NOMOR W.6.UM.01.01-0001" in text
    assert "pada tanggal 4 Maret 2025" in text
    assert outputs["numbered_letter"]["metadata"]["fileName"] == "surat-izin-magang.docx"
    assert outputs["number_summary"].startswith(
        "W.6.UM.01.01-0001, tertulis dalam surat-izin-magang.docx"
    )
    run_handler("signature-request", {"document": outputs["numbered_letter"]}, state=state)
    with state.database.reading() as db:
        queued = db.execute(select(SIGNATURES.c.document_id)).scalar_one()
    assert queued == outputs["numbered_pdf"]["documentId"]


def test_a_letter_that_was_refused_and_drafted_again_has_the_number_it_had(state, office):
    key = make_job("letter-number").process_instance_key
    held = None
    for note in (None, "Perbaiki tujuan surat."):
        variables = DRAFT | {"letter_number": held, "review_note": note, "office": office}
        drafted = run_handler("letter-draft", variables, state=state)
        job = make_job("letter-number", process_instance_key=key)
        variables = {"document": drafted["letter"], "letter_number": held, "office": office}
        outputs = run_handler("letter-number", variables, state=state, job=job)
        held = outputs["letter_number"]
        assert "NOMOR W.6.UM.01.01-0001" in text_of(state, outputs["numbered_pdf"])
    with state.database.reading() as db:
        assert db.execute(select(ENTRIES.c.label)).scalars().all() == [held]


def test_a_letter_numbered_twice_by_the_same_job_is_the_same_letter(state):
    drafted, job = run_handler("letter-draft", DRAFT, state=state), make_job("letter-number")
    once = run_handler("letter-number", {"document": drafted["letter"]}, state=state, job=job)
    anew = make_job("letter-number", process_instance_key=job.process_instance_key)
    for again in (job, anew):  # delivered twice, and forgotten by a killed engine
        variables = {"document": drafted["letter"]}
        assert run_handler("letter-number", variables, state=state, job=again) == once


def test_a_file_without_a_place_for_it_stays_and_its_number_stands_in_the_agenda(state):
    upload = state.documents.put(make_pdf(), content_type="application/pdf", file_name="pks.pdf")
    outputs = run_handler("letter-number", {"document": upload}, state=state)
    assert outputs["numbered_letter"] is outputs["numbered_pdf"] is None
    assert "hanya tercatat di buku agenda: pks.pdf" in outputs["number_summary"]
    assert list(numbered(state).values()) == [outputs["letter_number"]]


def test_a_letter_that_cannot_be_set_any_more_uses_up_no_number(state):
    damaged = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    control = '<sdt><sdtPr><tag w:val="tertib:number"/></sdtPr><sdtContent/></sdt>'
    with zipfile.ZipFile(damaged, "w") as package:
        body = f'<document xmlns="{space}" xmlns:w="{space}">{control}</document>'
        package.writestr("word/document.xml", body)
    torn = state.documents.put(damaged.getvalue(), content_type=DOCX, file_name="surat.docx")
    with pytest.raises(IncidentError, match="no Word document"):
        run_handler("letter-number", {"document": torn}, state=state)
    assert number(state) == "UM.01.01-0001"


def test_a_numbered_letter_is_about_whom_its_draft_is_about(state, recorded):
    applicant = recorded()
    drafted = run_handler("letter-draft", DRAFT | {"applicant": applicant}, state=state)
    outputs = run_handler("letter-number", {"document": drafted["letter"]}, state=state)
    made = [outputs[name]["documentId"] for name in ("numbered_letter", "numbered_pdf")]
    with state.database.reading() as db:
        for document in made:
            assert processings.records_in(db, [document]) == {applicant["documentId"]}


def test_after_the_cluster_was_wiped_an_old_key_draws_a_new_number(state):
    job = make_job("letter-number")
    held = number(state, job=job)
    same_keys_new_life = make_job("letter-number", process_instance_key=job.process_instance_key)
    assert number(state, job=same_keys_new_life) != held


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{number}/{classification}/{month:roman}/{year}", "1/UM.01.01/III/2025"),
        ("{office}-{classification}-{number:5}", "W.6-UM.01.01-00001"),
        ("{number:3}/{month}", "001/03"),
    ],
)
def test_the_pattern_is_the_offices(state, office, pattern, written):
    assert number(state, office=office, pattern=pattern) == written


def test_an_office_says_its_pattern_once_and_a_step_may_say_another(state, office, monkeypatch):
    monkeypatch.setenv("TERTIB_LETTER_NUMBER_PATTERN", "{number:3}/{office}/{month:roman}/{year}")
    assert number(state, office=office) == "001/W.6/III/2025"
    assert number(state, office=office, pattern="{classification}-{number}") == "UM.01.01-2"


def test_an_office_says_its_classification_once_and_a_step_may_say_another(
    state, office, monkeypatch
):
    monkeypatch.setenv("TERTIB_LETTERS_CLASSIFICATION", "HH.01")
    assert number(state, office=office) == "W.6.HH.01-0001"
    assert number(state, office=office, classification="OT.02.02") == "W.6.OT.02.02-0001"


def test_an_office_whose_pattern_cannot_number_is_told_which_setting_it_is(
    state, office, monkeypatch
):
    monkeypatch.setenv("TERTIB_LETTER_NUMBER_PATTERN", "{nomor}")
    with pytest.raises(IncidentError, match=r"letter-number\.pattern"):
        number(state, office=office)


@pytest.mark.parametrize(
    "pattern", ["{classification}", "{number:x}", "{0.__class__}-{number}", "{number"]
)
def test_a_pattern_that_cannot_number_is_an_incident_that_says_what_it_may(state, office, pattern):
    with pytest.raises(IncidentError, match="step's pattern"):
        number(state, office=office, pattern=pattern)


def test_an_office_nobody_named_still_numbers_its_letters(state):
    assert number(state) == "UM.01.01-0001"


def test_a_register_is_the_one_the_row_names(state, recorded):
    applicant = recorded()
    variables = {
        "activity": "Pengeluaran register izin tinggal dan peneraan izin tinggal pada paspor",
        "applicant": applicant,
    }
    assert run_handler("register", variables, state=state)["register_number"] == "0001/2025"
    with state.database.reading() as db:
        entry = db.execute(select(ENTRIES)).one()
    assert entry.book == "Register izin tinggal"
    assert entry.applicant_id == applicant["documentId"]


def test_queue_numbers_start_anew_each_day_at_each_counter(state):
    def queue(now=NOW, **variables):
        return run_handler("queue-number", variables, state=state, now=now)["queue_number"]

    assert [queue(counter="Loket 1"), queue(counter="Loket 1")] == ["A-001", "A-002"]
    assert queue(counter="Loket 2") == "A-001"
    assert queue(counter="Loket 1", now=NOW + timedelta(days=1)) == "A-001"


def test_twenty_threads_queue_at_one_counter_without_a_gap_in_either_series(state):
    def one(number):
        variables = {"counter": "Loket 1", "priority": number % 4 == 0}
        return run_handler("queue-number", variables, state=state)["queue_number"]

    with ThreadPoolExecutor(20) as pool:
        drawn = list(pool.map(one, range(40)))
    expected = [f"A-{n:03}" for n in range(1, 31)] + [f"P-{n:03}" for n in range(1, 11)]
    assert sorted(drawn) == expected


def test_who_comes_again_the_same_day_keeps_the_number_and_the_next_day_queues_anew(state):
    job = make_job("queue-number")
    again = make_job("queue-number", process_instance_key=job.process_instance_key)
    tomorrow = make_job("queue-number", process_instance_key=job.process_instance_key)
    run_handler("queue-number", {}, state=state)
    held = run_handler("queue-number", {}, state=state, job=job)
    assert held["queue_number"] == "A-002"
    assert run_handler("queue-number", held_in(held), state=state, job=again) == held
    later = NOW + timedelta(days=1)
    anew = run_handler("queue-number", held_in(held), state=state, job=tomorrow, now=later)
    assert anew["queue_number"] == "A-001"


def held_in(outputs):
    return {"queue_number": outputs["queue_number"]}


def test_the_day_of_a_queue_number_is_the_offices(state):
    """One o'clock at night in Jayapura is still the day before in Greenwich."""
    from zoneinfo import ZoneInfo

    evening = datetime(2025, 3, 4, 23, tzinfo=ZoneInfo("Asia/Jayapura"))
    after_midnight = datetime(2025, 3, 5, 1, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert evening.astimezone(UTC).date() == after_midnight.astimezone(UTC).date()
    numbers = [
        run_handler("queue-number", {}, state=state, now=moment)["queue_number"]
        for moment in (evening, after_midnight)
    ]
    assert numbers == ["A-001", "A-001"]


@pytest.mark.parametrize(
    ("variables", "priority"),
    [
        ({"process_title": "Pelayanan Kepada Kelompok Rentan"}, True),
        ({"process_title": "Layanan Keimigrasian"}, False),
        ({"activity": "Mendahulukan ibu menyusui dan lansia"}, True),
        ({"process_title": "Pelayanan Kepada Kelompok Rentan", "priority": False}, False),
        ({"priority": True}, True),
    ],
)
def test_vulnerable_groups_have_a_series_of_their_own(state, variables, priority):
    outputs = run_handler("queue-number", variables, state=state)
    assert outputs == {"queue_number": "P-001" if priority else "A-001", "queue_priority": priority}


def test_the_applicants_record_says_who_is_vulnerable(state, recorded):
    outputs = run_handler("queue-number", {"applicant": recorded(vulnerable=True)}, state=state)
    assert outputs["queue_priority"]


def test_a_visit_is_written_with_its_purpose_and_a_reference(state, recorded):
    applicant = recorded()
    variables = {"guest_purpose": "Konsultasi merek", "applicant": applicant}
    outputs = run_handler("guest-book", variables, state=state)
    with state.database.reading() as db:
        entry = db.execute(select(ENTRIES)).one()
    assert outputs == {"guest_number": "0001/2025", "guest_purpose": None}
    assert (entry.subject, entry.applicant_id) == ("Konsultasi merek", applicant["documentId"])
