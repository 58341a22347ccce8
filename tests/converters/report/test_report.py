"""The owner's report: opened from a memory stick, looked into by XPath."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from lxml import html

from converters.diagram import write as write_diagram
from converters.documents import read_document
from converters.model import Approval, Branch, CoverText, Doubt, DrawnMark, Part
from converters.report import SCREEN, diagram, write
from converters.report.strips import HEADERS, HEIGHT, SCALES, WIDTH, add_strips, cut_up
from converters.templates import load

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "converters" / "samples").glob("*.txt"))


@pytest.fixture(scope="module")
def sops():
    return [sop for document in map(read_document, SAMPLES) for sop in document.sops]


@pytest.fixture(scope="module")
def bpmns(sops):
    templates = load(ROOT / "bpmn" / "templates")
    return {sop.id: write_diagram(sop, templates).bpmn for sop in sops}


@pytest.fixture(scope="module")
def pages(sops, bpmns):
    return {sop.id: html.document_fromstring(write(sop, bpmns[sop.id])) for sop in sops}


@pytest.fixture
def page(pages):
    return pages["legalisasi-elektronik"]


def words(element) -> str:
    return " ".join(element.text_content().split())


def percent(confidence: float) -> str:
    return f"({confidence:.0%})".replace("%", " %")


def test_a_date_without_a_day_is_shown_as_printed(sops, bpmns):
    dated = msgspec.structs.replace(sops[0], created="2014-01", effective="2014-02-03")
    page = html.document_fromstring(write(dated, bpmns[dated.id]))
    facts = words(page.xpath("//dl[@class='facts']")[0])
    assert "Tanggal pembuatanJanuari 2014" in facts.replace("pembuatan ", "pembuatan")
    assert "3 Februari 2014" in facts


def test_what_a_cover_says_besides_is_shown_and_goes_into_the_diagram(sops):
    said = CoverText(heading="Maksud dan tujuan", text="Melayani warga.")
    sop = msgspec.structs.replace(sops[0], further=(said,))
    bpmn = write_diagram(sop, load(ROOT / "bpmn" / "templates")).bpmn
    assert "Maksud dan tujuan: Melayani warga." in bpmn.decode()
    page = html.document_fromstring(write(sop, bpmn))
    (box,) = page.xpath("//section[h3='Maksud dan tujuan']")
    assert words(box).endswith("Melayani warga.")


def test_nothing_is_fetched_and_nothing_runs(pages):
    for page in pages.values():
        assert not page.xpath("//script | //link | //iframe | //@src | //@onclick")
        targets = page.xpath("//@href")
        assert targets
        assert all(target.startswith("#") for target in targets)
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'")


def test_every_link_leads_somewhere_and_no_id_is_there_twice(pages):
    for name, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        assert {target[1:] for target in page.xpath("//@href")} <= set(ids), name


def test_every_row_has_its_doubts_below_it_with_their_sureness(sops, pages):
    for sop in sops:
        for step in sop.steps:
            doubts = [doubt for doubt in sop.doubts if doubt.row == step.number]
            rows = pages[sop.id].xpath(f"//tr[@id='baris-{step.number}']/following-sibling::tr[1]")
            told = [words(item) for row in rows for item in row.xpath(".//li")] if doubts else []
            assert len(told) == len(doubts)
            for doubt, text in zip(doubts, told, strict=True):
                assert " ".join(doubt.message.split()) in text
                assert percent(doubt.confidence) in text


def test_the_least_certain_comes_first_with_a_link_to_it(sops, pages):
    for sop in sops:
        listed = pages[sop.id].xpath("//ol[@class='first']/li")
        unsure = sorted(d.confidence for d in sop.doubts if d.confidence < 0.9)
        assert len(listed) == min(len(unsure), 10)
        for item, confidence in zip(listed, unsure, strict=False):
            assert percent(confidence) in words(item)


def test_a_doubt_about_no_row_is_told_once(sops, bpmns):
    told = [
        Doubt(code="x", row=None, message=message, confidence=sureness)
        for message, sureness in (("Tidak pasti.", 0.6), ("Hampir pasti.", 0.95))
    ]
    sop = msgspec.structs.replace(sops[0], doubts=tuple(told))
    page = html.document_fromstring(write(sop, bpmns[sop.id]))
    check = page.xpath("//section[@id='periksa']")[0]
    assert [words(check).count(doubt.message) for doubt in told] == [1, 1]
    assert check.xpath(".//li/@id") == ["keraguan-1", "keraguan-2"]


def test_row_diagram_and_answer_lead_to_each_other(page):
    assert page.xpath("//tr[@id='baris-7']/th/a/@href") == ["#simpul-7"]
    assert page.xpath("//g[@id='simpul-7']//a/@href") == ["#baris-7"]
    answers = page.xpath("//tr[@id='baris-7']//p[@class='decision']/a/@href")
    assert answers == ["#baris-8", "#baris-5"]


def test_who_does_a_row_is_said_to_those_who_cannot_see_the_symbol(page):
    said = [page.xpath(f"//tr[@id='baris-{row}']//svg/@aria-label") for row in (7, 9)]
    assert said == [["keputusan, pelaksana, disimpulkan"], ["selesai, pelaksana"]]


def with_row(sop, bpmn, **changes):
    """The report where the SOP's first row is another one."""
    step = msgspec.structs.replace(sop.steps[0], **changes)
    sop = msgspec.structs.replace(sop, steps=(step, *sop.steps[1:]), doubts=())
    page = html.document_fromstring(write(sop, bpmn))
    return page.xpath(f"//tr[@id='baris-{step.number}']")[0]


