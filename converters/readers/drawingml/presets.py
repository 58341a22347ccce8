"""The preset shapes that flowcharts are drawn with (ECMA-376 Part 1, 20.1.10.56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.drawingml.frame import number
from converters.readers.page import Point, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

KINDS: dict[str, ShapeKind] = {
    **dict.fromkeys(
        (
            "rect", "flowChartProcess", "flowChartPredefinedProcess", "flowChartInternalStorage",
            "flowChartManualOperation", "flowChartManualInput", "flowChartInputOutput",
            "flowChartDocument", "flowChartMultidocument", "flowChartPreparation",
            "flowChartMagneticDisk", "flowChartOnlineStorage", "flowChartDisplay",
            "flowChartPunchedCard", "flowChartPunchedTape", "flowChartMagneticTape",
            "flowChartMagneticDrum", "flowChartOfflineStorage", "flowChartExtract",
            "flowChartMerge", "parallelogram", "trapezoid", "hexagon", "octagon", "can", "cube",
            "bevel", "plaque", "foldedCorner", "frame", "snip1Rect", "snip2SameRect",
            "snip2DiagRect",
        ),
        ShapeKind.PROCESS,
    ),
    **dict.fromkeys(
        (
            "roundRect", "round1Rect", "round2SameRect", "round2DiagRect", "snipRoundRect",
            "flowChartTerminator", "flowChartAlternateProcess", "flowChartDelay", "ellipse",
        ),
        ShapeKind.TERMINATOR,
    ),
    **dict.fromkeys(("diamond", "flowChartDecision"), ShapeKind.DECISION),
    **dict.fromkeys(
        ("flowChartOffpageConnector", "flowChartConnector", "homePlate", "pentagon"),
        ShapeKind.OFF_PAGE,
    ),
}  # fmt: skip
CIRCLES = ("ellipse", "flowChartConnector")  # round: a connector; long: a start or an end

# The bends in the unit square. A curve has those of the connector that is bent as it is.
_HALF = 0.5
_STRAIGHT = ("line", "straightConnector1")
# Arrows drawn as an area: (start, end, a head at the start, one at the end).
_BLOCK_ARROWS = {
    "rightArrow": (Point(0, _HALF), Point(1, _HALF), False, True),
    "notchedRightArrow": (Point(0, _HALF), Point(1, _HALF), False, True),
    "stripedRightArrow": (Point(0, _HALF), Point(1, _HALF), False, True),
    "leftArrow": (Point(1, _HALF), Point(0, _HALF), False, True),
    "downArrow": (Point(_HALF, 0), Point(_HALF, 1), False, True),
    "upArrow": (Point(_HALF, 1), Point(_HALF, 0), False, True),
    "leftRightArrow": (Point(0, _HALF), Point(1, _HALF), True, True),
    "upDownArrow": (Point(_HALF, 0), Point(_HALF, 1), True, True),
}


def block_arrow(preset: str) -> tuple[Point, Point, bool, bool] | None:
    """A block arrow's start, end, and at which of them it has a head; in the unit square."""
    return _BLOCK_ARROWS.get(preset)


def bends(geometry: _Element) -> tuple[Point, ...]:
    """A connector's points in the unit square, from start to end; empty: it is none.

    Args:
        geometry: its ``a:prstGeom``, with the adjustments that were made.
    """
    preset = geometry.get("prst", "")
    if preset in _STRAIGHT:
        return Point(0, 0), Point(1, 1)
    count = preset.removeprefix("bentConnector").removeprefix("curvedConnector")
    if count == preset or count not in {"2", "3", "4", "5"}:
        return ()
    return _bent(int(count), _adjustments(geometry))


def _bent(segments: int, adjusted: Sequence[float]) -> tuple[Point, ...]:
    first, second, third = adjusted
    start, end = Point(0, 0), Point(1, 1)
    if segments == 2:  # noqa: PLR2004 - as in the preset's name; so below
        return start, Point(1, 0), end
    if segments == 3:  # noqa: PLR2004
        return start, Point(first, 0), Point(first, 1), end
    if segments == 4:  # noqa: PLR2004
        return start, Point(first, 0), Point(first, second), Point(1, second), end
    middle = Point(first, second), Point(third, second)
    return start, Point(first, 0), *middle, Point(third, 1), end


def _adjustments(geometry: _Element) -> tuple[float, float, float]:
    """Where its bends are, as parts of its width and height; a half unless moved."""
    found = {"adj1": _HALF, "adj2": _HALF, "adj3": _HALF}
    for guide in geometry.iterfind("{*}avLst/{*}gd"):
        name, formula = guide.get("name", ""), guide.get("fmla", "")
        if name == "adj":
            name = "adj1"
        if name in found and formula.startswith("val "):
            found[name] = number(formula.removeprefix("val ")) / 100_000
    return found["adj1"], found["adj2"], found["adj3"]
