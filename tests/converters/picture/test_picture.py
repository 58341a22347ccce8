"""A page with what was recognised drawn over it."""

from __future__ import annotations

import io
from base64 import b64decode

import msgspec
import pypdfium2
import pytest
from lxml import html
from PIL import Image, ImageDraw

from converters.errors import DocumentError
from converters.model import (
    Decision,
    Doubt,
    DrawnArrow,
    DrawnMark,
    Lane,
    Source,
    Step,
)
from converters.picture import pages_of, picture
from converters.picture.background import SCALE, Background, backgrounds
from converters.picture.ink import unknown
from converters.picture.labels import Labels, at_box, at_line
from converters.picture.show import show
from converters.picture.unread import Kind
from converters.readers.page import (
    Box,
    Cell,
    Connector,
    Grid,
    Page,
    Point,
    Shape,
    ShapeKind,
    Text,
)
from tests.converters.sops import sop_of

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
SOP = sop_of(
    FIRST,
    SECOND,
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
    assert svg.xpath(".//text[@class='role-tag']/text()") == ["1", "2"]
    marks = svg.xpath(".//rect[starts-with(@class, 'mark ')]")
    assert [mark.get("class") for mark in marks] == ["mark task", "mark decision"]
    assert (marks[0].get("x"), marks[0].get("y"), marks[0].get("width")) == ("110", "60", "40")
    assert "Baris 1: kegiatan, Staf" in svg.xpath(".//title/text()")
    assert svg.xpath(".//text[@class='label arrow']/text()") == ["1→2 Lanjut"]
    assert [t.text for t in svg.xpath(".//g[@class='doubt']//text")] == ["1"]


def test_a_cell_that_says_a_performers_name_is_no_column_where_the_titles_are_known():
    (titles,) = PAGE.grids
    named = cell(3, 5, "Staf", 300, 60, 400, 80)
    page = msgspec.structs.replace(
        PAGE, grids=(Grid(cells=(*titles.cells, named), box=titles.box),)
    )
    lanes = tuple(Lane(role=x.text, source=source(*x.box)) for x in titles.cells)
    svg, _ = picture(page, [msgspec.structs.replace(SOP, lanes=lanes)], None)
    assert svg.xpath(".//rect[@class='role']/@y") == ["20", "20"]


def test_what_is_drawn_but_used_nowhere_stands_out(drawn):
    svg, seen = drawn
    (stray,) = svg.xpath(".//rect[@class='unused']")
    assert (stray.get("x"), stray.get("y")) == ("300", "200")
    assert [line.get("class") for line in svg.xpath(".//polyline")] == ["line used", "line unused"]
    assert (seen.shapes, seen.unused_shapes) == (3, 1)
    assert (seen.lines, seen.unused_lines) == (2, 1)


def test_what_another_sop_of_the_page_took_is_not_missed_and_not_marked():
    above = msgspec.structs.replace(SOP, steps=(FIRST,), arrows=(), roles=("Staf",))
    below = msgspec.structs.replace(SOP, steps=(SECOND,), roles=("Kepala",))
    _, alone = picture(PAGE, [above], None)
    svg, seen = picture(PAGE, [above], None, [below])
    assert (alone.unused_shapes, alone.unused_lines, alone.unread) == (2, 2, (Kind.TEXT,))
    assert (seen.unused_shapes, seen.unused_lines, seen.unread) == (1, 1, ())
    assert svg.xpath(".//rect[starts-with(@class, 'mark ')]/@class") == ["mark task"]


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
    missed = "1 bentuk tidak dipakai, 1 garis tidak dipakai"
    assert captions[0].endswith(f"3 bentuk, 2 garis. Periksa: {missed}.")
    nothing = "tidak ada baris SOP yang terbaca di sini"
    assert captions[1] == f"Halaman 2: 1 tabel. Periksa: {nothing}."
    glance = [" ".join(i.text_content().split()) for i in page.xpath("//ul[@class='glance']/li")]
    assert glance[2:] == [f"Halaman 1: {missed}", f"Halaman 2: {nothing}"]
    assert glance[0].startswith("Pelayanan Uji: 2 baris, 2 pelaksana")
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
    pages = [Page(number=number, width=200, height=100) for number in (1, 3)]
    found = backgrounds(content.getvalue(), pages)
    assert list(found) == [1]
    assert found[1].unknown == ()
    head, _, data = found[1].address.partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(b64decode(data))) as image:
        assert image.size == (200 * SCALE, 100 * SCALE)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7 broken", b""])
def test_what_cannot_be_drawn_has_no_picture(content):
    assert backgrounds(content, [PAGE]) == {}


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