def test_each_cell_shows_the_symbols_that_are_drawn_there(sops, bpmns):
    sop = next(sop for sop in sops if len(sop.roles) > 2)
    first, second, *_ = sop.roles
    marks = (
        DrawnMark(kind="start", role=first, text="", shape="terminator"),
        DrawnMark(kind="task", role=first, text="", shape="process"),
        DrawnMark(kind="decision", role=second, text="", shape="decision"),
        DrawnMark(kind="off-page", role=second, text="", shape="off-page"),
    )
    changes = {"role": first, "with_roles": (second,), "parts": (), "marks": marks}
    row = with_row(sop, bpmns[sop.id], **changes)
    cells = row.xpath("./td[@class='mark']")
    shown = [[kind.split()[1] for kind in cell.xpath("./svg/@class")] for cell in cells]
    assert shown == [["start", "task"], ["decision", "off-page"], *([[]] * (len(cells) - 2))]
    outlines = [[node.tag for node in cell.xpath("./svg/*[last()]")] for cell in cells[:2]]
    assert outlines == [["rect", "rect"], ["polygon", "polygon"]]
    assert len(cells[0].xpath("./svg/rect[@rx > 0]")) == 1


def test_all_questions_of_a_row_are_told_with_where_each_answer_leads(sops, bpmns):
    sop = sops[0]
    here, there = sop.steps[0].number, sop.steps[2].number
    first, second = sop.roles[:2]
    forth = Branch(to=here, part=2, answer="Tidak ada")
    parts = (
        Part(role=first, question="Ada?", branches=(Branch(to=there, answer="Ada"), forth)),
        Part(
            role=second,
            question="Ringan?",
            branches=(Branch(to=None, answer="Ya"), Branch(to=here, answer="Tidak", back=True)),
        ),
    )
    asked = with_row(sop, bpmns[sop.id], parts=parts).xpath(".//p[@class='decision']")
    assert [words(line) for line in asked] == [
        f"Ada?Ada → baris {there}Tidak ada → “Ringan?”",
        "Ringan?Ya → selesaiTidak → “Ada?”",
    ]
    assert asked[0].xpath("./a/@href") == [f"#baris-{there}"]


def test_who_asks_is_told_where_a_row_asks_the_same_twice(sops, bpmns):
    sop = sops[0]
    here = sop.steps[0].number
    first, second = sop.roles[:2]
    ways = (Branch(to=here, part=2, answer="Ya"), Branch(to=None, answer="Tidak"))
    parts = (
        Part(role=first, question="Disetujui?", branches=ways),
        Part(role=second, question="Disetujui?", branches=ways[1:]),
    )
    asked = with_row(sop, bpmns[sop.id], parts=parts).xpath(".//p[@class='decision']")
    assert words(asked[0]).startswith(f"Disetujui? ({first})Ya → “Disetujui? ({second})”")
    assert words(asked[1]).startswith(f"Disetujui? ({second})")


