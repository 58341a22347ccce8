"""Outlines that are drawn as several lines: a box of four, say."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from converters.readers.geometry import apart, bounds
from converters.readers.pdf.pieces import Outline
from converters.readers.pdf.symbol import symbol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converters.readers.page import Point
    from converters.readers.pdf.pieces import Line

_MEET = 1.5  # points between the ends of lines that are drawn to meet
_MOST = 8  # lines; an outline of more is none of a flowchart

_End = tuple[int, bool]  # index of a line, whether it is its last point


def loops(lines: Sequence[Line]) -> tuple[list[Outline], list[Line]]:
    """The outlines that lines without heads make, and the lines that are in none."""
    partner = _partners(lines)
    outlines, used = [], set[int]()
    for first in range(len(lines)):
        ring = [] if first in used else _ring(first, partner)
        points = [point for place, turned in ring for point in _points(lines[place], turned)]
        kind = symbol(points, 0) if points else None
        if kind is not None:
            used.update(place for place, _ in ring)
            outlines.append(Outline(kind=kind, box=bounds(points), drawn=True))
    return outlines, [line for place, line in enumerate(lines) if place not in used]


def _points(line: Line, turned: bool) -> Sequence[Point]:  # noqa: FBT001 - half of an _End
    return line.points[::-1] if turned else line.points


def _ring(first: int, partner: Mapping[_End, _End]) -> list[_End]:
    """The lines met from one on, each with whether it is gone through backwards; [] if no ring."""
    ring: list[_End] = []
    end: _End = (first, True)
    while len(ring) < _MOST:
        ring.append((end[0], not end[1]))
        following = partner.get(end)
        if following is None:
            return []
        if following[0] == first:
            return ring if not following[1] else []
        end = following[0], not following[1]
    return []


def _partners(lines: Sequence[Line]) -> dict[_End, _End]:
    """Which end meets which, where exactly two do."""
    ends = sorted(
        ((line.points[-1] if last else line.points[0]), (place, last))
        for place, line in enumerate(lines)
        if not (line.head_at_start or line.head_at_end)
        for last in (False, True)
    )
    meets = defaultdict[_End, list[_End]](list)
    for at, (point, end) in enumerate(ends):
        for other, far in islice(ends, at + 1, None):
            if other.x - point.x > _MEET:
                break
            if apart(point, other) <= _MEET:
                meets[end].append(far)
                meets[far].append(end)
    return {end: found[0] for end, found in meets.items() if len(found) == 1}
