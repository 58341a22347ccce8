"""Each drawing is what Word and Excel show it as, where they show it."""

import pytest
from lxml import etree

from converters.readers.drawingml import Item, frame, read
from converters.readers.drawingml.frame import EMU, POINTS
from converters.readers.page import Connector, Point, Shape, ShapeKind, Text

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
)
BLACK = '<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{}</a:ln>'
OUTLINED = BLACK.format("")
BARE = "<a:noFill/><a:ln><a:noFill/></a:ln>"


def element(xml):
    head, _, rest = xml.partition(">")
    return etree.fromstring(f"{head} {NAMESPACES}>{rest}")


def xfrm(left, top, width, height, attributes=""):
    return (
        f'<a:xfrm {attributes}><a:off x="{left * EMU}" y="{top * EMU}"/>'
        f'<a:ext cx="{width * EMU}" cy="{height * EMU}"/></a:xfrm>'
    )


def preset(name, adjustments="", look=OUTLINED):
    guides = "".join(
        f'<a:gd name="adj{place}" fmla="val {value}"/>'
        for place, value in enumerate(adjustments.split(), start=1)
    )
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>{look}'


def drawn(geometry, where=None, text="", style=None):
    """What is read of a shape of 100 by 40 points at (10, 20), or where it is said to be."""
    properties = element(f"<x:spPr>{where or xfrm(10, 20, 100, 40)}{geometry}</x:spPr>")
    place = frame.read(properties.find("{*}xfrm")).place(POINTS)
    styled = None if style is None else element(f'<x:style><a:lnRef idx="{style}"/></x:style>')
    return read(Item(properties, styled, place, text))


def points(connector):
    return [(round(x, 3), round(y, 3)) for x, y in connector.points]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rect", ShapeKind.PROCESS),
        ("flowChartProcess", ShapeKind.PROCESS),
        ("flowChartMerge", ShapeKind.PROCESS),  # an inverted triangle: what is kept
        ("roundRect", ShapeKind.TERMINATOR),
        ("flowChartTerminator", ShapeKind.TERMINATOR),
        ("flowChartAlternateProcess", ShapeKind.TERMINATOR),
        ("ellipse", ShapeKind.TERMINATOR),
        ("diamond", ShapeKind.DECISION),
        ("flowChartDecision", ShapeKind.DECISION),
        ("flowChartOffpageConnector", ShapeKind.OFF_PAGE),
        ("homePlate", ShapeKind.OFF_PAGE),
    ],
)
def test_a_preset_is_the_symbol_it_looks_like(name, kind):
    assert drawn(preset(name)) == Shape(kind=kind, box=(10, 20, 110, 60))


def test_a_round_circle_is_a_connector_unless_it_says_more_than_a_sign():
    where = xfrm(0, 0, 20, 20)
    assert drawn(preset("flowChartConnector"), where, "A").kind == ShapeKind.OFF_PAGE
    assert drawn(preset("ellipse"), where, "Mulai").kind == ShapeKind.TERMINATOR
    assert drawn(preset("flowChartConnector"), xfrm(0, 0, 60, 20)).kind == ShapeKind.TERMINATOR


def test_a_box_without_outline_or_colour_is_plain_text():
    assert drawn(preset("rect", look=BARE), text="Lengkap") == Text(
        text="Lengkap", box=(10, 20, 110, 60)
    )
    assert drawn(preset("rect", look=BARE)) is None


def test_a_white_box_without_outline_is_plain_text_and_a_coloured_one_a_symbol():
    look = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
    assert isinstance(drawn(preset("rect", look=look.format("FFFFFF")), text="x"), Text)
    assert isinstance(drawn(preset("rect", look=look.format("FF0000")), text="x"), Shape)


def test_an_outlined_box_that_only_answers_is_a_label():
    assert drawn(preset("rect"), text="Tidak") == Text(text="Tidak", box=(10, 20, 110, 60))
    assert isinstance(drawn(preset("diamond"), text="Ya"), Shape)


def test_an_outline_may_come_from_the_style():
    assert isinstance(drawn(preset("rect", look=""), style=2), Shape)
    assert drawn(preset("rect", look=""), style=0) is None


def test_a_shape_turned_by_a_quarter_stands_upright_about_its_middle():
    turned = drawn(preset("homePlate"), xfrm(10, 20, 100, 40, 'rot="5400000"'))
    assert [round(x, 3) for x in turned.box] == [40, -10, 80, 90]


