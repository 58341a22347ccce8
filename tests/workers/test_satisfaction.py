"""The index by the regulation's numbers, and the report of a time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from workers.letters.pdf.archival import is_pdf_a
from workers.respondents import Respondent
from workers.satisfaction import converted, grade, index, respondents_needed, unit_index
from workers.satisfaction_report import Response, responses, summarise
from workers.satisfaction_sheet import sheet
from workers.testing import NOW, run_handler

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
JAYAPURA = ZoneInfo("Asia/Jayapura")


@pytest.mark.parametrize(
    ("value", "letter"),
    [("100", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"),
     ("65.00", "C"), ("64.99", "D"), ("25", "D")],
)  # fmt: skip
def test_grades_begin_where_the_regulation_says(value, letter):
    assert grade(Decimal(value)) == letter


@pytest.mark.parametrize(
    ("lowest", "highest", "letter"),
    [("1.00", "2.5996", "D"), ("2.60", "3.064", "C"), ("3.0644", "3.532", "B"),
     ("3.5324", "4.00", "A")],
)  # fmt: skip
def test_the_regulations_two_tables_of_intervals_say_the_same(lowest, highest, letter):
    """Values from 1 to 4 and their conversion to 25 to 100 stand side by side in its annex."""
    assert [grade(converted(Decimal(value))) for value in (lowest, highest)] == [letter, letter]


def test_the_index_is_the_mean_of_the_elements_times_25():
    values = [
        Decimal(v) for v in ("3.45", "2.65", "3.53", "2.31", "1.55", "3.12", "2.13", "2.43", "3.21")
    ]
    assert index(values) == Decimal("67.72")
    assert unit_index([(0, 0)] * 9) is None


def test_each_element_weighs_the_same_however_many_answered_it():
    totals = [(1, 1)] + [(100, 400)] * 8
    assert unit_index(totals) == converted(Decimal(1 + 8 * 4) / 9)


@pytest.mark.parametrize(
    ("served", "needed"),
    [(10, 10), (50, 44), (100, 80), (500, 217), (1000, 278), (10_000, 370), (100_000, 383)],
)
def test_so_many_respondents_are_asked_for_as_morgan_and_krejcies_table_says(served, needed):
    assert abs(respondents_needed(served) - needed) <= 1  # the table rounds up or down as it likes


def response(
    day=date(2025, 3, 4), service="Izin Magang", office="W.6", answers=(3,) * 9, **respondent
):
    return Response(
        office=office,
        service=service,
        day=day,
        answers=answers,
        respondent=Respondent(**respondent),
    )


def test_a_line_tells_respondents_index_grade_and_each_element():
    (line,) = summarise([response(answers=(4,) * 8 + (1,)), response(answers=(4,) * 8 + (2,))])
    assert (line.respondents, line.index, line.grade) == (2, 93.06, "A")
    assert line.performance == "Sangat baik"
    last = line.elements[8]
    assert (last.code, last.answers, last.mean, last.weighted) == ("U9", 2, 1.5, 0.167)
    assert (last.index, last.grade) == (37.5, "D")
    assert line.weakest == (last,)


def test_who_left_an_element_out_counts_as_respondent_and_not_in_the_element():
    (line,) = summarise([response(answers=(None,) + (3,) * 8), response(answers=(1,) + (3,) * 8)])
    assert (line.respondents, line.elements[0].answers, line.elements[0].mean) == (2, 1, 1.0)


def test_an_element_nobody_answered_leaves_no_index():
    (line,) = summarise([response(answers=(None,) + (3,) * 8)])
    assert (line.index, line.grade, line.elements[0].mean) == (None, None, None)
    assert "U1" not in [element.code for element in line.weakest]


def test_offices_services_and_periods_are_kept_apart_when_asked_for():
    given = [
        response(office="W.15"),
        response(),
        response(service="Legalisasi"),
        response(service=None),
        response(day=date(2025, 6, 30)),
    ]
    assert [(each.office, each.respondents) for each in summarise(given)] == [
        ("W.15", 1),
        ("W.6", 4),
    ]
    lines = summarise(given, by_service=True, each="quarter")
    assert [(each.office, each.service, each.period) for each in lines] == [
        ("W.15", "Izin Magang", "2025-Q1"),
        ("W.6", None, "2025-Q1"),
        ("W.6", "Izin Magang", "2025-Q1"),
        ("W.6", "Izin Magang", "2025-Q2"),
        ("W.6", "Legalisasi", "2025-Q1"),
    ]


def test_respondents_are_counted_by_what_they_said_of_themselves_in_the_forms_order():
    (line,) = summarise(
        [
            response(sex="P", age=20, education="S1"),
            response(sex="L", age=21, education="SMA"),
            response(sex="P", age=61),
            response(),
        ]
    )
    assert [list(counts.items()) for counts in line.profile.values()] == [
        [("L", 1), ("P", 2)],
        [("10-20", 1), ("21-30", 1), ("61+", 1)],
        [("SMA", 1), ("S1", 1)],
        [],
    ]


@pytest.mark.parametrize(
    ("each", "periods"),
    [
        ("month", ["2025-01", "2025-06", "2025-07", "2025-12"]),
        ("quarter", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("semester", ["2025-S1", "2025-S2"]),
        ("year", ["2025"]),
    ],
)
def test_a_day_is_in_its_period(each, periods):
    days = [date(2025, month, 1) for month in (1, 6, 7, 12)]
    lines = summarise([response(day=day) for day in days], each=each)
    assert [line.period for line in lines] == periods


@pytest.fixture
def state(any_state):
    return any_state


def answered(state, *, now=NOW, office="W.6", title="PERMOHONAN IZIN MAGANG", value=3):
    variables = {f"u{number}": value for number in range(1, 10)}
    variables |= {"office": {"code": office}, "process_title": title}
    run_handler("satisfaction-survey", variables, state=state, now=now)


def test_a_response_is_found_with_what_the_respondent_said(state):
    variables = {f"u{number}": 3 for number in range(1, 10)} | {"sex": "L", "age": "45"}
    run_handler("satisfaction-survey", variables, state=state)
    (said,) = found(state)
    assert said.respondent == Respondent(sex="L", age=45)


def found(state, since=YEAR[0], until=YEAR[1], zone=JAYAPURA, office=None):
    with state.database.reading() as db:
        return list(responses(db, zone, since, until, office))


def test_responses_are_found_with_their_service_and_of_one_office_alone(state):
    answered(state)
    answered(state, office="W.15", title=None)
    assert {(each.office, each.service) for each in found(state)} == {
        ("W.6", "Permohonan Izin Magang"),
        ("W.15", None),
    }
    assert [each.office for each in found(state, office="W.15")] == ["W.15"]


def test_the_first_and_the_last_day_count_and_are_the_offices(state):
    """Half past midnight in Jayapura is still the day before in Greenwich."""
    begin = datetime(2025, 3, 4, 0, 30, tzinfo=JAYAPURA)
    assert begin.astimezone(UTC).date() == date(2025, 3, 3)
    for moment in (begin, begin + timedelta(hours=23), begin + timedelta(hours=24)):
        answered(state, now=moment)
    days = [each.day for each in found(state, date(2025, 3, 4), date(2025, 3, 4))]
    assert days == [date(2025, 3, 4)] * 2


def test_the_sheet_is_pdf_a_and_says_what_is_published():
    given = response(answers=(4,) * 8 + (3,), sex="P", education="SMA")
    (line,) = summarise([given], by_service=True)
    pdf = sheet(line, name="Kantor Wilayah Contoh", since=YEAR[0], until=YEAR[1], now=NOW)
    assert is_pdf_a(pdf)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    shown = " ".join(words.split())
    for expected in (
        "KANTOR WILAYAH CONTOH",
        "Izin Magang",
        "1 Januari 2025 sampai dengan 31 Desember 2025",
        "97,22",
        "Sangat baik",
        "Jumlah responden: 1",
        "U9 Sarana dan prasarana 3,00 75,00 C",
        "diperbaiki: Sarana dan prasarana",
        "Jenis kelamin Perempuan: 1 orang",
        "Pendidikan SMA: 1 orang",
    ):
        assert expected in shown
