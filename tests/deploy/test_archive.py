"""`tertib archive`: what is archived is found again."""

from __future__ import annotations

import csv
import json
import stat
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.errors import DeployError
from workers.testing import NOW, run_handler, temporary_state


@pytest.fixture
def archived(tmp_path, monkeypatch):
    """Archive a document and return its number."""
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    with temporary_state(tmp_path) as state:

        def archive(subject="Surat", *, code="UM.01.01", now=NOW, **variables):
            document = state.documents.put(
                subject.encode(), content_type="text/plain", file_name="surat.txt"
            )
            variables |= {"document": document, "subject": subject, "classification": code}
            outputs = run_handler("archive", variables, state=state, now=now)
            return outputs["archive_number"]

        yield archive


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["archive", *arguments], catch_exceptions=False)


def found(*arguments: str):
    return [line["number"] for line in json.loads(tertib("find", "--json", *arguments).output)]


def test_a_document_is_found_by_words_of_its_subject_letter_and_place(archived):
    wanted = archived(
        "Undangan rapat [penting]", letter_number="W.6.UM.01.01-0136", archive_place="Lemari 3"
    )
    archived("Surat permohonan")
    assert found("RAPAT", "undangan") == [wanted]
    assert found("0136") == found("lemari") == [wanted]
    assert found("rapat", "permohonan") == []
    assert found("%") == []
    assert "[penting]" in tertib("find", "rapat").output


def test_a_document_is_found_by_its_number_and_by_its_letters(archived):
    wanted = archived(letter_number="W.6.UM.01.01-0136")
    archived("Lain", letter_number="W.6.UM.01.01-0137")
    assert found("--number", wanted) == found("--number", "W.6.UM.01.01-0136") == [wanted]


def test_a_class_finds_those_below_it_and_none_that_only_begins_alike(archived):
    below, same = archived("SKP", code="KP.02.01"), archived("SK", code="KP")
    archived("Kendaraan", code="KPR.01")
    assert found("--class", "KP") == [same, below]  # newest first
    assert found("--class", "KP.02") == [below]


def test_years_and_offices_are_kept_apart(archived):
    old = archived("Lama", now=NOW - timedelta(days=365), office={"code": "W.6"})
    new = archived("Baru", office={"code": "W.15"})
    assert found("--year", "2024") == found("--office", "W.6") == [old]
    assert found("--year", "2025") == [new]
    assert found("--most", "1") == [new]


def test_what_is_due_for_its_fate_goes_into_a_file_for_a_spreadsheet(archived, tmp_path):
    due = archived("=Lama", retention="1-1-musnah")
    archived("Baru", retention="2-3-permanen")
    assert found("--over-on", "2027-12-31") == []
    file = tmp_path / "usul-musnah.csv"
    tertib("find", "--over-on", "2028-01-01", "--csv", str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    assert (row["Nomor"], row["Nasib akhir"], row["Inaktif sampai"]) == (
        due,
        "musnah",
        "2027-12-31",
    )
    assert row["Isi"] == "'=Lama"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_document_is_taken_out_by_its_number(archived, tmp_path):
    number = archived("Surat keputusan")
    assert tertib("get", number, str(tmp_path / "surat.txt")).exit_code == 0
    assert (tmp_path / "surat.txt").read_bytes() == b"Surat keputusan"
    assert tertib("get", number, str(tmp_path / "surat.txt")).exit_code == 2
    with pytest.raises(DeployError, match="no 0/1"):
        tertib("get", "0/1", str(tmp_path / "other.txt"))


@pytest.mark.usefixtures("archived")
def test_that_nothing_is_found_is_said():
    assert "Nothing such" in tertib("find", "undangan").output
