"""`tertib registers`: the office's books as an officer reads them and takes them out."""

from __future__ import annotations

import csv
import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner

from deploy.cli import app
from workers import processings
from workers.registers import ENTRIES
from workers.testing import NOW, run_handler

PERSON = {"name": "Rukmini Tjokro", "institution": "Universitas Uji", "nik": "3171234567890123"}


@pytest.fixture
def visit(state):
    """Write a visit into the guest book, and return the guest's record."""

    def write(purpose="Konsultasi merek", *, now=NOW, **office):
        record = state.documents.put(
            json.dumps(PERSON).encode(), content_type="application/json", file_name="data.json"
        )
        variables = {"guest_purpose": purpose, "applicant": record, "office": office or None}
        run_handler("guest-book", variables, state=state, now=now)
        return record

    return write


def tertib(*arguments: str):
    return CliRunner().invoke(app, ["registers", *arguments], catch_exceptions=False)


def test_columns_of_the_offices_own_are_shown_and_taken_out(state, tmp_path):
    entries = {
        "guest-book": {"particulars": {"Bertemu dengan": "Kabag Umum", "Jumlah tamu": 3}},
        "register": {"particulars": {"Lunas": True, "Berlaku sampai": None}},
    }
    for kind, variables in entries.items():
        run_handler(kind, {"subject": "Kunjungan", **variables}, state=state)
        run_handler(kind, {"subject": "Tanpa kolom"}, state=state)
    guests, permits = (json.loads(tertib("show", kind, "--json").output) for kind in entries)
    assert [line["particulars"] for line in guests] == [entries["guest-book"]["particulars"], {}]
    assert [line["particulars"] for line in permits] == [{"Lunas": True}, {}]
    assert "Jumlah tamu: 3" in " ".join(tertib("show", "guest-book").output.split())
    file = tmp_path / "register.csv"
    tertib("show", "register", "--csv", str(file))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row["Lunas"] for row in rows] == ["ya", ""]


def shown(*arguments: str):
    return json.loads(tertib("show", "guest-book", "--json", *arguments).output)


def test_books_are_listed_with_how_many_entries_they_have(state, visit):
    visit()
    visit()
    run_handler("queue-number", {"counter": "Loket 1"}, state=state)
    lines = json.loads(tertib("--json").output)
    assert [(line["kind"], line["book"], line["entries"], line["last"]) for line in lines] == [
        ("guest-book", "", 2, 2),
        ("queue-number", "Loket 1 A", 1, 1),
    ]
    assert "Loket 1 A" in tertib().output


def test_a_row_that_somebody_took_out_is_seen(state, visit):
    visit()
    visit()
    with state.database.transaction() as transaction:
        transaction.connection.execute(delete(ENTRIES).where(ENTRIES.c.number == 1))
    (line,) = json.loads(tertib("--json").output)
    assert (line["entries"], line["last"]) == (1, 2)


def test_entries_are_shown_by_reference_and_nobody_is_named(visit):
    record = visit("Konsultasi [merek]")
    for output in (tertib("show", "guest-book").output, json.dumps(shown())):
        assert "Konsultasi [merek]" in output
        assert record.document_id[:12] in output
        assert not [value for value in PERSON.values() if value in output]


def test_entries_are_found_by_office_words_and_days(visit):
    visit("Konsultasi merek", code="W.6")
    visit("Legalisasi", code="W.15", now=NOW + timedelta(days=1))
    assert [line["subject"] for line in shown("--office", "W.15")] == ["Legalisasi"]
    assert [line["subject"] for line in shown("--words", "MEREK")] == ["Konsultasi merek"]
    assert [line["subject"] for line in shown("--from", "2025-03-05")] == ["Legalisasi"]
    assert [line["subject"] for line in shown("--to", "2025-03-04")] == ["Konsultasi merek"]
    assert shown("--words", "100%") == []


def test_a_day_begins_when_it_begins_at_the_office(visit, monkeypatch):
    monkeypatch.setenv("TERTIB_WORKER_TIMEZONE", "Asia/Jayapura")
    visit(now=datetime(2025, 3, 3, 16, tzinfo=UTC))  # an hour past midnight there
    assert len(shown("--from", "2025-03-04", "--to", "2025-03-04")) == 1


def table_in(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_the_guest_book_goes_into_a_file_for_oneself_alone_with_names_when_asked_for(
    visit, tmp_path
):
    visit("=HYPERLINK(1)")
    file = tmp_path / "buku-tamu.csv"
    assert tertib("show", "guest-book", "--names", "--csv", str(file)).exit_code == 0
    (row,) = table_in(file)
    assert (row["Nomor"], row["Nama"], row["Asal instansi"]) == (
        "0001/2025",
        "Rukmini Tjokro",
        "Universitas Uji",
    )
    assert row["Hal"] == "'=HYPERLINK(1)"  # a spreadsheet shows it and does not run it
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    tertib("show", "guest-book", "--csv", str(file))
    assert "Nama" not in table_in(file)[0]


def test_names_that_are_taken_out_are_entered_in_the_record_of_processing(state, visit, tmp_path):
    record = visit()
    for options in (
        ("--names", "--csv", str(tmp_path / "a.csv")),
        ("--csv", str(tmp_path / "b.csv")),
    ):
        tertib("show", "guest-book", *options)
    with state.database.reading() as db:
        entries = processings.of_records(db, [record.document_id])
    assert [entry.job_type for entry in entries] == ["guest-book", "registers show"]
    assert "@" in entries[-1].worker


def test_whose_data_were_erased_keeps_the_number_and_has_no_name(state, visit, tmp_path):
    record = visit()
    state.documents.path(record).unlink()
    file = tmp_path / "buku-tamu.csv"
    tertib("show", "guest-book", "--names", "--csv", str(file))
    assert [(row["Nomor"], row["Nama"]) for row in table_in(file)] == [("0001/2025", "")]


@pytest.mark.usefixtures("state")
def test_an_empty_book_is_told_and_names_are_not_shown_on_the_terminal():
    assert "No book" in tertib().output
    assert "No such entries" in tertib("show", "guest-book").output
    assert tertib("show", "guest-book", "--names").exit_code == 2


def test_of_columns_that_were_erased_the_remark_is_left(state):
    run_handler("guest-book", {"particulars": {"Bertemu dengan": "Kabag"}}, state=state)
    with state.database.transaction() as transaction:
        erased = {"subject": "(dihapus)", "particulars": "(dihapus)"}
        transaction.connection.execute(update(ENTRIES).values(erased))
    assert shown()[0]["particulars"] == {"Isian": "(dihapus)"}
