"""watchlist-check: explained hits for an officer; no refusal, no name outside the store."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from workers.handler import Context, IncidentError
from workers.people import Applicant
from workers.registry import load_handlers
from workers.samples import WATCHLIST
from workers.testing import NOW, make_job, run_handler, stored_document

HEADING = "nomor,nama,alias,tanggal_lahir,kewarganegaraan,nomor_dokumen,alasan\n"
LIST = HEADING + (
    "C-1,Moh. Chairul Rekaan,Irul Rekaan,1979-11-30,Contoh,X1000001,Contoh\n"
    "C-2,Soerjadi Tjokro Fiktif,,1961-04-12,,X1000002|3174000000000002,Contoh\n"
    "C-3,Khoirul Rekaan,,,,,Contoh\n"
)


@pytest.fixture
def state(any_state):
    return any_state


@pytest.fixture
def list_file(tmp_path, monkeypatch):
    file = tmp_path / "cekal.csv"
    file.write_text(LIST, encoding="utf-8")
    monkeypatch.setenv("TERTIB_WATCHLIST_FILE", str(file))
    return file


def put(state, record):
    content = msgspec.json.encode(record)
    return state.documents.put(content, content_type="application/json", file_name="pemohon.json")


def check(state, record=None, **variables):
    if record is not None:
        variables["applicant"] = put(state, record)
    return run_handler("watchlist-check", variables, state=state)


def report(state, result) -> str:
    return stored_document(state, result["watchlist_report"]).decode()


@pytest.mark.usefixtures("list_file")
def test_somebody_unlike_all_is_clear_with_a_report_that_says_where_was_looked(state):
    result = check(state, Applicant(name="Bintang Samudra"))
    assert result["watchlist_decision"] == "clear"
    assert (result["watchlist_hits"], result["watchlist_score"]) == (0, None)
    assert "cekal.csv, 3 orang" in report(state, result)


@pytest.mark.usefixtures("list_file")
def test_hits_are_ranked_and_explained(state):
    person = Applicant(
        name="Rekaan, Khairul Muhammad", birth_date="30-11-1979", nationality="CONTOH"
    )
    result = check(state, person)
    assert result["watchlist_decision"] == "review"
    assert result["watchlist_hits"] == 2
    text = report(state, result)
    assert text.index("C-1") < text.index("C-3")
    for reason in ("bunyinya sama dengan", "urutan bagian nama berbeda", "tanggal lahir sama"):
        assert reason in text


@pytest.mark.usefixtures("list_file")
def test_a_document_number_finds_somebody_under_another_name(state):
    result = check(state, Applicant(name="Bintang Samudra", nik="3174 0000 0000 0002"))
    assert (result["watchlist_decision"], result["watchlist_score"]) == ("review", 100)
    assert "nomor dokumen sama" in report(state, result)


@pytest.mark.usefixtures("list_file")
def test_an_alias_on_either_side_is_compared(state):
    assert check(state, Applicant(name="Irul Rekaan"))["watchlist_hits"] == 1
    hidden = Applicant(name="Bintang Samudra", aliases=("Suryadi Cokro Fiktif",))
    assert check(state, hidden)["watchlist_hits"] == 1


@pytest.mark.usefixtures("list_file")
def test_a_birth_date_far_off_takes_a_namesake_down(state):
    same = check(state, Applicant(name="Suryadi Cokro Fiktif", birth_date="1961-04-12"))
    other = check(state, Applicant(name="Suryadi Cokro Fiktif", birth_date="1999-08-17"))
    assert same["watchlist_score"] == 100
    assert other["watchlist_score"] is None or other["watchlist_score"] < 85


@pytest.mark.usefixtures("list_file")
def test_the_process_owner_chooses_how_alike_is_reported(state):
    namesake = Applicant(name="Suryadi Cokro", birth_date="1962-08-17")
    assert check(state, namesake, least_score=90)["watchlist_decision"] == "clear"
    assert check(state, namesake, least_score=60)["watchlist_decision"] == "review"


@pytest.mark.usefixtures("list_file")
@pytest.mark.parametrize("record", [None, Applicant(email="a@example.org"), Applicant(name=" - ")])
def test_nobody_to_look_for_is_never_clear(state, record):
    result = check(state, record)
    assert result["watchlist_decision"] == "review"
    assert result["watchlist_reason"] == "no-applicant"


def test_without_a_list_nobody_is_clear(state, monkeypatch):
    monkeypatch.delenv("TERTIB_WATCHLIST_FILE", raising=False)
    result = check(state, Applicant(name="Bintang Samudra"))
    assert (result["watchlist_decision"], result["watchlist_reason"]) == ("review", "no-list")


def test_a_changed_list_is_imported_again(state, list_file):
    person = Applicant(name="Bintang Samudra")
    assert check(state, person)["watchlist_decision"] == "clear"
    list_file.write_text(LIST + "C-4,Bintang Samudra,,,,,Contoh\n", encoding="utf-8")
    assert check(state, person)["watchlist_decision"] == "review"


@pytest.mark.usefixtures("list_file")
def test_a_check_of_an_imported_list_holds_up_nobody_who_writes(state):
    check(state, Applicant(name="Bintang Samudra"))
    handler = load_handlers()["watchlist-check"]
    inputs = handler.inputs(applicant=put(state, Applicant(name="Irul Rekaan")))
    with state.database.transaction() as writer, state.database.transaction() as own:
        assert writer.connection
        context = Context(
            job=make_job(handler.type),
            documents=state.documents,
            now=NOW,
            transaction=own,
            database=state.database,
        )
        assert handler.function(inputs, context).watchlist_decision == "review"
        assert not own.begun  # it wrote nothing; what is entered of it comes last


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"nomor,alias\nC-1,x\n", r"cekal\.csv, line 1: no column nama"),
        (HEADING.encode() + b"C-1,,,,,,\n", r"cekal\.csv, line 2: nomor and nama"),
        (b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        (b"", r"line 1: no column nama, nomor"),
        (b"nomor,nama,tgl_lahir\nC-1,x,1979\n", r"no column .*tanggal_lahir.*but tgl_lahir"),
    ],
)
def test_a_broken_list_names_file_and_line_and_the_earlier_one_stays(
    state, list_file, content, message
):
    check(state, Applicant(name="Bintang Samudra"))
    list_file.write_bytes(content)
    with pytest.raises(IncidentError, match=message):
        check(state, Applicant(name="Bintang Samudra"))
    os.environ.pop("TERTIB_WATCHLIST_FILE")
    assert check(state, Applicant(name="Irul Rekaan"))["watchlist_hits"] == 1


def test_of_many_namesakes_the_one_of_that_birth_date_comes_first(state, list_file):
    born = [f"{1950 + n // 28}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(1400)]
    rows = (f"C-{n},Muhammad Rizki Pratama,,{day},,," for n, day in enumerate(born))
    list_file.write_text(HEADING + "\n".join((*rows, "")), encoding="utf-8")
    name = "Pratama, Muhammad Riski"
    result = check(state, Applicant(name=name, birth_date=born[777]))
    first = report(state, result).partition("</thead>")[2].partition("</tr>")[0]
    assert ">C-777<" in first
    assert "tanggal lahir sama" in first
    without = check(state, Applicant(name=name))
    assert "Sedikitnya 400 orang mirip di antara 1400" in without["watchlist_summary"]
    assert "mungkin masih ada yang lain" in report(state, without)


def test_nobody_of_several_hundred_with_one_name_is_left_out(state, list_file):
    others = ("Rizka Pratomo", "Muhammad Rizki Pratama")
    rows = (f"C-{n},{others[n % 2]},,{1950 + n // 10},,," for n in range(400))
    list_file.write_text(HEADING + "\n".join((*rows, "")), encoding="utf-8")
    result = check(state, Applicant(name="Pratama, Muhammad Riski"))
    assert result["watchlist_hits"] == 400
    assert result["watchlist_summary"].startswith("400 orang mirip")
    text = report(state, result)
    assert [n for n in range(400) if f">C-{n}<" not in text] == []


def test_when_not_all_who_are_near_were_compared_the_report_says_so(state, list_file):
    rows = (f"C-{n},Rizki Pratama,,1950-02-03,{'Contoh' if n % 2 else ''},," for n in range(800))
    list_file.write_text(HEADING + "\n".join((*rows, "")), encoding="utf-8")
    person = Applicant(name="Rizki Pratama", birth_date="1999-08-17", nationality="Contoh")
    result = check(state, person, least_score=81)
    assert "Sedikitnya 200 orang mirip di antara 800" in result["watchlist_summary"]
    assert "mungkin masih ada yang lain" in report(state, result)


def test_a_missing_file_is_named(state, monkeypatch, tmp_path):
    monkeypatch.setenv("TERTIB_WATCHLIST_FILE", str(tmp_path / "tidak-ada.csv"))
    with pytest.raises(IncidentError, match=r"tidak-ada\.csv .*No such file"):
        check(state, Applicant(name="Bintang Samudra"))


def test_a_semicolon_list_as_spreadsheets_write_it_is_read(state, list_file):
    list_file.write_text("\ufeff" + LIST.replace(",", ";"), encoding="utf-8")
    assert check(state, Applicant(name="Irul Rekaan"))["watchlist_hits"] == 1


def test_a_heading_is_known_as_people_write_it_and_rows_without_words_are_none(state, list_file):
    heading = "Nomor ; NAMA;Alias;Tanggal Lahir;kewarganegaraan;Nomor_Dokumen;alasan;\r\n"
    rows = LIST.removeprefix(HEADING).replace(",", ";").replace("\n", ";\r\n")
    list_file.write_bytes(f"{heading}\r\n{rows};;;;;;;\r\n;; ;;;;;\r\n".encode())
    found = check(
        state, Applicant(name="Bintang", birth_date="1979-11-30", passport_number="X1000001")
    )
    assert found["watchlist_hits"] == 1
    assert "tanggal lahir sama" in report(state, found)
    assert "3 orang" in report(state, found)


def test_a_record_that_is_no_record_is_an_incident(state):
    junk = state.documents.put(b"junk", content_type="text/plain", file_name="x")
    with pytest.raises(IncidentError, match=r"record .* cannot be read"):
        check(state, applicant=junk)


def test_markup_in_a_name_stays_text(state, list_file):
    list_file.write_text(HEADING + "C-1,<b>Irul</b> Rekaan\x07,,,,,\n", encoding="utf-8")
    result = check(state, Applicant(name="Irul B Rekaan"))
    assert "<b>" not in report(state, result)


@pytest.mark.usefixtures("list_file")
def test_no_personal_data_leaves_the_store(state):
    person = Applicant(name="Irul Rekaan", passport_number="X1000001", birth_date="1979-11-30")
    text = json.dumps(check(state, person))
    assert not any(secret in text for secret in ("Irul", "Rekaan", "X1000001", "1979"))


def test_the_sample_list_holds_somebody_like_the_sample_applicant(state, monkeypatch):
    monkeypatch.setenv("TERTIB_WATCHLIST_FILE", str(WATCHLIST))
    result = check(state, Applicant(name="Pemohon Contoh", birth_date="2000-01-01"))
    assert result["watchlist_decision"] == "review"
    assert result["watchlist_score"] < 100


def test_workers_that_find_a_new_list_at_once_import_it_once(state, list_file):
    for _ in range(3):
        stamp = list_file.stat().st_mtime_ns + 1_000_000_000
        os.utime(list_file, ns=(stamp, stamp))
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: check(state, Applicant(name="Bintang")), range(8)))
        assert {result["watchlist_decision"] for result in found} == {"clear"}
