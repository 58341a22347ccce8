"""Pages with grids and drawings, made by hand, to SOP tables."""

import pytest

from converters.readers.page import Box, Cell, Connector, Grid, Page, Point, Shape, ShapeKind
from converters.readers.sop_pages.assembly import assemble
from converters.table import MarkKind

WIDE, HIGH = 60, 40  # of a cell


def grid(text, top=0, left=0):
    """A grid from a drawing: "|" between cells, "<" a cell that goes on, "^" one from above."""
    rows = [[c.strip() for c in line.split("|")] for line in text.strip().split("\n")]
    cells = []
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            columns = 1
            while x + columns < len(row) and row[x + columns] == "<":
                columns += 1
            down = 1
            while y + down < len(rows) and rows[y + down][x] == "^":
                down += 1
            box = Box(
                left + x * WIDE,
                top + y * HIGH,
                left + (x + columns) * WIDE,
                top + (y + down) * HIGH,
            )
            cells.append(
                Cell(
                    row=y,
                    column=x,
                    rows=down,
                    columns=columns,
                    text=cell.replace("/n", "\n"),
                    box=box,
                )
            )
    bottom = top + len(rows) * HIGH
    return Grid(cells=tuple(cells), box=Box(left, top, left + len(rows[0]) * WIDE, bottom))


def page(*grids, number=1, **content):
    return Page(number=number, width=842, height=595, grids=grids, **content)


def shape(kind, column, row, **content):
    """A symbol in the middle of a cell."""
    x, y = column * WIDE + WIDE / 2, row * HIGH + HIGH / 2
    return Shape(kind=kind, box=Box(x - 15, y - 8, x + 15, y + 8), **content)


COVER = """
BADAN URUSAN SURAT/nKANTOR WILAYAH BALI | < | NOMOR SOP | SOP-01/2025
^ | < | TGL. PEMBUATAN | 25 Juli 2022
^ | < | TGL. REVISI | -
^ | < | TGL. EFEKTIF | 02 Juni 2025
^ | < | DISAHKAN OLEH | Kepala Kantor/n/nSiti Aminah, S.H.
^ | < | NAMA SOP | Pelayanan Surat/nMasuk
DASAR HUKUM | < | KUALIFIKASI PELAKSANA | <
1. UU Nomor 17/n2. PP Nomor 28 Tahun 2020 tentang/nSurat | < | 1. Paham | <
KETERKAITAN | < | PERALATAN/PERLENGKAPAN | <
- | < | 1. Laptop/n2. Kertas | <
PERINGATAN | < | PENCATATAN DAN PENDATAAN | <
Jika tidak dilaksanakan,/nsurat tertunda | < | Buku agenda | <
"""
TABLE = """
No | Kegiatan | Pelaksana | < | < | Mutu Baku | < | < | Ket
^ | ^ | Kepala | Kabag/nUmum | Staf | Kelengkapan | Waktu | Output | ^
1. | Menerima/nsurat |  |  |  | Surat, amplop | 10/nMenit | Surat masuk |
2. | Memeriksa |  |  |  |  | Sesuai kebutuhan | 1. Nota/n2. Surat | cepat
"""


def read(*pages):
    result = assemble(pages, "sop.pdf")
    assert result.errors == ()
    (table,) = result.tables
    return table


@pytest.fixture
def table():
    return read(
        page(grid(COVER)),
        page(
            grid(TABLE),
            number=2,
            shapes=(
                shape(ShapeKind.TERMINATOR, 4, 2),
                shape(ShapeKind.DECISION, 3, 3),
                shape(ShapeKind.TERMINATOR, 2, 3),
            ),
            connectors=(
                Connector(
                    points=(Point(255, 100), Point(225, 130)), head_at_end=True, start=0, end=1
                ),
                Connector(
                    points=(Point(195, 140), Point(165, 140)), head_at_end=True, start=1, end=2
                ),
            ),
        ),
    )


def test_values_stand_beside_or_below_their_labels(table):
    header = table.header
    assert header.title == "Pelayanan Surat Masuk"
    assert header.number == "SOP-01/2025"
    assert (header.created, header.revised, header.effective) == ("2022-07-25", None, "2025-06-02")
    assert header.unit == "BADAN URUSAN SURAT\nKANTOR WILAYAH BALI"
    assert header.approved_by.position == "Kepala Kantor"
    assert header.approved_by.name == "Siti Aminah, S.H."
    assert header.legal_basis == ("UU Nomor 17", "PP Nomor 28 Tahun 2020 tentang Surat")
    assert header.qualifications == ("Paham",)
    assert header.related == ()
    assert header.equipment == ("Laptop", "Kertas")
    assert header.warning == "Jika tidak dilaksanakan, surat tertunda"
    assert header.recording == "Buku agenda"


def test_rows_have_their_columns(table):
    assert table.roles == ("Kepala", "Kabag Umum", "Staf")
    first, second = table.rows
    assert (first.number, first.activity, first.time) == ("1", "Menerima surat", "10 Menit")
    assert first.inputs == ("Surat", "amplop")
    assert first.outputs == ("Surat masuk",)
    assert (second.time, second.note) == ("Sesuai kebutuhan", "cepat")
    assert second.outputs == ("Nota", "Surat")


def test_symbols_are_marks_in_their_row_and_column(table):
    assert [[(m.kind, m.column) for m in row.marks] for row in table.rows] == [
        [(MarkKind.START, 2)],
        [(MarkKind.END, 0), (MarkKind.DECISION, 1)],
    ]
    assert all(mark.drawn for row in table.rows for mark in row.marks)


def test_arrows_lead_from_mark_to_mark(table):
    assert [(arrow.start, arrow.end) for arrow in table.arrows] == [
        ((0, 0), (1, 1)),
        ((1, 1), (1, 0)),
    ]


def test_everything_knows_where_it_was_read(table):
    assert table.source.page == 1
    row = table.rows[0]
    assert row.source.page == 2
    assert row.source.box == (0, 80, 540, 120)
    assert row.marks[0].source.box == (255, 92, 285, 108)