@pytest.mark.parametrize(
    ("name", "adjustments", "expected"),
    [
        ("straightConnector1", "", [(10, 20), (110, 60)]),
        ("line", "", [(10, 20), (110, 60)]),
        ("bentConnector2", "", [(10, 20), (110, 20), (110, 60)]),
        ("bentConnector3", "", [(10, 20), (60, 20), (60, 60), (110, 60)]),
        ("bentConnector3", "-20000", [(10, 20), (-10, 20), (-10, 60), (110, 60)]),
        (
            "bentConnector4",
            "25000 150000",
            [(10, 20), (35, 20), (35, 80), (110, 80), (110, 60)],
        ),
        (
            "bentConnector5",
            "-10000 50000 110000",
            [(10, 20), (0, 20), (0, 40), (120, 40), (120, 60), (110, 60)],
        ),
        ("curvedConnector3", "", [(10, 20), (60, 20), (60, 60), (110, 60)]),
    ],
)
def test_a_connector_has_the_bends_of_its_preset_as_adjusted(name, adjustments, expected):
    assert points(drawn(preset(name, adjustments))) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('flipH="1"', [(110, 20), (10, 20), (10, 60)]),
        ('flipV="1"', [(10, 60), (110, 60), (110, 20)]),
        # A quarter clockwise about (60, 40): 40 wide and 100 high.
        ('rot="5400000"', [(80, -10), (80, 90), (40, 90)]),
        # Mirrored first, then turned.
        ('rot="5400000" flipH="1"', [(80, 90), (80, -10), (40, -10)]),
        ('rot="16200000" flipV="true"', [(80, 90), (80, -10), (40, -10)]),
    ],
)
def test_a_connector_is_mirrored_and_then_turned(attributes, expected):
    assert points(drawn(preset("bentConnector2"), xfrm(10, 20, 100, 40, attributes))) == expected


def test_a_connectors_ends_and_dashes_are_told_apart():
    ends = '<a:prstDash val="sysDot"/><a:headEnd type="oval"/><a:tailEnd type="triangle"/>'
    line = drawn(preset("straightConnector1", look=BLACK.format(ends)))
    assert (line.head_at_start, line.head_at_end, line.dashed) == (False, True, True)
    ends = '<a:prstDash val="solid"/><a:headEnd type="stealth"/><a:tailEnd type="none"/>'
    line = drawn(preset("straightConnector1", look=BLACK.format(ends)))
    assert (line.head_at_start, line.head_at_end, line.dashed) == (True, False, False)


def test_a_connector_that_is_not_drawn_is_none():
    assert drawn(preset("straightConnector1", look=BARE)) is None


@pytest.mark.parametrize(
    ("name", "ends"),
    [("leftArrow", [(110, 40), (10, 40)]), ("notchedRightArrow", [(10, 40), (110, 40)])],
)
def test_a_block_arrow_is_a_line_with_its_head(name, ends):
    arrow = drawn(preset(name, look=BARE))
    assert points(arrow) == ends
    assert arrow.head_at_end


def freeform(*commands, width=100, height=40):
    def command(name, *places):
        spots = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in places)
        return f"<a:{name}>{spots}</a:{name}>"

    inside = "".join(command(*x) for x in commands)
    path = f'<a:path w="{width}" h="{height}">{inside}</a:path>'
    return f"<a:custGeom><a:pathLst>{path}</a:pathLst></a:custGeom>{OUTLINED}"


def polygon(*corners):
    first, *others = corners
    return freeform(("moveTo", first), *(("lnTo", x) for x in others), ("close",))


@pytest.mark.parametrize(
    ("corners", "kind"),
    [
        ([(0, 0), (100, 0), (100, 40), (0, 40)], ShapeKind.PROCESS),
        ([(50, 0), (100, 20), (50, 40), (0, 20)], ShapeKind.DECISION),
        ([(50, 0), (75, 10), (100, 20), (50, 40), (0, 20), (49, 1)], ShapeKind.DECISION),
        ([(0, 0), (100, 0), (100, 25), (50, 40), (0, 25)], ShapeKind.OFF_PAGE),
    ],
)
def test_a_polygon_drawn_by_hand_is_told_by_its_corners(corners, kind):
    assert drawn(polygon(*corners)).kind == kind


def test_an_open_path_drawn_by_hand_is_a_connector():
    line = drawn(freeform(("moveTo", (0, 0)), ("lnTo", (0, 40)), ("lnTo", (100, 40))))
    assert isinstance(line, Connector)
    assert points(line) == [(10, 20), (10, 60), (110, 60)]


def test_a_closed_path_with_curves_is_a_start_or_an_end():
    curve = ("cubicBezTo", (120, 0), (120, 40), (80, 40))
    capsule = freeform(("moveTo", (20, 0)), ("lnTo", (80, 0)), curve, ("close",))
    assert drawn(capsule).kind == ShapeKind.TERMINATOR


def test_groups_in_groups_scale_move_and_turn_what_is_in_them():
    outer = frame.Frame(frame.Box(100, 100, 300, 200), inner=frame.Box(0, 0, 20, 10))
    inner = frame.Frame(frame.Box(10, 0, 20, 10), turn=90, inner=frame.Box(0, 0, 1, 1))
    within = inner.children(outer.children(frame.Matrix(1, 0, 0, 1, 0, 0)))
    corner = within(0, 0)
    assert (round(corner.x, 6), round(corner.y, 6)) == (300, 100)
    assert Point(*(round(x, 6) for x in within(1, 0))) == Point(300, 200)


@pytest.mark.parametrize("number", ["", "x", "9" * 400, "-1", "1e5", "NaN"])
def test_damaged_numbers_do_no_harm(number):
    where = f'<a:xfrm rot="{number}"><a:off x="{number}"/><a:ext cx="{number}" cy="5"/></a:xfrm>'
    for name in ("rect", "bentConnector3", "leftArrow", ""):
        drawn(preset(name, number), where, "text")
    drawn(freeform(("moveTo", (number, number)), ("lnTo", (0, 0)), width=number), where)
