"""A page with what was recognised drawn over it."""

from __future__ import annotations

import io
from base64 import b64decode

import msgspec
import pypdfium2
import pytest
from lxml import html
from PIL import Image

from converters.errors import DocumentError
from converters.model import (
    Approval,
    Decision,
    Doubt,
    DrawnArrow,
    DrawnMark,
    Sop,
    Source,
    Step,
)
from converters.picture import pages_of, picture
from converters.picture.background import SCALE, backgrounds
from converters.picture.show import show
from converters.readers.page import Box, Cell, Connector, Grid, Page, Point, Shape, ShapeKind

WIDTH, HEIGHT = 400.0, 300.0


def source(*box: float, page: int = 1) -> Source:
    return Source(file="sop.pdf", page=page, box=box or None)


def cell(row: int, column: int, text: str, *box: float) -> Cell:
    return Cell(row=row, column=column, text=text, box=Box(*box))


TASK, CHOICE, STRAY = Box(110, 60, 150, 80), Box(210, 110, 250, 140), Box(300, 200, 330, 220)
LINE = Connector(points=(Point(130, 80), Point(130, 125), Point(210, 125)), head_at_end=True)
LOOSE = Connector(points=(Point(300, 250), Point(360, 250)))
PAGE = Page(
    number=1,
    width=WIDTH,
    height=HEIGHT,
    grids=(
        Grid(
            cells=(cell(0, 0, "Staf", 100, 20, 200, 40), cell(0, 1, "Kepala", 200, 20, 300, 40)),
            box=Box(100, 20, 300, 40),
        ),
    ),
    shapes=(
        Shape(kind=ShapeKind.PROCESS, box=TASK),
        Shape(kind=ShapeKind.DECISION, box=CHOICE),
        Shape(kind=ShapeKind.TERMINATOR, box=STRAY),
    ),
    connectors=(LINE, LOOSE),
)
FIRST = Step(
    number="1",
    activity="Menulis",
    role="Staf",
    marks=(DrawnMark(kind="task", role="Staf", text="", source=source(*TASK)),),
    source=source(0, 50, 400, 100),
)
SECOND = Step(
    number="2",
    activity="Memeriksa",
    role="Kepala",
    decision=Decision(question="Lengkap?", returns_to="1", yes_to=None),
    marks=(DrawnMark(kind="decision", role="Kepala", text="", source=source(*CHOICE)),),
    source=source(0, 100, 400, 150),
)
SOP = Sop(
    id="uji",
    title="Pelayanan Uji",
    number=None,
    unit=None,
    created=None,
    revised=None,
    effective=None,
    approved_by=Approval(),
    legal_basis=(),
    qualifications=(),
    related=(),
    equipment=(),
    warning=None,
    recording=None,
    roles=("Staf", "Kepala"),
    steps=(FIRST, SECOND),
    arrows=(
        DrawnArrow(
            from_row="1",
            from_role="Staf",
            to_row="2",
            to_role="Kepala",
            label="Lanjut",
            source=source(130, 80, 210, 125),
        ),
    ),
    doubts=(
        Doubt(code="x", row="2", message="Jalur Tidak disimpulkan.", confidence=0.6),
        Doubt(code="y", row=None, message="Tanpa tempat.", confidence=0.6),
    ),
    source=source(page=1),
)


@pytest.fixture
def drawn():
    return picture(PAGE, [SOP], None)


def test_rows_columns_marks_arrows_and_doubts_are_drawn_where_they_were_read(drawn):
    svg, _ = drawn
    assert [t.text for t in svg.xpath(".//text[@class='tag']")] == ["1", "2"]
    assert svg.xpath(".//text[@class='role']/text()") == ["lajur 1", "lajur 2"]
    marks = svg.xpath(".//rect[starts-with(@class, 'mark ')]")
    assert [mark.get("class") for mark in marks] == ["mark task", "mark decision"]
    assert (marks[0].get("x"), marks[0].get("y"), marks[0].get("width")) == ("110", "60", "40")
    assert "Baris 1: kegiatan, Staf" in svg.xpath(".//title/text()")
    assert svg.xpath(".//text[@class='label arrow']/text()") == ["1→2 Lanjut"]
    assert [t.text for t in svg.xpath(".//g[@class='doubt']//text")] == ["1"]


