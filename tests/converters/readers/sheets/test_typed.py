"""Rows of a sheet that are one step's, typed one below the other."""

import pytest
from openpyxl.styles import Border, Side

from converters.readers import read

TITLES = ["No", "Kegiatan", "Kabag", "Staf", "Waktu", "Output"]
LINE = Side(style="thin")
# Number, activity, its performer's column, time: a step of three rows, one of two, one of one.
TYPED = [
    (1, "Menerima", None, "10 menit"),
    (None, "surat permohonan", 4, None),
    (None, "Arsip", None, None),
    (2, "Memeriksa", None, "1 jam"),
    (None, "kelengkapan", 3, None),
    (3, "Menyimpan", 4, "1 hari"),
]


@pytest.fixture
def typed(book, tmp_path, save, draw):
    """The SOP of rows typed below a header, with lines above some of them."""

    def run(rows, *, lines=(), drawn=True):
        sheet = book.active
        sheet["A1"], sheet["C1"] = "NAMA SOP", "Pelayanan Surat"
        for column, title in enumerate(TITLES, start=1):
            sheet.cell(3, column, title)
        symbols = []
        for at, (number, activity, lane, time) in enumerate(rows):
            line = at + 4
            for column, value in ((1, number), (2, activity), (5, time)):
                sheet.cell(line, column, value)
            if lane and drawn:
                box = (lane - 1, 5, line - 1, 2), (lane - 1, 40, line - 1, 13)
                symbols.append(draw.between(*box, draw.shape(line, "flowChartProcess")))
            elif lane:
                sheet.cell(line, lane, "v")
            for column in range(1, 7):
                above = LINE if at in lines else None
                sheet.cell(line, column).border = Border(left=LINE, right=LINE, top=above)
        path = tmp_path / "sop.xlsx"
        path.write_bytes(save(book, symbols))
        (table,) = read(path).tables
        return table

    return run


def told(table):
    return [(doubt.code, doubt.row) for doubt in table.doubts if doubt.row]


def activities(table):
    return [(row.number, row.activity) for row in table.rows]


STEPS = [
    ("1", "Menerima surat permohonan Arsip"),
    ("2", "Memeriksa kelengkapan"),
    ("3", "Menyimpan"),
]


@pytest.mark.parametrize("drawn", [True, False])
def test_lines_show_which_rows_are_one_step(typed, drawn):
    table = typed(TYPED, lines=(0, 3, 5), drawn=drawn)
    assert activities(table) == STEPS
    assert [[mark.column for mark in row.marks] for row in table.rows] == [[1], [0], [1]]
    assert [row.time for row in table.rows] == ["10 menit", "1 jam", "1 hari"]
    assert told(table) == []


def test_without_lines_text_alone_goes_on_with_the_step_above_and_is_told(typed):
    table = typed(TYPED)
    assert activities(table) == STEPS
    assert [[mark.column for mark in row.marks] for row in table.rows] == [[1], [0], [1]]
    assert told(table) == [("row-continued", "1"), ("row-continued", "2")]


def test_text_that_goes_on_with_a_sentence_is_no_step_even_between_lines(typed):
    rows = [*TYPED[:2], *TYPED[3:]]
    assert activities(typed(rows, lines=range(6))) == [
        ("1", "Menerima surat permohonan"),
        ("2", "Memeriksa kelengkapan"),
        ("3", "Menyimpan"),
    ]


@pytest.mark.parametrize("drawn", [True, False])
def test_a_row_with_a_symbol_of_its_own_is_a_step_with_or_without_a_number(typed, drawn):
    rows = [(1, "Menerima", 4, None), (None, "Mencatat", 3, None), (2, "Menyimpan", 4, None)]
    table = typed(rows, drawn=drawn)
    assert activities(table) == [("1", "Menerima"), ("1a", "Mencatat"), ("2", "Menyimpan")]
    assert told(table) == [("row-number-missing", "1a")]


def test_a_row_with_a_time_of_its_own_is_a_step_with_or_without_a_number(typed):
    rows = [
        (1, "Menerima", 4, "1 jam"),
        (None, "mencatat", None, "1 jam"),
        (2, "Menyimpan", 4, "1 jam"),
    ]
    table = typed(rows)
    assert activities(table) == [("1", "Menerima"), ("1a", "mencatat"), ("2", "Menyimpan")]


def test_the_number_may_stand_in_the_middle_of_its_rows(typed):
    rows = [
        (None, "Menerima", None, None),
        (1, "Surat", 4, "1 jam"),
        (2, "Menyimpan", 3, "1 jam"),
    ]
    assert activities(typed(rows, lines=(0, 2))) == [("1", "Menerima Surat"), ("2", "Menyimpan")]
