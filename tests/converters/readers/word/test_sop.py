"""A Word file with cover, table and drawn flow is an SOP, whichever way it is drawn."""

import re

import msgspec
import pytest

from converters.infer import infer
from converters.readers import read
from converters.table import MarkKind
from tests.converters.readers.word import writing
from tests.converters.readers.word.test_hostile import unpacked
from tests.converters.readers.word.test_text import level, listed, numbered
from tests.converters.readers.word.writing import Box, Figure, docx, p, tbl, tc, tr

COVER = tbl(
    (385, 385),
    tr(
        tc("KEMENTERIAN HUKUM", "KANTOR WILAYAH BALI", properties='<w:vMerge w:val="restart"/>'),
        "NOMOR SOP : W.20-01",
    ),
    tr(tc("", properties="<w:vMerge/>"), "TANGGAL PEMBUATAN : 1 Januari 2025"),
    tr(tc("", properties="<w:vMerge/>"), "NAMA SOP : PELAYANAN SURAT MASUK"),
    tr(
        tc(p("DASAR HUKUM :"), p("UU Nomor 43 Tahun 2009", properties=numbered(2))),
        tc("KUALIFIKASI PELAKSANA :", "1. Memahami persuratan"),
    ),
)
WIDTHS = (30, 200, 80, 80, 80, 80, 60, 80, 60)
HEADER = (
    tr(
        tc("No", properties='<w:vMerge w:val="restart"/>'),
        tc("Kegiatan", properties='<w:vMerge w:val="restart"/>'),
        tc("Pelaksana", properties='<w:gridSpan w:val="3"/>'),
        tc("Mutu Baku", properties='<w:gridSpan w:val="3"/>'),
        tc("Ket", properties='<w:vMerge w:val="restart"/>'),
        properties="<w:tblHeader/>",
    ),
    tr(
        *(tc("", properties="<w:vMerge/>") for _ in range(2)),
        *("Staf", "Kasubbag", "Kabag", "Kelengkapan", "Waktu", "Output"),
        tc("", properties="<w:vMerge/>"),
    ),
)
STEPS = ("Menerima surat masuk", "Mencatat surat", "Memeriksa surat", "Mengarsipkan surat")
HEIGHT = 60  # points of each row

# From the text of the first performer's cell in the first row.
FLOW = (
    Figure("flowChartTerminator", Box(10, 15, 50, 24), id=2),
    Figure("flowChartProcess", Box(90, HEIGHT + 15, 50, 24), id=3),
    Figure("flowChartDecision", Box(170, 2 * HEIGHT + 12, 50, 30), id=4),
    Figure("flowChartTerminator", Box(10, 3 * HEIGHT + 15, 50, 24), id=5),
    Figure("bentConnector2", Box(60, 27, 55, 48), id=6, head=True, glue=(2, 3)),
    Figure("bentConnector2", Box(140, 87, 55, 45), id=7, head=True, glue=(3, 4)),
    Figure("bentConnector2", Box(115, 99, 55, 48), id=8, turn=180, head=True, glue=(4, 3)),
    Figure("bentConnector2", Box(60, 162, 135, 45), id=9, flip="x", head=True, glue=(0, 0)),
    Figure("rect", Box(118, 125, 36, 14), id=10, text="Tidak", outline=False),
)
AROUND = Box(10, 15, 210, 204)
PARTS = {
    "numbering": listed(level(0, "decimal", "%1."), "", "")
    + '<w:abstractNum w:abstractNumId="8">'
    + level(0, "decimal", "%1.")
    + '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>',
    "settings": writing.rules(FLOW),
}


LAST_BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"


def sop(*runs, by_row=None, second_page=None):
    """The whole document.

    Args:
        runs: what hangs in the first performer's cell of the first row.
        by_row: the same for each row, in place of it.
        second_page: index of the row with which Word began a page.
    """
    hung = by_row or [runs, (), (), ()]
    rows = [
        tr(
            tc(p(properties=numbered(9))),
            tc(p(*((LAST_BREAK,) if place == second_page else ()), activity)),
            tc(p(*hung[place])),
            *("", "", "Surat", "10 menit", "Agenda", ""),
            height=HEIGHT,
            exact=True,
        )
        for place, activity in enumerate(STEPS)
    ]
    return docx(COVER, p(), tbl(WIDTHS, *HEADER, *rows), parts=PARTS)


WAYS = {
    "anchored": lambda: sop(*map(writing.alone, FLOW)),
    "group": lambda: sop(writing.group(FLOW, AROUND)),
    "canvas": lambda: sop(writing.canvas(FLOW, AROUND)),
    "vml": lambda: sop(writing.vml_group(FLOW, AROUND)),
}


@pytest.fixture
def table(tmp_path):
    def run(content):
        path = tmp_path / "sop.docx"
        path.write_bytes(content)
        result = read(path)
        assert result.errors == ()
        (found,) = result.tables
        return found

    return run


def test_cover_columns_and_rows_are_read(table):
    found = table(WAYS["anchored"]())
    assert found.header.title == "PELAYANAN SURAT MASUK"
    assert found.header.number == "W.20-01"
    assert found.header.created == "2025-01-01"
    assert found.header.legal_basis == ("UU Nomor 43 Tahun 2009",)
    assert found.roles == ("Staf", "Kasubbag", "Kabag")
    assert [(row.number, row.activity, row.time) for row in found.rows] == [
        (f"{place}", activity, "10 menit") for place, activity in enumerate(STEPS, start=1)
    ]