def test_what_is_drawn_but_used_nowhere_stands_out(drawn):
    svg, seen = drawn
    (stray,) = svg.xpath(".//rect[@class='unused']")
    assert (stray.get("x"), stray.get("y")) == ("300", "200")
    assert [line.get("class") for line in svg.xpath(".//polyline")] == ["line used", "line unused"]
    assert msgspec.structs.astuple(seen) == (3, 1, 2, 1)


def test_a_line_has_its_head_where_it_was_found(drawn):
    svg, _ = drawn
    used, unused = svg.xpath(".//polyline")
    assert used.get("marker-end") == "url(#head-used-1)"
    assert used.get("marker-start") is None
    assert unused.get("marker-end") is None


def test_a_page_without_a_picture_is_drawn_from_its_cells(drawn):
    svg, _ = drawn
    assert svg.xpath(".//g[@class='paper']//tspan/text()") == ["Staf", "Kepala"]
    assert not svg.xpath(".//image")


def test_a_text_that_its_cell_has_no_room_for_is_cut_and_said_to_be():
    small = cell(0, 0, "Satu dua tiga empat lima enam tujuh delapan", 0, 0, 60, 20)
    grid = Grid(cells=(small,), box=small.box)
    svg, _ = picture(Page(number=1, width=60, height=20, grids=(grid,)), [], None)
    lines = svg.xpath(".//g[@class='paper']//tspan/text()")
    assert len(lines) == 2
    assert lines[-1].endswith(" …")


def test_an_sop_has_the_pages_it_was_read_from():
    pages = tuple(msgspec.structs.replace(PAGE, number=number) for number in (1, 2, 3))
    below = msgspec.structs.replace(SECOND, source=source(0, 0, 9, 9, page=3))
    sop = msgspec.structs.replace(SOP, steps=(FIRST, below))
    assert [page.number for page in pages_of(sop, pages)] == [1, 3]


def test_the_page_of_a_document_shows_all_pages_tables_and_what_was_wrong():
    error = DocumentError("x", "Rusak.", "Perbaiki.", file="sop.pdf")
    second = msgspec.structs.replace(PAGE, number=2, shapes=(), connectors=())
    other = msgspec.structs.replace(SOP, title="Pelayanan Lain")
    page = html.document_fromstring(show("sop.pdf", [PAGE, second], [SOP, other], [error], {}))
    captions = [" ".join(c.text_content().split()) for c in page.xpath("//figcaption")]
    assert captions[0].endswith("3 bentuk, 2 garis (1 bentuk dan 1 garis tidak dipakai)")
    assert captions[1] == "Halaman 2: 1 tabel"
    assert page.xpath("//h2/text()") == ["Pelayanan Uji", "Pelayanan Lain"]
    assert "sop.pdf: Rusak. Perbaiki." in page.text_content()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//@href")} <= set(ids)


def test_pages_of_a_pdf_are_pictures_in_grey():
    content = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(200, 100)
        document.new_page(50, 50)
        document.save(content)
    found = backgrounds(content.getvalue(), [1, 3])
    assert list(found) == [1]
    head, _, data = found[1].partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(b64decode(data))) as image:
        assert image.size == (200 * SCALE, 100 * SCALE)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7 broken", b""])
def test_what_cannot_be_drawn_has_no_picture(content):
    assert backgrounds(content, [1]) == {}


def test_an_arrow_that_comes_from_another_page_makes_use_of_its_connector_and_line():
    exit_ = Shape(kind=ShapeKind.OFF_PAGE, box=Box(110, 5, 150, 20))
    line = Connector(points=(Point(130, 20), Point(130, 60)), head_at_end=True)
    page = msgspec.structs.replace(PAGE, shapes=(exit_,), connectors=(line,))
    before = msgspec.structs.replace(
        SECOND, number="0", marks=(), source=source(0, 0, 9, 9, page=2)
    )
    arrow = DrawnArrow(from_row="0", from_role="Kepala", to_row="1", to_role="Staf")
    sop = msgspec.structs.replace(SOP, steps=(before, FIRST), arrows=(arrow,))
    bare = msgspec.structs.replace(page, shapes=(Shape(kind=ShapeKind.PROCESS, box=TASK),))
    assert picture(bare, [sop], None)[1].unused_lines == 0  # it comes from the page's edge
    svg, seen = picture(page, [sop], None)
    assert (seen.unused_shapes, seen.unused_lines) == (0, 0)
    assert svg.xpath(".//rect[@class='mark off-page']")
    _, unjoined = picture(page, [msgspec.structs.replace(sop, arrows=())], None)
    assert (unjoined.unused_shapes, unjoined.unused_lines) == (1, 1)
