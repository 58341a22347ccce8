import pytest

from converters.dates import parse, parse_month


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("5 JANUARI 2022", "2022-01-05"),
        ("06 Januari 2025", "2025-01-06"),
        ("24 Mei2021", "2021-05-24"),
        ("Denpasar, 1 Nopember 2020", "2020-11-01"),
        ("3 Agt. 2020", "2020-08-03"),
        ("24-05-2021", "2021-05-24"),
        ("4/5/2021", "2021-05-04"),
        ("12.12.2020", "2020-12-12"),
        ("2021-05-24", "2021-05-24"),
    ],
)
def test_a_date_is_read_in_the_forms_offices_print(printed, expected):
    assert parse(printed) == expected


@pytest.mark.parametrize(
    "printed", ["", "-", "31 Februari 2022", "1 Foo 2022", "Mei 2022", "0/0/2022"]
)
def test_what_the_calendar_lacks_is_no_date(printed):
    assert parse(printed) is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Januari 2014", "2014-01"),
        ("... Maret 2020", "2020-03"),
        ("…… Pebruari 2020", "2020-02"),
        ("Denpasar,      Agt. 2021", "2021-08"),
        ("5 Januari 2014", None),
        ("31 Februari 2020", None),
        ("Tahun 2020", None),
        ("Maret", None),
    ],
)
def test_a_month_is_read_where_the_day_was_left_open(printed, expected):
    assert parse_month(printed) == expected