def test_what_is_drawn_but_was_not_recognised_stands_out():
    image = Image.new("L", (int(WIDTH), int(HEIGHT)), 255)
    ink = ImageDraw.Draw(image)
    ink.rectangle(TASK, outline=0)
    ink.line([tuple(point) for point in LINE.points], fill=0)
    ink.ellipse((320, 60, 360, 90), outline=0)  # a symbol that nobody found
    (box,) = unknown(image, PAGE)
    assert box.left <= 320
    assert box.right >= 360
    assert box.top <= 60
    assert box.bottom >= 90
    inner, margin = Box(110, 25, 130, 35), box
    svg, seen = picture(PAGE, [SOP], Background("data:,", (inner, margin)))
    assert seen.unread == (Kind.INK,)
    assert len(svg.xpath(".//rect[@class='unread']")) == 1
    assert len(svg.xpath(".//rect[@class='margin']")) == 1


def test_texts_that_are_in_no_sop_stand_out():
    cells = (
        cell(0, 0, "Kegiatan", 0, 0, 100, 20),
        cell(0, 1, "Kepala", 100, 0, 200, 20),
        cell(1, 0, "2. Memeriksa", 0, 20, 100, 40),
        cell(1, 1, "Dikirim lewat pos tercatat", 100, 20, 200, 40),
    )
    notice = Text(text="Ditandatangani secara elektronik", box=Box(0, 280, 200, 290))
    grid = Grid(cells=cells, box=Box(0, 0, 200, 40))
    page = Page(number=1, width=WIDTH, height=HEIGHT, grids=(grid,), texts=(notice,))
    svg, seen = picture(page, [SOP], None)
    (missed,) = svg.xpath(".//rect[@class='unread']")
    assert (missed.get("x"), missed.get("y")) == ("100", "20")
    assert seen.unread == (Kind.TEXT,)
    (margin,) = svg.xpath(".//rect[@class='margin']")
    assert margin.get("y") == "280"


def test_a_large_picture_that_nothing_was_read_from_stands_out():
    flow, logo = Box(100, 60, 300, 280), Box(10, 10, 40, 40)
    page = Page(number=1, width=WIDTH, height=HEIGHT, pictures=(flow, logo))
    svg, seen = picture(page, [SOP], None)
    assert seen.unread == (Kind.PICTURE,)
    assert seen.margins
    told = svg.xpath(".//rect[starts-with(title, 'Gambar')]/@class")
    assert told == ["unread", "margin"]
    assert picture(msgspec.structs.replace(page, ocr=0.9), [SOP], None)[1].unread == ()


def test_a_date_and_a_label_of_the_cover_are_no_missed_texts():
    cells = (
        cell(0, 0, "Tanggal Pembuatan", 0, 0, 100, 20),
        cell(0, 1, "8 Januari 2021", 100, 0, 200, 20),
    )
    page = Page(
        number=1, width=WIDTH, height=HEIGHT, grids=(Grid(cells=cells, box=Box(0, 0, 200, 20)),)
    )
    dated = msgspec.structs.replace(SOP, created="2021-01-08")
    assert picture(page, [dated], None)[1].unread == ()
    assert picture(page, [SOP], None)[1].unread == (Kind.TEXT,)


def test_no_label_covers_another_one_or_a_symbol_where_there_is_room():
    labels = Labels([Box(0, 0, 40, 20)])
    layer = html.Element("g")
    for _ in range(2):
        labels.write(layer, "1→2 Ya", [Point(20, 10), Point(20, 30), Point(20, 50)], "arrow")
    assert [float(text.get("y")) // 20 for text in layer] == [1, 2]


def test_a_label_stands_in_a_blank_symbol_and_beside_a_short_line():
    symbol = Box(100, 100, 160, 130)
    layer = html.Element("g")
    spots = at_box("1 kegiatan", symbol, blank=True)
    Labels([Box(100.4, 100, 160, 129.6)]).write(layer, "1 kegiatan", spots, "task", of=symbol)
    assert symbol.holds(Point(float(layer[0].get("x")), float(layer[0].get("y"))))
    assert not symbol.holds(at_box("1 kegiatan", symbol, blank=False)[0])
    short, long = [(Point(0, 0), Point(10, 0))], [(Point(0, 0), Point(90, 0))]
    assert at_line("1→2 Ya", short)[0].x > 10
    assert at_line("1→2 Ya", long)[0] == (45, 0)


def test_an_arrow_is_told_at_its_own_line_not_at_one_that_it_shares_a_box_with():
    short = Connector(points=(Point(130, 80), Point(130, 110)), head_at_end=True)
    long = Connector(points=(Point(150, 70), Point(240, 70), Point(240, 110)), head_at_end=True)
    page = msgspec.structs.replace(PAGE, shapes=(), connectors=(short, long))
    arrows = (
        msgspec.structs.replace(
            SOP.arrows[0], label="Ya", to_row="3", source=source(130, 70, 240, 110)
        ),
        msgspec.structs.replace(SOP.arrows[0], label="Tidak", source=source(130, 80, 130, 110)),
    )
    svg, _ = picture(page, [msgspec.structs.replace(SOP, arrows=arrows)], None)
    found = {t.text: float(t.get("x")) for t in svg.xpath(".//text[@class='label arrow']")}
    assert found["1→2 Tidak"] == 130
    assert found["1→3 Ya"] == 195