def test_the_flow_is_as_drawn(table):
    found = table(WAYS["anchored"]())
    assert [[(mark.kind, mark.column) for mark in row.marks] for row in found.rows] == [
        [(MarkKind.START, 0)],
        [(MarkKind.TASK, 1)],
        [(MarkKind.DECISION, 2)],
        [(MarkKind.END, 0)],
    ]
    assert {(arrow.start[0], arrow.end[0], arrow.label) for arrow in found.arrows} == {
        (0, 1, None),
        (1, 2, None),
        (2, 1, "Tidak"),
        (2, 3, None),
    }
    decision = infer(found).steps[2].decision
    assert (decision.returns_to, decision.yes_to) == ("2", "4")


def test_a_flow_over_two_pages_is_one(table):
    by_row = [
        [writing.alone(x) for at, x in enumerate(FLOW) if at in (0, 1, 4)],
        [],
        [
            writing.alone(x._replace(box=x.box._replace(top=x.box.top - 2 * HEIGHT)))
            for at, x in enumerate(FLOW)
            if at in (2, 3, 7)
        ],
        [],
    ]
    found = table(sop(by_row=by_row, second_page=2))
    assert [[mark.kind for mark in row.marks] for row in found.rows] == [
        [MarkKind.START],
        [MarkKind.TASK],
        [MarkKind.DECISION],
        [MarkKind.END],
    ]
    assert [row.number for row in found.rows] == ["1", "2", "3", "4"]
    assert [row.source.page for row in found.rows] == [1, 1, 2, 2]
    assert {(arrow.start[0], arrow.end[0]) for arrow in found.arrows} == {(0, 1), (2, 3)}


@pytest.mark.parametrize("left", [True, False])
def test_a_cover_and_its_table_in_two_cells_of_one_that_lays_them_out(tmp_path, left):
    rows = (
        tr(str(number), text, "v", "", "", "Surat", "1 jam", "Arsip", "")
        for number, text in enumerate(STEPS, start=1)
    )
    cells = [tc(COVER, p()), tc(tbl(WIDTHS, *HEADER, *rows), p())]
    outer = tbl((400, 770), tr(*(cells if left else reversed(cells))))
    path = tmp_path / "sop.docx"
    path.write_bytes(docx(outer, p(), parts=PARTS, sections=writing.section(width=1250)))
    (table,) = read(path).tables
    assert (table.header.number, table.header.title) == ("W.20-01", "PELAYANAN SURAT MASUK")
    assert [row.activity for row in table.rows] == list(STEPS)


@pytest.mark.parametrize("outline", [True, False])
def test_activities_typed_in_text_boxes_are_those_of_the_cells_below_them(tmp_path, outline):
    """Kelengkapan, too; "Tidak" at an arrow stays the arrow's."""

    def box(number, text, left=5, top=8, width=150):
        return writing.alone(Figure("rect", Box(left, top, width, 40), number, text, outline))

    rows = []
    for number, text in enumerate(STEPS, start=1):
        drawn = [writing.alone(one) for one in FLOW] if number == 1 else []
        typed = tc(p(box(40 + number, text)))
        inputs = tc(p(box(60 + number, "Surat", width=60)))
        cells = (str(number), typed, tc(p(*drawn)), "", "", inputs, "1 jam", "Arsip", "")
        rows.append(tr(*cells, height=HEIGHT))
    path = tmp_path / "sop.docx"
    path.write_bytes(docx(COVER, p(), tbl(WIDTHS, *HEADER, *rows), parts=PARTS))
    (table,) = read(path).tables
    assert [row.activity for row in table.rows] == list(STEPS)
    assert [row.inputs for row in table.rows] == [("Surat",)] * 4
    assert [[mark.column for mark in row.marks] for row in table.rows] == [[0], [1], [2], [0]]
    assert {arrow.label for arrow in table.arrows} == {None, "Tidak"}
    assert not {"activity-missing", "mark-unplaced"} & {one.code for one in table.doubts}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_drawing_gives_the_same_model(table, way):
    def plain(found):
        rows = [
            msgspec.structs.replace(
                row,
                source=None,
                marks=tuple(msgspec.structs.replace(x, source=None) for x in row.marks),
            )
            for row in found.rows
        ]
        return rows, [msgspec.structs.replace(arrow, source=None) for arrow in found.arrows]

    assert plain(table(WAYS[way]())) == plain(table(WAYS["anchored"]()))


LENGTH = re.compile(r'(w:(?:w|h|left|top|right|bottom|header|line)|trHeight w:val)="(\d+)"')


def in_points(length):
    """As Word writes lengths in strict files: with their unit."""
    return f'{length[1]}="{int(length[2]) / 20:g}pt"'


def test_the_strict_form_of_a_file_is_read_as_the_ordinary_one(table):
    files = unpacked(WAYS["canvas"]())
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace(
            "http://schemas.openxmlformats.org/drawingml/2006/",
            "http://purl.oclc.org/ooxml/drawingml/",
        )
        for name, text in files.items()
    }
    assert strict != files
    strict = {name: LENGTH.sub(in_points, text) for name, text in strict.items()}
    assert table(writing.packed(strict)) == table(WAYS["canvas"]())
