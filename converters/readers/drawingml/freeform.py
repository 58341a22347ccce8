"""Shapes that were drawn by hand: ``a:custGeom``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.drawingml.frame import whole
from converters.readers.page import Point, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_NEAR = 0.08  # of the width or height: hands are not steadier when they close a path
_MIDDLE = 0.2  # how far a diamond's corner may be from the middle of its side
_BEND = 0.2  # sine of a turn (12 degrees) that makes a corner
_LONGEST = 200  # corners; a drawing with more is no symbol and no arrow


class Freeform(NamedTuple):
    """The first path of a shape, in its unit square."""

    points: tuple[Point, ...]
    closed: bool
    curved: bool

    @property
    def kind(self) -> ShapeKind | None:
        """The symbol it looks like; None: it is open."""
        if not self.closed:
            return None
        if self.curved:
            return ShapeKind.TERMINATOR
        corners = _corners(self.points)
        if len(corners) == 4 and all(map(_halfway, corners)):  # noqa: PLR2004 - a diamond's
            return ShapeKind.DECISION
        return ShapeKind.OFF_PAGE if len(corners) == 5 else ShapeKind.PROCESS  # noqa: PLR2004


def read(properties: _Element) -> Freeform | None:
    """The path of a shape's ``a:custGeom``; None where it has none, or only guides' names."""
    path = properties.find("{*}custGeom/{*}pathLst/{*}path")
    if path is None:
        return None
    width, height = whole(path, "w") or 1, whole(path, "h") or 1
    points: list[Point] = []
    closed = curved = False
    for command in path.iterchildren("{*}*"):
        name = command.tag.rpartition("}")[2]
        closed = closed or name == "close"
        curved = curved or name in {"arcTo", "cubicBezTo", "quadBezTo"}
        last = command.findall("{*}pt")[-1:]  # of a curve, where it ends
        points += [Point(whole(x, "x") / width, whole(x, "y") / height) for x in last]
    if len(points) < 2 or len(points) > _LONGEST:  # noqa: PLR2004 - a line has two
        return None
    return Freeform(tuple(points), closed or _meet(points[0], points[-1]), curved)


def _meet(one: Point, other: Point) -> bool:
    return abs(one.x - other.x) <= _NEAR and abs(one.y - other.y) <= _NEAR


def _halfway(point: Point) -> bool:
    """Whether a corner is in the middle of a side of the unit square."""
    across, down = abs(point.x - 0.5), abs(point.y - 0.5)
    return min(across, down) <= _MIDDLE and max(across, down) >= 0.5 - _MIDDLE


def _corners(points: tuple[Point, ...]) -> list[Point]:
    """The points where a closed path turns."""
    pairs = zip(points[-1:] + points[:-1], points, strict=True)
    apart = [point for last, point in pairs if not _meet(last, point)]
    return [point for place, point in enumerate(apart) if _turns(apart, place)]


def _turns(points: Sequence[Point], place: int) -> bool:
    before, here, after = points[place - 1], points[place], points[(place + 1) % len(points)]
    inwards = here.x - before.x, here.y - before.y
    onwards = after.x - here.x, after.y - here.y
    cross = abs(inwards[0] * onwards[1] - inwards[1] * onwards[0])
    return cross > _BEND * math.hypot(*inwards) * math.hypot(*onwards)
