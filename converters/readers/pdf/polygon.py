"""Corners and sizes of the polygons that paths are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.geometry import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.page import Point

_SAME = 0.3  # points; drawn corners closer than this are one
_BENT = 0.25  # points a corner must stand off the line between its neighbours


def off_line(point: Point, start: Point, end: Point) -> float:
    """How far a point stands off the line (not the segment) through two others."""
    length = apart(start, end)
    if not length:
        return apart(point, start)
    across = (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
    return abs(across) / length


def corners(points: Sequence[Point], same: float = _SAME) -> list[Point]:
    """The true corners of a closed polygon: none closer than ``same``, none on a straight side."""
    found: list[Point] = []
    for point in points:
        if not found or apart(found[-1], point) > same:
            found.append(point)
    while len(found) > 1 and apart(found[0], found[-1]) <= same:
        found.pop()
    return [
        point
        for place, point in enumerate(found)
        if off_line(point, found[place - 1], found[(place + 1) % len(found)]) > _BENT
    ]


def bends(points: Sequence[Point], slack: float = _BENT) -> tuple[Point, ...]:
    """An open line without the points that lie on a straight part of it.

    No two that follow each other are at one place; of a line without length one point is left.
    """
    kept = [points[0]]
    for place in range(1, len(points) - 1):
        if off_line(points[place], kept[-1], points[place + 1]) > slack:
            kept.append(points[place])
    return tuple(kept) if kept[-1] == points[-1] else (*kept, points[-1])


def area(points: Sequence[Point]) -> float:
    """The area within a polygon, whether its last point repeats the first or not."""
    ends = (*points[1:], points[0])
    twice = sum(a.x * b.y - b.x * a.y for a, b in zip(points, ends, strict=True))
    return abs(twice) / 2


def around(points: Sequence[Point]) -> float:
    """The length of a polygon's outline."""
    return sum(map(apart, points, (*points[1:], points[0])))
