import pytest

from converters.durations import is_clock, parse, titled_unit, with_unit
from converters.model import Duration


@pytest.mark.parametrize(
    ("printed", "low", "high", "working"),
    [
        ("30 detik", "PT30S", "PT30S", False),
        ("5 Menit", "PT5M", "PT5M", False),
        ("480 Menit", "PT480M", "PT480M", False),
        ("15'", "PT15M", "PT15M", False),
        ("3 jam", "PT3H", "PT3H", False),
        ("1,5 jam", "PT1H30M", "PT1H30M", False),
        ("1 jam 30 menit", "PT1H30M", "PT1H30M", False),
        ("2 Hari", "P2D", "P2D", True),
        ("3 (tiga) hari kerja", "P3D", "P3D", True),
        ("1-2 HK", "P1D", "P2D", True),
        ("5 hari kalender", "P5D", "P5D", False),
        ("2 minggu", "P2W", "P2W", False),
        ("1 bulan", "P1M", "P1M", False),
        ("1 bulan 2 minggu", "P1M2W", "P1M2W", False),
        ("1-2 hari", "P1D", "P2D", True),
        ("10 – 20 menit", "PT10M", "PT20M", False),
        ("20-10 menit", "PT10M", "PT20M", False),
        ("30 menit - 1 jam", "PT30M", "PT1H", False),
        ("1 s/d 3 hari", "P1D", "P3D", True),
        ("1 s.d. 3 hari", "P1D", "P3D", True),
        ("1 sampai dengan 3 hari", "P1D", "P3D", True),
        ("1 x 24 jam", "PT24H", "PT24H", False),
        ("2x24 jam", "PT48H", "PT48H", False),
        ("maks. 2 hari", "P2D", "P2D", True),
        ("paling lama 14 hari", "P14D", "P14D", True),
        ("± 15 menit", "PT15M", "PT15M", False),
        ("satu hari", "P1D", "P1D", True),
        ("0:10:00", "PT10M", "PT10M", False),
        ("00:15", "PT15M", "PT15M", False),
        ("1:30", "PT1H30M", "PT1H30M", False),
        ("24:00", "PT24H", "PT24H", False),
    ],
)
def test_a_duration_is_read_as_printed(printed, low, high, working):
    assert parse(printed) == Duration(text=printed, min=low, max=high, working=working)


@pytest.mark.parametrize(
    "printed",
    [
        None,
        "",
        "-",
        "Disposisi",
        "kondisional",
        "7",
        "10-",
        "hari",
        "1-2-3 hari",
        "1 hari rapat",
        "2 kali",
        "setiap hari",
        "1" * 10 + " hari",
        "1 jam " * 50,
        "08:00 - 09:00",
        "0:00",
        "1:75",
    ],
)
def test_what_is_no_duration_gives_none(printed):
    assert parse(printed) is None


def test_the_text_is_kept_with_single_spaces():
    duration = parse("  10  menit ")
    assert duration is not None
    assert duration.text == "10 menit"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Waktu", None),
        ("Waktu (menit)", "menit"),
        ("WAKTU (HARI KERJA)", "hari kerja"),
        ("Waktu Penyelesaian / Jam", "jam"),
        ("Waktu (jam/hari)", None),
    ],
)
def test_a_title_names_the_unit_of_its_column(title, unit):
    assert titled_unit(title) == unit


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("10", "10 menit"),
        ("10-15", "10-15 menit"),
        ("± 5", "± 5 menit"),
        ("1 hari", "1 hari"),
        ("0:10", "0:10"),
        ("kondisional", "kondisional"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_a_bare_number_has_the_unit_of_its_column(printed, meant):
    assert with_unit(printed, "menit") == meant
    assert with_unit(printed, None) == printed


def test_only_hours_and_minutes_may_be_a_time_of_day():
    assert [is_clock(text) for text in ("1:30", "0:30", "1:30:00", "1 jam")] == [
        True,
        False,
        False,
        False,
    ]
