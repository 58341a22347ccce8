"""Which flowchart symbol an outline is, by its geometry (ISO 5807)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.geometry import apart, bounds
from converters.readers.page import Box, Point, ShapeKind
from converters.readers.pdf.polygon import corners

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = Box(0, 0, 10.0, 6.0)  # the smallest symbol seen is 17 by 12; a tick box is about 8 by 8
_CIRCLE = 30.0  # points across; a larger circle is a start or an end, not a connector
_SQUARE = 0.15  # of its size, by which a circle's height may differ from its width
_OFF = 0.1  # of the smaller side, by which a corner may miss its place
_OFF_LEAST = 1.0  # points, for lines of usual width
_SHARP = 0.4  # points; the curve of a rounded corner stays further from where the corner were
_ROUND = 16  # points; what has more was drawn as a curve cut into short lines
_JOINT = 1.5  # points; the corners of a thick line's outline are cut off or rounded by as much
_STRAIGHT = 0.5  # of the size; an ellipse cut into lines has no side as long
_CURVES = 2  # and more: an outline is round; so many sides of a capsule are straight


def symbol(points: Sequence[Point], curves: int) -> ShapeKind | None:
    """The symbol with these corners, or None: of another kind, or too small to be one.

    ``curves`` counts the Bezier curves among the sides; of each, ``points`` holds the ends.
    """
    box = bounds(points)
    if box.width < LEAST.width or box.height < LEAST.height:
        return None
    straight = sum(one != other for one, other in pairwise(points)) - curves
    if curves < _CURVES or straight > _CURVES:  # joints of thick lines are curves, too
        kind = _angular(corners(points, _JOINT), box)
        if kind is not None:
            return kind
    return _round(points, curves, box) if curves >= _CURVES or len(points) > _ROUND else None


def _angular(found: Sequence[Point], box: Box) -> ShapeKind | None:
    if _all_at(found, _corners(box), box):
        return ShapeKind.PROCESS
    if _all_at(found, _middles(box), box):
        return ShapeKind.DECISION
    return ShapeKind.OFF_PAGE if _pentagon(found, box) else None


def _round(found: Sequence[Point], curves: int, box: Box) -> ShapeKind | None:
    size = max(box.width, box.height)
    if any(apart(point, corner) <= _SHARP for point in found for corner in _corners(box)):
        return None  # a document, a delay: some corners are sharp
    sides = map(apart, found, (*found[1:], found[0]))
    ellipse = _all_at(corners(found), _middles(box), box) or (
        not curves and max(sides) < _STRAIGHT * size
    )
    circle = ellipse and abs(box.width - box.height) <= _SQUARE * size
    return ShapeKind.OFF_PAGE if circle and size <= _CIRCLE else ShapeKind.TERMINATOR


def _pentagon(found: Sequence[Point], box: Box) -> bool:
    """Two corners of the box, two points on the sides from there, one at the middle opposite."""
    if len(found) != len(("corner", "corner", "side", "side", "tip")):
        return False
    square = [at for at in _corners(box) if any(_at(point, at, box) for point in found)]
    if len(square) != len(("corner", "corner")):
        return False
    (x, y), middle = box.centre, bounds(square).centre
    tip = Point(2 * x - middle.x, 2 * y - middle.y)  # from the middle of their side through the box
    return middle in _middles(box) and any(_at(point, tip, box) for point in found)


def _all_at(found: Sequence[Point], places: Sequence[Point], box: Box) -> bool:
    """Whether there is one point at each place."""
    if len(found) != len(places):
        return False
    return all(any(_at(point, place, box) for point in found) for place in places)


def _at(point: Point, place: Point, box: Box) -> bool:
    return apart(point, place) <= max(_OFF_LEAST, _OFF * min(box.width, box.height))


def _corners(box: Box) -> tuple[Point, ...]:
    left, top, right, bottom = box
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


def _middles(box: Box) -> tuple[Point, ...]:
    (x, y), (left, top, right, bottom) = box.centre, box
    return Point(x, top), Point(right, y), Point(x, bottom), Point(left, y)
