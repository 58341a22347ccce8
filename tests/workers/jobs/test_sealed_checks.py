"""What both checks leave behind: references, scores and decisions; with a key nothing else."""

from __future__ import annotations

import json

import msgspec
import pytest

from workers import samples
from workers.biometrics import fingerprints
from workers.people import Applicant, FingerprintScans
from workers.state.documents.key import make_secret
from workers.testing import run_handler, temporary_state
from workers.watchlist.entries import COLUMNS

PERSON = Applicant(
    name="Rukmini Tersembunyi",
    passport_number="X7654321",
    nik="3174000000000777",
    birth_date="1979-11-30",
    nationality="Khayalistan",
)
REASON = "sebab yang dirahasiakan"
LISTED = f"C-1,{PERSON.name},,{PERSON.birth_date},,{PERSON.passport_number},{REASON}"
IMAGE = (samples.FOLDER / "fingerprint-captured.png").read_bytes()


@pytest.fixture(scope="module")
def marks():
    """Pieces of all that is personal, as bytes."""
    texts = (PERSON.name, PERSON.passport_number, PERSON.nik, PERSON.birth_date, REASON)
    template = fingerprints.read(IMAGE).iso
    return {text: text.encode() for text in texts} | {
        "image": IMAGE[100:140],
        "template": template[28:68],
    }


def left_behind(folder, monkeypatch):
    """Do both checks; return their outputs, and all that the state's folder holds."""
    listed = folder / "cekal.csv"
    listed.write_text(f"{','.join(COLUMNS)}\n{LISTED}\n", encoding="utf-8")
    monkeypatch.setenv("TERTIB_WATCHLIST_FILE", str(listed))
    with temporary_state(folder / "state") as state:
        image = state.documents.put(IMAGE, content_type="image/png", file_name="sidik-jari.png")
        person = msgspec.structs.replace(PERSON, fingerprint=FingerprintScans(captured=image))
        record = state.documents.put(
            msgspec.json.encode(person), content_type="application/json", file_name="pemohon.json"
        )
        watched = run_handler("watchlist-check", {"applicant": record}, state=state)
        enrolled = run_handler("biometric-check", {"applicant": record, "enrol": True}, state=state)
        found = run_handler("biometric-check", {"applicant": record}, state=state)
    assert watched["watchlist_score"] == 100
    assert enrolled["biometric_reason"] == "nothing-enrolled"
    assert found["biometric_candidate"]["documentId"] == record.document_id
    files = (path for path in (folder / "state").rglob("*") if path.is_file())
    return json.dumps([watched, enrolled, found]), b"".join(path.read_bytes() for path in files)


def test_with_a_key_nothing_personal_is_in_a_variable_a_log_a_row_or_a_document(
    tmp_path, monkeypatch, marks, capfd
):
    monkeypatch.setenv("TERTIB_DOCUMENTS_KEY", make_secret())
    outputs, stored = left_behind(tmp_path, monkeypatch)
    told = outputs.encode() + "".join(capfd.readouterr()).encode()
    assert [name for name, mark in marks.items() if mark in told] == []
    assert [name for name, mark in marks.items() if mark in stored] == []


def test_without_a_key_it_is_in_rows_and_documents_alone(tmp_path, monkeypatch, marks):
    monkeypatch.delenv("TERTIB_DOCUMENTS_KEY", raising=False)
    outputs, stored = left_behind(tmp_path, monkeypatch)
    assert [name for name, mark in marks.items() if mark in outputs.encode()] == []
    assert {name for name, mark in marks.items() if mark in stored} == set(marks)