def test_the_number_of_who_approved_is_told(sops, bpmns):
    signed = Approval(position="Kepala", name="Nama", id_number="196501011990031001")
    sop = msgspec.structs.replace(sops[0], approved_by=signed)
    page = html.document_fromstring(write(sop, bpmns[sop.id]))
    assert "196501011990031001" in words(page.xpath("//dl[@class='facts']")[0])


def test_the_diagram_draws_every_shape_and_flow_of_the_bpmn(sops, pages, bpmns):
    for sop in sops:
        drawing = diagram.read(bpmns[sop.id])
        (ink,) = pages[sop.id].xpath("//g[@id='gambar']")
        ground = [shape for shape in drawing.shapes if shape.kind in diagram.GROUND]
        nodes = len(drawing.shapes) - len(ground)
        assert len(ink.xpath(".//g[starts-with(@class, 'node ')]")) == nodes
        assert len(ink.xpath("./polyline")) == len(drawing.edges)
        assert len(ink.xpath("./rect")) == 2 * len(ground)
        drawn = {words(text).replace(" ", "") for text in ink.xpath(".//text")}
        for part in (*drawing.shapes, *drawing.edges):
            assert not part.name or "".join(part.name.split()) in drawn


def test_a_diagram_wider_than_the_screen_is_shown_as_a_whole_too(sops, pages, bpmns):
    for sop in sops:
        whole = diagram.read(bpmns[sop.id]).bounds
        overviews = pages[sop.id].xpath("//svg[contains(@class, 'overview')]")
        assert len(overviews) == (whole.width > SCREEN)
        for svg in overviews:
            assert svg.xpath("./use/@href") == ["#gambar"]
            box = svg.get("viewbox") or svg.get("viewBox")
            assert tuple(map(float, box.split())) == pytest.approx(tuple(whole))


def task(x: float, y: float) -> diagram.Shape:
    bounds = diagram.Bounds(x, y, 100, 80)
    return diagram.Shape(id="t", kind="userTask", name="Tugas", row=None, bounds=bounds, label=None)


def ground(kind: str, *bounds: float) -> diagram.Shape:
    at = diagram.Bounds(*bounds)
    return diagram.Shape(id=kind, kind=kind, name=kind, row=None, bounds=at, label=None)


def tall(tasks) -> diagram.Drawing:
    """Three lanes of 600 px, as wide as three sheets."""
    lanes = [ground("lane", 30, y, 4000, 600) for y in (0, 600, 1200)]
    shapes = (ground("participant", 0, 0, 4030, 1800), *lanes, *tasks)
    return diagram.Drawing(shapes=shapes, edges=())


def test_a_tall_diagram_is_cut_below_lanes_so_that_its_labels_stay_legible_on_paper():
    drawing = tall(task(x, y) for x in range(100, 4000, 200) for y in range(20, 1800, 200))
    cut = cut_up(drawing, 1.0)
    assert cut.rows == 3
    assert {(sheet.y, sheet.bottom) for sheet in cut.sheets} == {
        (-10, 600),
        (600, 1200),
        (1200, 1810),
    }
    assert all(sheet.width + HEADERS <= WIDTH for sheet in cut.sheets)
    assert sum(sheet.width * sheet.height for sheet in cut.sheets) == (4010 - 90) * 1820


def test_a_sheet_with_nothing_on_it_is_not_printed():
    cut = cut_up(tall([task(100, 20), task(3800, 1500)]), 1.0)
    assert len(cut.sheets) == 2


def test_no_sheet_is_for_the_last_shape_alone():
    tasks = [task(x, 20) for x in range(100, 1600, 200)]
    cut = cut_up(tall(tasks), 1.0)
    assert [(sheet.x, sheet.right) for sheet in cut.sheets] == [(90, 801), (801, 1610)]


