"""The line that a thin filled polygon stands for.

Excel and Word do not write a connector as a stroked line but as the outline of that line, filled.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from converters.readers.geometry import apart, bounds
from converters.readers.page import Point
from converters.readers.pdf.polygon import area, around, bends

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 5.0  # points; a connector drawn by hand has 0.5 to 3
THIN = 6.0  # half the outline by the width: a rectangle four times as long as wide has this
STUB = 4.0  # the same for any rectangle: beside an arrowhead even a square is a line
_MOST = 400  # corners; what has more is a glyph or a picture
_CAP = 2.5  # times the width; the side at a line's end is about as long as the line is wide
_LEAST = 4  # corners: two for each end


def width(points: Sequence[Point]) -> float:
    """How thick the polygon would be as a line: twice its area by its length."""
    length = around(points)
    return 2 * area(points) / length if length else 0.0


def centre_line(points: Sequence[Point], thin: float) -> tuple[Point, ...] | None:
    """The line, from end to end with its bends, or None: this polygon is no thin line.

    ``points`` are those of a closed outline, the last one like the first. ``thin`` is how many
    times half the outline must be as long as the line is wide.
    """
    if not _LEAST < len(points) <= _MOST:
        return None
    upright = _upright(points, thin) if len(points) == _LEAST + 1 else None
    if upright is not None:
        return upright
    thick = width(points)
    if not thick or thick > _WIDEST or around(points) / 2 < thin * thick:
        return None
    caps = _caps(points, thick)
    return None if caps is None else _between(points, *caps, thick)


def _upright(points: Sequence[Point], thin: float) -> tuple[Point, ...] | None:
    """The middle line of a thin upright rectangle; rules are that, and a page has hundreds."""
    if len({point.x for point in points}) > len("ab") or len({p.y for p in points}) > len("ab"):
        return None
    left, top, right, bottom = bounds(points)
    width, height = right - left, bottom - top
    long, thick = max(width, height), min(width, height)
    if not long or long < thin * thick or thick > _WIDEST:
        return None
    x, y = (left + right) / 2, (top + bottom) / 2
    if width > height:
        return Point(left, y), Point(right, y)
    return Point(x, top), Point(x, bottom)


def _caps(points: Sequence[Point], thick: float) -> tuple[int, int] | None:
    """The two short sides whose middles part the outline into the most equal halves."""
    lengths = list(map(apart, points, points[1:]))
    reached = [0.0, *accumulate(lengths)]
    short = [place for place, length in enumerate(lengths) if length <= _CAP * thick]
    middles = [reached[place] + lengths[place] / 2 for place in short]
    pairs = []
    for first, middle in enumerate(middles):
        opposite = middle + reached[-1] / 2
        second = bisect_left(middles, opposite, first + 1)
        pairs += [
            (abs(middles[other] - opposite), short[first], short[other])
            for other in (second - 1, second)
            if first < other < len(short)
        ]
    return min(pairs)[1:] if pairs else None


def _between(
    points: Sequence[Point], first: int, second: int, thick: float
) -> tuple[Point, ...] | None:
    """The middle of the first cap, one side's bends, the middle of the second."""
    ends = _middle(points, first), _middle(points, second)
    inner = [p for p in points[first + 1 : second + 1] if min(apart(p, e) for e in ends) > thick]
    apart_enough = [p for k, p in enumerate(inner) if not k or apart(inner[k - 1], p) > thick]
    found = bends((ends[0], *apart_enough, ends[1]), thick)
    return found if len(set(found)) > 1 else None


def _middle(points: Sequence[Point], place: int) -> Point:
    start, end = points[place], points[place + 1]
    return Point((start.x + end.x) / 2, (start.y + end.y) / 2)
