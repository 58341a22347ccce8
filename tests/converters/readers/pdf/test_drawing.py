"""Symbols and arrows among a page's paths, as the programs of offices write them."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.readers.page import Box, Cell, Grid, Point, ShapeKind
from converters.readers.pdf import drawing, symbols
from converters.readers.pdf.paths import Path, Subpath
from converters.readers.pdf.pieces import Outline

BLACK, WHITE, GRAY = (0, 0, 0, 255), (255, 255, 255, 255), (200, 200, 200, 255)


def path(*polygons, paint="F", colour=BLACK, curves=0, closed=True, dashed=False):
    subpaths = tuple(
        Subpath(tuple(Point(*map(float, point)) for point in points), curves, closed)
        for points in polygons
    )
    xs, ys = zip(*(point for subpath in subpaths for point in subpath.points), strict=True)
    return Path(
        subpaths=subpaths,
        stroked="S" in paint,
        filled="F" in paint,
        fill=colour,
        stroke=colour,
        width=0.75,
        dashed=dashed,
        box=Box(min(xs), min(ys), max(xs), max(ys)),
    )


def ring(left, top, right, bottom):
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def diamond(left, top, right, bottom):
    x, y = (left + right) / 2, (top + bottom) / 2
    return [(left, y), (x, top), (right, y), (x, bottom), (left, y)]


def pentagon(left, top, right, bottom, shoulder):
    tip = (left + right) / 2, bottom
    return [(left, top), (right, top), (right, shoulder), tip, (left, shoulder), (left, top)]


def capsule(left, top, right, bottom, steps=0):
    """With a curve for each quarter, or the quarters cut into so many short lines."""
    radius = (bottom - top) / 2
    y = top + radius
    if not steps:
        a, b = left + radius, right - radius
        return [(a, top), (left, y), (a, bottom), (b, bottom), (right, y), (b, top), (a, top)]
    turns = [math.pi / 2 + math.pi * k / steps / 2 for k in range(2 * steps + 1)]
    west = [(left + radius * (1 + math.cos(t)), y - radius * math.sin(t)) for t in turns]
    east = [(left + right - a, top + bottom - b) for a, b in west]
    return [*west, *east, west[0]]


def arrow(x1, y1, x2, y2):
    """As Excel writes it: the outline of the line, and a triangle, in one path."""
    far = math.dist((x1, y1), (x2, y2))
    a, b = (x2 - x1) / far, (y2 - y1) / far
    x, y = x2 - 3 * a, y2 - 3 * b
    line = [(x1 + b / 4, y1 - a / 4), (x + b / 4, y - a / 4), (x - b / 4, y + a / 4)]
    line += [(x1 - b / 4, y1 + a / 4), line[0]]
    base = x2 - 4 * a, y2 - 4 * b
    head = [(base[0] + 2 * b, base[1] - 2 * a), (x2, y2), (base[0] - 2 * b, base[1] + 2 * a)]
    return path(line, [*head, head[0]])


def grid(xs=(50, 150, 250, 350), ys=(50, 120, 190, 260)):
    cells = tuple(
        Cell(row=row, column=column, text="", box=Box(xs[column], ys[row], *ends))
        for row in range(len(ys) - 1)
        for column in range(len(xs) - 1)
        for ends in [(xs[column + 1], ys[row + 1])]
    )
    return Grid(cells=cells, box=Box(xs[0], ys[0], xs[-1], ys[-1]))


def kinds(*paths, grids=()):
    return [shape.kind for shape in drawing.read(paths, grids).shapes]


def only_line(*paths, grids=()):
    (line,) = drawing.read(paths, grids).connectors
    return line


@pytest.mark.parametrize(
    ("kind", "points", "curves"),
    [
        (ShapeKind.PROCESS, ring(60, 70, 100, 90), 0),
        (ShapeKind.DECISION, diamond(60, 70, 100, 90), 0),
        (ShapeKind.TERMINATOR, capsule(60, 70, 100, 90), 4),
        (ShapeKind.TERMINATOR, capsule(60, 70, 100, 90, steps=8), 0),
        (ShapeKind.OFF_PAGE, pentagon(60, 70, 80, 90, shoulder=86), 0),
        (ShapeKind.OFF_PAGE, pentagon(60, 70, 80, 90, shoulder=80), 0),
        (ShapeKind.OFF_PAGE, diamond(60, 70, 78, 88), 4),
        (ShapeKind.OFF_PAGE, capsule(60, 70, 78, 88, steps=8), 0),
        (ShapeKind.OFF_PAGE, [p for p in diamond(60, 70, 78, 88) for _ in "ab"], 4),
        (ShapeKind.TERMINATOR, diamond(60, 70, 110, 90), 4),
    ],
    ids=[
        "rectangle",
        "diamond",
        "capsule",
        "cut-capsule",
        "pentagon",
        "deep-pentagon",
        "circle",
        "cut-circle",
        "circle-with-sides-of-no-length",
        "ellipse",
    ],
)
def test_a_symbol_is_known_by_its_outline(kind, points, curves):
    assert kinds(path(points, paint="S", curves=curves)) == [kind]


def test_an_outline_filled_around_another_is_one_symbol():
    outer, inner = diamond(60, 70, 100, 90), diamond(61, 70.5, 99, 89.5)
    assert kinds(path(outer, inner)) == [ShapeKind.DECISION]


def test_fill_line_and_shadow_are_one_symbol_where_the_line_is():
    shadow = path(ring(63, 73, 103, 93), colour=GRAY)
    fill = path(ring(60, 70, 100, 90), colour=GRAY)
    line = path(ring(60, 70, 100, 90), paint="S")
    found = drawing.read((shadow, fill, line), ()).shapes
    assert [shape.box for shape in found] == [Box(60, 70, 100, 90)]


@pytest.mark.parametrize("outline", [ring, diamond])
def test_a_symbol_may_be_drawn_as_four_lines(outline):
    corners = outline(60, 70, 100, 90)
    lines = [path(corners[k : k + 2], paint="S", closed=False) for k in range(4)]
    kind = ShapeKind.PROCESS if outline is ring else ShapeKind.DECISION
    assert kinds(*lines, grids=(grid(),)) == [kind]


def test_a_symbol_may_stand_over_the_border_of_cells():
    assert kinds(path(ring(130, 100, 170, 140), paint="S"), grids=(grid(),)) == [ShapeKind.PROCESS]


def test_a_document_is_a_step_where_an_arrow_comes_from_it():
    wavy = [(60, 70), (100, 70), (100, 88), (90, 86), (80, 90), (60, 88), (60, 70)]
    alone = path(wavy, paint="S", curves=2)
    assert kinds(alone) == []
    assert kinds(alone, arrow(100, 80, 130, 80)) == [ShapeKind.PROCESS]


def test_rules_shading_and_underlines_are_no_drawing():
    rules = [path(ring(50, y - 0.25, 350, y + 0.25)) for y in (50, 120, 190, 260)]
    shading = path(ring(50, 50, 150, 120), colour=GRAY)
    cell = path(ring(150, 50, 250, 120), paint="S")
    underline = path(ring(260, 90, 320, 90.5), colour=(0, 0, 255, 255))
    found = drawing.read((*rules, shading, cell, underline), (grid(),))
    assert found == drawing.Drawing()


def test_a_box_as_large_as_its_cell_is_a_step_where_an_arrow_runs_into_it():
    above = path(ring(170, 70, 230, 100), paint="S")
    cell = path(ring(150, 120, 250, 190), paint="S")
    into, past = arrow(200, 100, 200, 120), arrow(170, 85, 145, 85)
    boxes = [shape.box for shape in drawing.read((above, cell, into), (grid(),)).shapes]
    assert boxes == [(170, 70, 230, 100), (150, 120, 250, 190)]
    assert len(kinds(above, cell, past, grids=(grid(),))) == 1
    other = path(ring(70, 70, 130, 100), paint="S")  # in another column
    from_there = arrow(100, 100, 200, 120)
    assert len(kinds(other, cell, from_there, grids=(grid(),))) == 1


def test_where_each_cell_is_drawn_as_a_box_it_is_no_step():
    above = path(ring(170, 70, 230, 100), paint="S")
    cells = [path(ring(*cell.box), paint="S") for cell in grid().cells]
    assert len(kinds(above, *cells, arrow(200, 100, 200, 120), grids=(grid(),))) == 1


def test_thousands_of_boxes_on_rules_are_not_compared_all_with_all(monkeypatch):
    compared = []
    monkeypatch.setattr(symbols, "_same", lambda *pair: bool(compared.append(pair)))
    corners = [(x, y) for x in range(0, 800, 10) for y in range(0, 600, 10)]
    boxes = [
        Outline(kind=ShapeKind.PROCESS, box=Box(x, y, x + 5, y + 5), drawn=True) for x, y in corners
    ]
    assert symbols.on_cells(boxes, [], []) == []
    assert len(compared) <= len(boxes)


def test_a_box_beside_the_table_is_a_symbol_only_with_an_arrow():
    off = path(pentagon(90, 270, 110, 290, shoulder=286), paint="S")
    assert kinds(off, grids=(grid(),)) == []
    assert kinds(off, arrow(100, 240, 100, 270), grids=(grid(),)) == [ShapeKind.OFF_PAGE]


def test_an_arrow_of_outline_and_triangle_leads_to_the_tip():
    line = only_line(arrow(100, 80, 150, 80))
    assert line.points == (pytest.approx((100, 80)), pytest.approx((150, 80)))
    assert (line.head_at_start, line.head_at_end) == (False, True)


def test_a_bent_outline_gives_the_bends():
    outline = [(100, 79.7), (140.3, 79.7), (140.3, 120), (139.7, 120), (139.7, 80.3), (100, 80.3)]
    head = [(138, 119), (142, 119), (140, 124), (138, 119)]
    line = only_line(path([*outline, outline[0]], head))
    points = line.points[::-1] if line.head_at_start else line.points
    expected = (100, 80), (140, 80), (140, 124)
    assert points == tuple(pytest.approx(point, abs=0.5) for point in expected)


def test_an_arrow_with_triangles_at_both_ends_has_two_heads():
    outline = ring(103, 79.8, 147, 80.2)
    heads = [
        [(104, 78), (100, 80), (104, 82), (104, 78)],
        [(146, 78), (150, 80), (146, 82), (146, 78)],
    ]
    line = only_line(path(outline, *heads))
    assert line.head_at_start
    assert line.head_at_end


def test_a_stroked_line_takes_the_triangle_that_is_painted_for_itself():
    stroke = path([(100, 80), (120, 80), (120, 100)], paint="S", closed=False, dashed=True)
    head = path([(118, 99), (122, 99), (120, 103), (118, 99)])
    line = only_line(stroke, head)
    assert line.points[-1] == pytest.approx((120, 103))
    assert (line.head_at_end, line.dashed) == (True, True)


def test_a_triangle_that_points_elsewhere_is_no_head_of_the_line():
    head = path([(97, 84), (100, 77), (103, 84), (97, 84)])
    line = only_line(head, arrow(100, 80, 150, 80))
    assert (line.head_at_start, line.head_at_end) == (False, True)


@pytest.mark.parametrize("joined", [True, False])
def test_two_short_strokes_at_an_end_are_a_head(joined):
    stroke = path([(100, 80), (150, 80)], paint="S", closed=False)
    legs = [[(145, 77), (150, 80), (145, 83)]]
    legs = legs if joined else [legs[0][:2], legs[0][1:]]
    line = only_line(
        path(ring(60, 70, 100, 90), paint="S"),
        stroke,
        *(path(leg, paint="S", closed=False) for leg in legs),
    )
    assert (line.head_at_start, line.head_at_end) == (False, True)


def test_two_lines_that_end_in_one_place_have_a_head_each():
    head = [(118, 99), (122, 99), (120, 103), (118, 99)]
    found = [
        path([(x, y), (120, y), (120, 103)], paint="S", closed=False)
        for x, y in [(100, 80), (90, 60)]
    ]
    lines = drawing.read((found[0], path(head), found[1], path(head)), ()).connectors
    assert [line.head_at_end for line in lines] == [True, True]


def test_a_head_where_a_line_ends_and_another_begins_is_of_the_line_painted_before_it():
    out = path([(100, 80), (200, 80)], paint="S", closed=False)
    back = path([(150, 140), (150, 80), (100, 80)], paint="S", closed=False)
    head = path([(100, 80), (106, 77), (106, 83), (100, 80)])
    away, home = drawing.read((out, back, head), ()).connectors
    assert (away.head_at_start, away.head_at_end) == (False, False)
    assert home.head_at_end


def test_a_head_with_a_notch_in_its_base_is_one():
    stroke = path([(100, 80), (148, 80)], paint="S", closed=False)
    head = path([(150, 80), (144, 77), (146, 80), (144, 83), (150, 80)])
    line = only_line(stroke, head)
    assert line.points[-1] == pytest.approx((150, 80))
    assert (line.head_at_start, line.head_at_end) == (False, True)


BLOCK = [(100, 78), (140, 78), (140, 75), (150, 80), (140, 85), (140, 82), (100, 82), (100, 78)]
TWICE = [(100, 80), (110, 75), (110, 78), *BLOCK[1:6], (110, 82), (110, 85), (100, 80)]


@pytest.mark.parametrize("paint", ["S", "F"])
@pytest.mark.parametrize(("outline", "both"), [(BLOCK, False), (TWICE, True)])
def test_an_arrow_drawn_as_an_area_is_a_line(outline, both, paint):
    line = only_line(path(outline, paint=paint))
    assert sorted(line.points) == [pytest.approx((100, 80)), pytest.approx((150, 80))]
    assert (line.head_at_start, line.head_at_end) == (both, True)


def test_surface_and_outline_of_a_block_arrow_are_one_line():
    assert only_line(path(BLOCK, colour=GRAY), path(BLOCK, paint="S")).head_at_end


def test_a_stroke_along_the_edge_of_a_cell_joins_two_others():
    strokes = [(200, 90), (200, 120)], [(200, 120), (300, 120)]
    lines = [path(stroke, paint="S", closed=False) for stroke in strokes]
    drawn = path(ring(180, 70, 220, 90), paint="S"), *lines, arrow(300, 120, 300, 150)
    rule = path([(50, 120), (350, 120)], paint="S", closed=False)
    found = drawing.read((rule, *drawn), (grid(),)).connectors
    assert [line.points for line in found if line.points[0].y == line.points[-1].y == 120] == [
        ((200, 120), (300, 120))
    ]


def test_dashes_painted_one_by_one_are_one_dashed_line():
    dashes = [ring(x, 79.8, x + 4, 80.2) for x in range(100, 150, 8)]
    line = only_line(path(ring(60, 70, 100, 90), paint="S"), path(*dashes))
    assert line.dashed
    assert line.points == (pytest.approx((100, 80)), pytest.approx((152, 80)))


def test_a_line_without_head_is_kept_where_it_leads_from_a_symbol_on():
    box = path(ring(60, 70, 100, 90), paint="S")
    first = path([(100, 80), (130, 80)], paint="S", closed=False)
    second = path([(130, 80), (130, 110)], paint="S", closed=False)
    away = path([(200, 80), (230, 80)], paint="S", closed=False)
    found = drawing.read((box, first, second, away), ()).connectors
    assert [line.points[-1] for line in found] == [(130, 80), (130, 110)]


def test_a_map_is_no_flowchart():
    lines = [
        path([(x, y), (x + 3, y + 2)], paint="S", closed=False)
        for x in range(40)
        for y in range(40)
    ]
    assert drawing.read(lines, ()) == drawing.Drawing()


HUGE = st.sampled_from([1e-300, 0.1, 0.2, 1e6, -1e6])  # paths.py lets no larger ones through
NUMBERS = st.one_of(st.integers(0, 600), HUGE)
# beside each other, too: a damaged path has strokes without length, and corners twice
CLOSE = st.tuples(st.sampled_from([100, 100.1, 100.2, 104]), st.sampled_from([80, 80.1, 83]))
places = st.one_of(st.tuples(NUMBERS, NUMBERS), CLOSE)
polygons = st.one_of(
    st.lists(places, min_size=1, max_size=9), st.lists(CLOSE, min_size=1, max_size=5)
)
paths = st.builds(
    path,
    polygons,
    polygons,
    paint=st.sampled_from(["F", "S", "SF"]),
    curves=st.integers(0, 4),
    closed=st.booleans(),
    dashed=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(paths, max_size=12))
def test_any_paths_are_read(some):
    found = drawing.read(some, (grid(),))
    assert all(one != two for line in found.connectors for one, two in pairwise(line.points))


def test_a_stroke_there_and_back_is_no_leg_of_an_arrowhead():
    stroke = path([(100, 80), (150, 80)], paint="S", closed=False)
    legs = [path([(x, 80), (x, 80.2), (x, 80)], paint="S", closed=False) for x in (150, 149)]
    line = only_line(path(ring(60, 70, 100, 90), paint="S"), stroke, *legs)
    assert not line.head_at_end


@pytest.mark.parametrize(("right", "down"), [(64, 32), (-16, 128)])
def test_a_moved_drawing_is_read_as_moved(right, down):
    def at(x, y):
        move = [(a + x, b + y) for a, b in ring(100, 70, 140, 90)]
        outline = path(move, paint="S")
        ends = [(100 + x, 80 + y), (180 + x, 80 + y)]
        return drawing.read((outline, arrow(*ends[0], *ends[1])), ())

    here, there = at(0, 0), at(right, down)
    moved = [
        Box(b.left + right, b.top + down, b.right + right, b.bottom + down)
        for b in (s.box for s in here.shapes)
    ]
    assert [shape.box for shape in there.shapes] == [pytest.approx(box) for box in moved]
    assert [
        [pytest.approx((x + right, y + down)) for x, y in line.points] for line in here.connectors
    ] == [list(line.points) for line in there.connectors]