def test_sheets_begin_where_something_is_drawn():
    cut = cut_up(tall([task(100, 20), task(1000, 1500), task(2000, 1500)]), 1.0)
    assert [(sheet.x, sheet.right) for sheet in cut.sheets] == [(90, 210), (990, 2110)]


def test_sheets_show_the_names_of_the_lanes_that_are_on_them():
    parent = html.Element("section")
    add_strips(parent, tall([task(100, 20), task(100, 1500)]), "gambar")
    *_, last = parent.xpath("./div/figure")
    assert last.xpath("./figcaption/text()") == ["Diagram, bagian 2 dari 2"]
    assert len(last.xpath("./svg/svg[1]//rect[@class='lane']")) == 1
    (numbers,) = parent.xpath("./div/figure/svg[contains(@class, 'map')]")
    assert numbers.xpath("./text/text()") == ["1", "2"]


def test_a_long_name_stays_within_its_header_on_a_low_sheet():
    lane = ground("lane", 30, 0, 900, 130)
    lane = msgspec.structs.replace(lane, name="Seksi Pelayanan dan Pengelolaan Data Statistik " * 3)
    parent = html.Element("section")
    drawing = diagram.Drawing(shapes=(lane, task(100, 20)), edges=())
    add_strips(parent, drawing, "gambar")
    (name,) = parent.xpath("./div/figure/svg/svg[1]//text")
    assert len(name.xpath("./tspan")) == 2
    assert words(name).endswith("…")


def test_on_paper_the_sheets_show_all_of_the_diagram_once(sops, pages, bpmns):
    for sop in sops:
        drawing = diagram.read(bpmns[sop.id])
        whole = drawing.bounds
        windows = pages[sop.id].xpath("//div[@class='strips']/figure/svg/svg[2]")
        boxes = [window.get("viewbox") or window.get("viewBox") for window in windows]
        sheets = [diagram.Bounds(*map(float, box.split())) for box in boxes]
        largest = max(SCALES)
        assert all(sheet.width <= largest * WIDTH for sheet in sheets)
        assert all(sheet.height <= largest * HEIGHT for sheet in sheets)
        for one, other in combinations(sheets, 2):
            across = min(one.right, other.right) - max(one.x, other.x)
            down = min(one.bottom, other.bottom) - max(one.y, other.y)
            assert min(across, down) <= 0
        for shape in drawing.shapes:
            if shape.kind not in diagram.GROUND:
                x, y = shape.bounds.x + 1, shape.bounds.y + 1
                assert any(s.x <= x <= s.right and s.y <= y <= s.bottom for s in sheets)
        assert max(sheet.right for sheet in sheets) <= whole.right


def test_what_scrolls_has_a_name_and_no_link_is_hidden_in_a_picture(pages):
    for page in pages.values():
        places = page.xpath("//*[@tabindex]")
        assert places
        assert all(place.get("role") == "region" and place.get("aria-label") for place in places)
        assert not page.xpath("//*[@role='img']//a")


def test_what_a_document_says_never_becomes_markup(sops, bpmns):
    danger = '<script>alert("x")</script>'
    step = msgspec.structs.replace(sops[0].steps[0], activity=danger, note=danger + "\x00")
    doubt = Doubt(code="x", row=step.number, message=danger, confidence=0.2)
    sop = msgspec.structs.replace(
        sops[0], title=danger, steps=(step, *sops[0].steps[1:]), doubts=(doubt,)
    )
    page = html.document_fromstring(write(sop, bpmns[sop.id]))
    assert not page.xpath("//script")
    assert page.text_content().count(danger) >= 4


def test_the_same_sop_gives_the_same_bytes(sops, bpmns):
    for sop in sops[:3]:
        assert write(sop, bpmns[sop.id]) == write(sop, bpmns[sop.id])


def test_a_diagram_that_was_edited_is_said_to_differ(sops, bpmns):
    page = html.document_fromstring(write(sops[0], bpmns[sops[0].id], edited=True))
    for section in ("periksa", "diagram"):
        (told,) = page.xpath(f"//section[@id='{section}']/p[contains(@class, 'edited')]")
        assert "mungkin sudah disunting" in told.text
    assert "mungkin sudah disunting" not in write(sops[0], bpmns[sops[0].id]).decode()
