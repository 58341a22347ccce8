"""A person's data are in stored documents and nowhere else, whatever job is done."""

from __future__ import annotations

import json

import pytest

from workers.registry import load_handlers
from workers.testing import run_handler

ANSWERS = {f"u{number}": "4" for number in range(1, 10)}
STEP = {
    "row": "4",
    "activity": "Memproses surat izin magang kepada pemohon",
    "subject": "Surat Izin Magang",
    "role": "Petugas Layanan",
    "next_role": "Pemohon",
    "process_title": "Permohonan Izin Magang",
}
# signature-result is of a request that is decided: tests/workers/signing/test_decisions.py
OTHERS = {"biometric-check", "watchlist-check", "signature-result"}
LETTER_JOBS = sorted(set(load_handlers()) - OTHERS)


@pytest.fixture
def database_url(tmp_path):
    """SQLite: a file, which can be read to the last byte."""
    return f"sqlite:///{tmp_path / 'workers.db'}"


def everything_written_besides_documents(folder):
    return b"".join(path.read_bytes() for path in folder.glob("workers.db*"))


@pytest.mark.parametrize("job_type", LETTER_JOBS)
def test_nothing_personal_is_in_a_variable_a_table_or_a_log(  # noqa: PLR0917 -- fixtures
    job_type, state, recorded, person, tmp_path, capfd
):
    applicant = recorded()
    known = {**STEP, "applicant": applicant}
    letter = run_handler("letter-draft", known, state=state)["letter"]
    variables = {**known, **ANSWERS, "document": letter}
    outputs = run_handler(job_type, variables, state=state)
    seen = json.dumps(outputs).encode() + everything_written_besides_documents(tmp_path)
    seen += "".join(capfd.readouterr()).encode()
    leaked = [key for key, value in person.items() if value.encode() in seen]
    leaked += ["phone"] if b"81234567890" in seen else []
    assert leaked == []


@pytest.mark.parametrize("job_type", LETTER_JOBS)
def test_an_instance_started_by_hand_with_nothing_gets_through(job_type, state):
    outputs = run_handler(job_type, ANSWERS, state=state)
    assert outputs
