"""Whatever stands on pages, reading them ends in SOPs or in reasons."""

from hypothesis import given, settings
from hypothesis import strategies as st

from converters.infer import infer
from converters.readers.page import Box, Cell, Connector, Grid, Page, Point, Shape, ShapeKind, Text
from converters.readers.sop_pages.assembly import assemble

WORDS = [
    "", " ", "No", "NO.", "Kegiatan", "Pelaksana", "Mutu Baku", "Kelengkapan", "Waktu", "Output",
    "Ket", "Kabag", "Staf", "1", "1.", "2", "(3)", "A.", "10 menit", "Nomor SOP", "Nama SOP : X",
    "Nama SOP", "Layanan", "Dasar Hukum:\n1. UU\n2. PP", "Disahkan oleh", "Kepala\n\nSiti", "V",
    "Mulai", "Tanggal Revisi", "32/13/2020", "1. Menerima\nsurat", "KEMENTERIAN X", "-",
]  # fmt: skip
coordinate = st.floats(-50, 900, allow_nan=False)
boxes = st.builds(Box, coordinate, coordinate, coordinate, coordinate)
texts = st.sampled_from(WORDS) | st.text(max_size=8)
cells = st.builds(
    Cell,
    row=st.integers(0, 6),
    column=st.integers(0, 9) | st.integers(0, 10**9),
    rows=st.integers(1, 3) | st.integers(1, 10**9),
    columns=st.integers(1, 4) | st.integers(1, 10**9),
    text=texts,
    box=boxes,
    range=st.none() | st.text(max_size=8),
)


def ruled(items, box):
    return Grid(cells=tuple(sorted(items, key=lambda x: (x.row, x.column))), box=box)


HEADER = [
    Cell(row=0, column=x, text=text, box=Box(x * 60, 0, x * 60 + 60, 40))
    for x, text in enumerate(["No", "Kegiatan", "Kabag", "Staf", "Waktu", "Output"])
]
below = cells.map(lambda x: Cell(row=x.row + 1, column=x.column, text=x.text, box=x.box))
grids = st.builds(ruled, st.lists(cells, max_size=30), boxes) | st.builds(
    lambda items, box: ruled([*HEADER, *items], box), st.lists(below, max_size=30), boxes
)
shapes = st.builds(Shape, kind=st.sampled_from(ShapeKind), box=boxes, text=texts)
lines = st.builds(
    Connector,
    points=st.lists(st.builds(Point, coordinate, coordinate), min_size=2, max_size=4).map(tuple),
    head_at_end=st.booleans(),
)
pages = st.builds(
    Page,
    number=st.integers(1, 9),
    width=st.just(842.0),
    height=st.just(595.0),
    grids=st.lists(grids, max_size=3).map(tuple),
    shapes=st.lists(shapes, max_size=6).map(tuple),
    connectors=st.lists(lines, max_size=4).map(tuple),
    texts=st.lists(st.builds(Text, text=texts, box=boxes), max_size=4).map(tuple),
    pictures=st.lists(boxes, max_size=1).map(tuple),
)
COVER = Page(
    number=1,
    width=842,
    height=595,
    texts=(Text(text="Nama SOP : Layanan", box=Box(0, 0, 200, 10)),),
)


@settings(max_examples=60)
@given(st.lists(pages, max_size=3))
def test_any_pages_end_in_sops_or_reasons(found):
    result = assemble([COVER, *found], "sop.pdf")
    assert result.tables or result.errors
    for table in result.tables:
        assert len({row.number for row in table.rows}) == len(table.rows)
        for arrow in table.arrows:
            for row, mark in (arrow.start, arrow.end):
                assert table.rows[row].marks[mark].column < len(table.roles)
        infer(table)
