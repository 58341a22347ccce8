"""Distances and boxes on a page, in points."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.page import Box, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def bounds(points: Iterable[Point]) -> Box:
    """The box of some points, at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around others, at least one."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def apart(one: Point, other: Point) -> float:
    """The distance between two points."""
    return math.hypot(one.x - other.x, one.y - other.y)


def beside(point: Point, start: Point, end: Point) -> tuple[float, float]:
    """How far a point is from a straight stretch, and how far along it the nearest place is."""
    x, y = end.x - start.x, end.y - start.y
    length = math.hypot(x, y)
    along = ((point.x - start.x) * x + (point.y - start.y) * y) / length if length else 0.0
    along = min(length, max(0.0, along))
    share = along / length if length else 0.0
    return apart(point, Point(start.x + share * x, start.y + share * y)), along


def from_line(point: Point, line: Sequence[Point]) -> float:
    """How far a point is from a line with bends."""
    return min(beside(point, *stretch)[0] for stretch in pairwise(line))


def from_sides(point: Point, box: Box) -> float:
    """How far a point is from the nearest side of a box, whether it lies within or without."""
    across = max(box.left - point.x, point.x - box.right)
    down = max(box.top - point.y, point.y - box.bottom)
    if across > 0 and down > 0:
        return math.hypot(across, down)
    return abs(max(across, down))


def length(line: Sequence[Point]) -> float:
    """The length of a line with bends."""
    return sum(apart(*stretch) for stretch in pairwise(line))


def stretch_in(box: Box, start: Point, end: Point) -> tuple[float, float] | None:
    """Which part of a straight stretch lies in a box, as shares of it; None: no part."""
    first, last = 0.0, 1.0
    for origin, step, low, high in (
        (start.x, end.x - start.x, box.left, box.right),
        (start.y, end.y - start.y, box.top, box.bottom),
    ):
        if not step:
            if not low <= origin <= high:
                return None
            continue
        near, far = sorted(((low - origin) / step, (high - origin) / step))
        first, last = max(first, near), min(last, far)
    return (first, last) if first <= last else None
