"""Who takes a person's documents out by a command stands in the record of processing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from workers import processings
from workers.testing import run_handler


@pytest.fixture
def record(state):
    """Somebody whose letter was handed over and archived; the id of the record, and the numbers."""
    person = json.dumps({"name": "Rukmini Tjokro", "nik": "3171234567890123"}).encode()
    applicant = state.documents.put(
        person, content_type="application/json", file_name="pemohon.json"
    )
    letter = state.documents.put(b"surat", content_type="text/plain", file_name="surat.txt")
    step = {"applicant": applicant, "document": letter}
    handed = run_handler("sigap-publish", step, state=state)["handoff"]["number"]
    archived = run_handler("archive", step, state=state)["archive_number"]
    return {"record": applicant.document_id, "handoffs": handed, "archive": archived,
            "documents": letter.document_id}  # fmt: skip


@pytest.mark.parametrize("command", ["documents", "handoffs", "archive"])
def test_a_document_that_is_taken_out_is_entered_for_whom_it_is_about(
    state, record, command, tmp_path
):
    taken = CliRunner().invoke(app, [command, "get", record[command], str(tmp_path / "a")])
    assert taken.exit_code == 0
    assert last_entry(state, record).job_type == f"{command} get"


def test_so_is_a_record_that_is_taken_out_itself(state, record, tmp_path):
    CliRunner().invoke(app, ["documents", "get", record["record"], str(tmp_path / "a")])
    entry = last_entry(state, record)
    assert entry.job_type == "documents get"
    assert "@" in entry.worker


def last_entry(state, record):
    with state.database.reading() as db:
        entries = processings.of_records(db, [record["record"]])
    return max(entries, key=lambda entry: entry.processed_at)
