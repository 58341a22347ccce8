"""`tertib people`: what a person is told, and what becomes of their data."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import Column, Integer, Table
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers.people import Applicant
from workers.state.database import METADATA
from workers.testing import run_handler, stored_document

NIK = "3171234567890123"
STEP = {"row": "4", "role": "Petugas Layanan", "process_title": "Permohonan Izin Magang"}


@pytest.fixture
def served(state):
    """Do some steps for a person, with an archived letter; return the record's id."""

    def serve(retention="0-0-musnah", *, ago=timedelta()):
        record = put(state)
        now = datetime.now(UTC) - ago
        known = STEP | {"applicant": record, "retention": retention}
        letter = run_handler("letter-draft", known, state=state, now=now)["letter"]
        for job_type in ("register", "archive"):
            run_handler(job_type, known | {"document": letter}, state=state, now=now)
        return record.document_id

    return serve


def put(state):
    content = msgspec.json.encode(Applicant(name="Siti Aminah", nik=NIK))
    return state.documents.put(content, content_type="application/json", file_name="pemohon.json")


def tertib(*arguments, typed=f"{NIK}\n"):
    arguments = ["people", *map(str, arguments)]
    return CliRunner().invoke(app, arguments, input=typed, catch_exceptions=False)


def told(*arguments):
    return json.loads(tertib(*arguments, "--file", "-", "--json").stdout)


def test_a_person_is_told_which_steps_had_to_do_with_their_data(served):
    served()
    shown = tertib("record", "--file", "-")
    assert shown.exit_code == 0
    for word in ("Permohonan Izin Magang", "Petugas Layanan", "letter-draft", "archive", "done"):
        assert word in shown.output
    jobs = [entry["job_type"] for entry in told("record")]
    assert jobs == ["letter-draft", "register", "archive"]


def test_who_opens_a_persons_letter_to_sign_it_is_in_the_record(state):
    known = STEP | {"applicant": put(state)}
    letter = run_handler("letter-draft", known, state=state)["letter"]
    asked = run_handler("signature-request", known | {"document": letter}, state=state)
    number = asked["signature_request"]["number"]
    assert CliRunner().invoke(app, ["sign", number], catch_exceptions=False).exit_code == 0
    *_, last = told("record")
    assert last["job_type"] == "sign"
    assert "@" in last["worker"]


def test_what_is_printed_never_shows_the_number(served):
    served()
    for command in (("record",), ("erase",), ("erase", "--json")):
        assert NIK not in tertib(*command, "--file", "-").output


def test_the_number_comes_from_a_files_first_line(served, tmp_path):
    served()
    file = tmp_path / "permohonan.txt"
    file.write_text("3171 2345 6789 0123\r\nSiti Aminah\n", encoding="utf-8")
    assert len(json.loads(tertib("record", "--file", file, "--json").stdout)) == 3


@pytest.mark.usefixtures("state")
def test_without_a_terminal_or_a_file_the_number_is_missed():
    with pytest.raises(DeployError, match=r"no terminal.*--file"):
        tertib("record")
    with pytest.raises(DeployError, match="No number was given"):
        tertib("record", "--file", "-", typed="\n")


def test_the_number_is_no_argument_that_others_could_see():
    assert tertib("erase", NIK).exit_code == 2


def test_erasing_is_shown_first_and_done_with_yes(state, served):
    served(ago=timedelta(days=800))
    before = set(state.documents.objects())
    shown = tertib("erase", "--file", "-")
    assert shown.exit_code == 0
    assert "rows of register_entries" in shown.output
    assert "--yes does it" in shown.output
    assert set(state.documents.objects()) == before
    done = tertib("erase", "--file", "-", "--yes")
    assert done.exit_code == 0
    assert "Nothing was changed" not in done.output
    assert state.documents.objects() == []
    assert told("record") == []


def test_a_backup_misses_nothing_that_was_erased_or_expired(served, tmp_path):
    served(ago=timedelta(days=800))
    served("2-3-musnah")
    tertib("expire", "--yes")
    tertib("erase", "--file", "-", "--yes")
    answer = CliRunner().invoke(app, ["backup", str(tmp_path / "b.tar.gz")], catch_exceptions=False)
    assert answer.exit_code == 0
    assert "1 documents" in answer.output  # what the law keeps


