"""Pages made by hand: grids from drawings with "|", symbols in the middle of cells."""

from types import SimpleNamespace

import pytest

from converters.readers.page import Box, Cell, Connector, Grid, Page, Point, Shape, ShapeKind
from converters.readers.sop_pages.assembly import assemble

WIDE, HIGH = 60, 40  # of a cell

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


SHORT = """
Nomor SOP | SOP-0{number}
Nama SOP | Layanan {number}
"""
HEADER = """
No | Kegiatan | Pelaksana | < | Mutu Baku | < | <
^ | ^ | Kabag | Staf | Kelengkapan | Waktu | Output
"""
FLOW = HEADER + "1 | Menerima | | | | 1 hari | Surat\n2 | Menyimpan | | | | 1 jam | Arsip"


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


def below(*texts):
    """Grids on one page, one below the other."""
    grids, top = [], 0
    for text in texts:
        grids.append(grid(text, top=top))
        top += grids[-1].box.height + 20
    return grids


def read(*pages):
    result = assemble(pages, "sop.pdf")
    assert result.errors == ()
    (table,) = result.tables
    return table


def activities(table):
    return [(row.number, row.activity) for row in table.rows]


def codes(table):
    return {(doubt.code, doubt.row) for doubt in table.doubts}


@pytest.fixture
def make():
    """What the pages of a test are made of."""
    return SimpleNamespace(
        COVER=COVER,
        TABLE=TABLE,
        SHORT=SHORT,
        HEADER=HEADER,
        FLOW=FLOW,
        grid=grid,
        below=below,
        page=page,
        shape=shape,
        read=read,
        activities=activities,
        codes=codes,
    )


@pytest.fixture
def table(make):
    return make.read(
        make.page(make.grid(make.COVER)),
        make.page(
            make.grid(make.TABLE),
            number=2,
            shapes=(
                make.shape(ShapeKind.TERMINATOR, 4, 2),
                make.shape(ShapeKind.DECISION, 3, 3),
                make.shape(ShapeKind.TERMINATOR, 2, 3),
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
