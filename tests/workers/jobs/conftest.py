"""An empty state, and a person whose data must turn up in documents and nowhere else."""

from __future__ import annotations

import json

import msgspec
import pytest

PERSON = {
    "name": "Rukmini Tjokro",
    "phone": "0812-3456-7890",
    "email": "rukmini@example.org",
    "nik": "3171234567890123",
    "passport_number": "C7654321",
    "address": "Jalan Melati 9",
    "institution": "Universitas Uji",
    "study_program": "Ilmu Hukum",
    "birth_date": "1999-08-17",
}


@pytest.fixture
def state(any_state, tmp_path, monkeypatch):
    """Where handlers keep things; the home folder is the test's, too."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    return any_state


@pytest.fixture
def person():
    return dict(PERSON)


@pytest.fixture
def recorded(state):
    """Store a person's record and return its reference as a variable holds it."""

    def store(**changes):
        reference = state.documents.put(
            json.dumps(PERSON | changes).encode(),
            content_type="application/json",
            file_name="pemohon.json",
        )
        return msgspec.to_builtins(reference)

    return store


@pytest.fixture
def letter(state):
    """Store a text as a letter and return its reference."""

    def store(content=b"surat"):
        return state.documents.put(content, content_type="text/plain", file_name="surat.txt")

    return store


@pytest.fixture
def office():
    return {"name": "Kantor Wilayah Uji", "unit": "Divisi Administrasi", "code": "W.6"}


@pytest.fixture
def contacts(tmp_path, monkeypatch):
    """Write the office's list of officials."""

    def write(*lines: str):
        path = tmp_path / "pejabat.csv"
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        monkeypatch.setenv("TERTIB_LETTERS_OFFICIALS", str(path))

    return write