def test_what_the_law_keeps_is_named_and_ends_the_erasing_with_1(state, served):
    served("2-3-musnah")
    plan = told("erase")
    [kept] = plan["kept"]
    assert plan["done"] is False
    done = tertib("erase", "--file", "-", "--yes")
    assert done.exit_code == 1
    output = " ".join(done.output.split())
    assert f"archive {kept['number']}" in output
    assert f"until {kept['until']}" in output
    assert [name[3:] for name in state.documents.objects()] == [kept["document_id"]]


def test_somebody_nobody_knows_ends_with_1(state):
    assert tertib("erase", "--file", "-", "--yes").exit_code == 1
    put(state)  # a record that no job has opened
    assert "--search" in tertib("erase", "--file", "-").output
    assert tertib("erase", "--file", "-", "--search", "--yes").exit_code == 0
    assert state.documents.objects() == []


def test_what_is_kept_for_long_enough_is_listed_and_deleted_with_yes(state, served, monkeypatch):
    record = served(ago=timedelta(days=800))
    listed = json.loads(tertib("expire", "--json").stdout)
    assert [each["fate"] for each in listed["archives"]] == ["musnah"]
    assert listed["records"] == []  # persons are kept until asked
    monkeypatch.setenv("TERTIB_PEOPLE_KEEP_DAYS", "700")
    assert json.loads(tertib("expire", "--json").stdout)["records"] == [record]
    before = set(state.documents.objects())
    assert "musnah" in tertib("expire").output
    assert set(state.documents.objects()) == before
    assert tertib("expire", "--yes").exit_code == 0
    assert state.documents.objects() == []
    assert "Nothing has been kept" in tertib("expire").output


def test_an_offices_table_that_declares_nothing_is_named(served):
    """Its rows are nobody's to erase: the office looks itself."""
    name = "people_test_undeclared"
    Table(name, METADATA, Column("id", Integer, primary_key=True), extend_existing=True)
    served()
    assert f"Table {name}" in " ".join(tertib("erase", "--file", "-").output.split())


def entered(record):
    """`people enter`, given a record as JSON."""
    return tertib("enter", "--file", "-", typed=json.dumps(record))


RECORD = {"name": "Siti Aminah", "nik": NIK, "phone": "0812-3456-7890", "vulnerable": True}


def test_who_is_entered_at_the_counter_is_known_to_every_step_of_the_process(state):
    variables = json.loads(entered(RECORD).stdout)
    assert "Siti" not in json.dumps(variables)
    assert run_handler("queue-number", variables, state=state)["queue_number"] == "P-001"


def test_who_was_entered_is_found_by_the_number_and_erased(state):
    reference = json.loads(entered(RECORD).stdout)["applicant"]
    assert [entry["job_type"] for entry in told("record")] == ["people enter"]
    assert tertib("erase", "--file", "-", "--yes").exit_code == 0
    assert not state.documents.has(reference["documentId"])


@pytest.mark.usefixtures("state")
@pytest.mark.parametrize(
    ("record", "told"),
    [
        (RECORD | {"phone": "12"}, "phone: nomor ini tidak mungkin ada"),
        (RECORD | {"email": "siti"}, "email: ini bukan alamat surel"),
        (RECORD | {"nik": "317123456789012"}, "nik: NIK terdiri atas 16 angka"),
        (RECORD | {"name": 7}, r"no record of a person .*\$\.name"),
        ({"nama": "Siti Aminah"}, r"says nothing of a person\. A record has: name, "),
    ],
)
def test_what_cannot_be_right_is_told_at_the_counter_and_not_repeated(record, told):
    with pytest.raises(DeployError, match=told) as error:
        entered(record)
    assert not any(str(value) in str(error.value) for value in record.values())


@pytest.mark.usefixtures("state")
def test_a_field_that_no_job_reads_is_named(monkeypatch):
    warned = []
    monkeypatch.setattr("deploy.console.warn", warned.append)
    entered(RECORD | {"telpon": "0812"})
    assert [each.partition(".")[0] for each in warned] == ["Kept, but read by no job: telpon"]


def test_the_record_is_asked_for_on_a_terminal_until_it_can_be_right(state):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "deploy", "people", "enter"]
    answers = ["Siti Aminah", "12", "0812-3456-7890", *[""] * 10, "mungkin", "ya"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        printed, _ = program.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    record = stored_document(state, json.loads(printed)["applicant"])
    assert json.loads(record) == {
        "name": "Siti Aminah",
        "phone": "0812-3456-7890",
        "vulnerable": True,
    }
