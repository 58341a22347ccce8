"""Flowcharts in pictures: symbols drawn as outlines, level and upright lines with arrowheads."""

import pytest
from PIL import Image, ImageChops, ImageDraw

from converters.documents import read_document
from converters.readers.page import ShapeKind
from converters.readers.scan import figures, levelling, ruling
from tests import corpus

DPI = 200
DOT = 72 / DPI


def arrow(pen, *points):
    """A line with bends and a head at its end, which leads down, right, left or up."""
    pen.line(points, fill=0, width=5)
    (from_x, from_y), (x, y) = points[-2:]
    across = (x > from_x) - (x < from_x)
    down = (y > from_y) - (y < from_y)
    back = x - 20 * across, y - 20 * down
    wings = [(back[0] + 9 * side * down, back[1] + 9 * side * across) for side in (1, -1)]
    pen.polygon([(x, y), *wings], fill=0)


@pytest.fixture
def drawn(sheet):
    """The sheet with a flowchart: a start, a task, its decision, an end."""
    pen = ImageDraw.Draw(sheet)
    columns, rows = {"Kepala": 825, "Petugas": 1075}, [810, 920, 1030]
    for y in rows:  # what the sheet prints in the cells gives way to symbols
        pen.rectangle([960, y - 45, 1190, y + 45], fill=255)
    x, y = columns["Petugas"], rows[0]
    pen.rounded_rectangle([x - 80, y - 30, x + 80, y + 30], 30, outline=0, width=5)
    arrow(pen, (x, y + 32), (x, rows[1] - 37))
    y = rows[1]
    pen.rectangle([x - 80, y - 35, x + 80, y + 35], outline=0, width=5)
    arrow(pen, (x - 80, y), (columns["Kepala"] + 82, y))
    tips = [(825, 880), (905, 920), (825, 960), (745, 920)]
    pen.line([*tips, tips[0]], fill=0, width=5)
    arrow(pen, (825, 962), (825, 1030), (x - 82, 1030))
    arrow(pen, (825, 880), (825, 810), (x - 82, 810))
    pen.rounded_rectangle([x - 80, 1000, x + 80, 1060], 30, outline=0, width=5)
    return sheet


def found(sheet):
    grey = levelling.levelled(sheet, DOT)
    dark = ruling.ink(grey, DOT)
    return figures.find(dark, DOT, ruling.rules(dark, DOT))


KINDS = [ShapeKind.DECISION, ShapeKind.PROCESS, ShapeKind.TERMINATOR, ShapeKind.TERMINATOR]


@pytest.mark.parametrize("angle", [0, 0.7, -2.2])
def test_symbols_are_known_by_their_outlines(drawn, angle):
    leaning = drawn.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert sorted(symbol.kind for symbol in found(leaning).symbols) == KINDS


def test_symbols_are_found_in_a_shadow(drawn):
    shadow = Image.linear_gradient("L").resize(drawn.size).point(lambda level: level * 2 // 3)
    dim = ImageChops.subtract(drawn, shadow)
    assert sorted(symbol.kind for symbol in found(dim).symbols) == KINDS


def test_a_filled_rectangle_has_its_corners(sheet):
    ImageDraw.Draw(sheet).rectangle([975, 775, 1175, 845], fill=180, outline=0, width=4)
    (symbol,) = found(sheet).symbols
    assert symbol.kind is ShapeKind.PROCESS
    assert [round(side / DOT) for side in symbol.box] == pytest.approx([975, 775, 1175, 845], abs=8)


def test_cells_and_letters_are_no_symbols(sheet):
    assert found(sheet) == figures.Figures()


def test_a_photograph_shows_no_symbols():
    noise = Image.effect_noise((2339, 1654), 120)
    assert figures.find(ruling.ink(noise, DOT), DOT, ()) == figures.Figures()


def test_a_flowchart_in_a_scan_is_read_as_drawn(needs_ocr, drawn, tmp_path):
    drawn.save(tmp_path / "sop.png", dpi=(DPI, DPI))
    (sop,) = read_document(tmp_path / "sop.png").sops
    assert [[(mark.role, mark.shape) for mark in step.marks] for step in sop.steps] == [
        [("Petugas", "terminator")],
        [("Kepala", "decision"), ("Petugas", "process")],
        [("Petugas", "terminator")],
    ]
    assert sorted((arrow.from_row, arrow.to_row) for arrow in sop.arrows) == [
        ("1", "2"),
        ("2", "1"),
        ("2", "2"),
        ("2", "3"),
    ]
    assert sop.steps[1].decision.returns_to == "1"


def test_the_pictured_flowchart_of_a_real_sop_is_read_as_drawn(needs_ocr):
    (path,) = (path for path in corpus.documents() if path.name.startswith("210."))
    (sop,) = read_document(path).sops
    assert [
        [(sop.roles.index(mark.role), mark.shape) for mark in step.marks] for step in sop.steps
    ] == [
        [(1, "process"), (2, "process"), (4, "terminator")],
        [(2, "process")],
        [(1, "decision")],
        [(0, "decision"), (1, "process"), (2, "process")],
        [(3, "terminator")],
    ]
    arrows = sorted(arrow.from_row + arrow.to_row for arrow in sop.arrows)
    assert arrows == ["11", "11", "12", "23", "32", "34", "43", "44", "44", "45"]
    assert [step.decision and step.decision.returns_to for step in sop.steps] == [
        None, None, "2", "3", None,
    ]  # fmt: skip
