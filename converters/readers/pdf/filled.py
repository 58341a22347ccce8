"""What a filled path stands for: Excel and Word write their drawings so.

A connector is one path: the outline of its line and a triangle for each arrowhead. The line around
a symbol is an outline within an outline. A rule of a table is a thin rectangle, several to a path.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.geometry import apart, bounds
from converters.readers.pdf import strokes
from converters.readers.pdf.heads import crown
from converters.readers.pdf.pieces import HEAD, Head, Line, Outline, block, head, outline
from converters.readers.pdf.polygon import bends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Box, Point
    from converters.readers.pdf.paths import Subpath
    from converters.readers.pdf.pieces import Piece

_FRAME = 6.0  # points between the two outlines of a symbol's line, at most
_DASH = 12.0  # points; the longest dash, where each is painted as a polygon of its own
_DASHES = 3  # so many in a row make a dashed line
_GAP = 9.0  # points between two dashes, at most
_V_CORNERS = 7  # and more has the outline of an open arrowhead: six, and its first again
_V_LEAST = 2.0  # points across; what is thinner is a line


def filled(subpaths: Sequence[Subpath]) -> Iterator[Piece]:
    """The pieces of a filled path."""
    blocks = [block(one) for one in subpaths]
    yield from (line for line in blocks if line)
    triangles = [
        (one, head(one.points)) for one, line in zip(subpaths, blocks, strict=True) if not line
    ]
    heads = [triangle for _, triangle in triangles if triangle]
    rest = [one for one, triangle in triangles if not triangle]
    thin = strokes.STUB if heads else strokes.THIN
    open_heads = [one for one in rest if len(subpaths) > 1 and _maybe_v(one)]
    lines, others = _parted([one for one in rest if one not in open_heads], thin)
    for one in open_heads:
        if any(_near(end, bounds(one.points)) for line in lines for end in (line[0], line[-1])):
            heads.append(one.points)
        else:
            more, left = _parted([one], thin)
            lines, others = lines + more, others + left
    if not lines:
        yield from (Head(points=points) for points in heads)
    else:
        yield from crown(map(_plain, lines), heads) if heads else _dashes(lines)
    yield from _outlines(others)


def _plain(points: tuple[Point, ...]) -> Line:
    return Line(points=points)


def _parted(
    subpaths: Sequence[Subpath], thin: float
) -> tuple[list[tuple[Point, ...]], list[Subpath]]:
    """The centre lines of those that are thin, and the others."""
    lines, others = [], []
    for subpath in subpaths:
        line = strokes.centre_line(subpath.points, thin)
        if line is None:
            others.append(subpath)
        else:
            lines.append(line)
    return lines, others


def _maybe_v(subpath: Subpath) -> bool:
    box = bounds(subpath.points)
    small = max(box.width, box.height) <= HEAD and min(box.width, box.height) >= _V_LEAST
    return small and len(subpath.points) >= _V_CORNERS


def _near(point: Point, box: Box) -> bool:
    return box.holds(point, _V_LEAST)


def _dashes(lines: Sequence[tuple[Point, ...]]) -> Iterator[Line]:
    """The lines, those of short pieces in a row as one dashed line."""
    row: list[tuple[Point, ...]] = []
    for line in lines:
        if row and (_long(line) or _long(row[-1]) or _gap(row[-1], line) > _GAP):
            yield from _row(row)
            row = []
        row.append(_after(row[-1], line) if row else line)
    yield from _row(row)


def _row(row: Sequence[tuple[Point, ...]]) -> Iterator[Line]:
    joined = bends([point for line in row for point in line]) if len(row) >= _DASHES else ()
    if len(joined) > 1:
        yield Line(points=joined, dashed=True)
    else:
        yield from map(_plain, row)


def _long(line: tuple[Point, ...]) -> bool:
    return sum(apart(*ends) for ends in pairwise(line)) > _DASH


def _gap(one: tuple[Point, ...], other: tuple[Point, ...]) -> float:
    return min(apart(end, start) for end in (one[0], one[-1]) for start in (other[0], other[-1]))


def _after(before: tuple[Point, ...], line: tuple[Point, ...]) -> tuple[Point, ...]:
    """The line, turned so that it starts where the one before ends."""
    turned = apart(before[-1], line[-1]) < apart(before[-1], line[0])
    return line[::-1] if turned else line


def _outlines(subpaths: Sequence[Subpath]) -> Iterator[Outline | Line]:
    """The outlines; of one within another the outer one alone, as drawn."""
    place = 0
    while place < len(subpaths):
        one, other = subpaths[place], subpaths[min(place + 1, len(subpaths) - 1)]
        inner = next((b for a, b in ((one, other), (other, one)) if _frames(a, b)), None)
        if inner is None:
            yield outline(one, drawn=False)
            place += 1
        else:
            yield outline(other if inner is one else one, drawn=True)
            place += 2


def _frames(outer: Subpath, inner: Subpath) -> bool:
    """Whether one outline runs closely around another."""
    out, within = bounds(outer.points), bounds(inner.points)
    margins = within.left - out.left, within.top - out.top
    more = out.right - within.right, out.bottom - within.bottom
    return all(0 < margin <= _FRAME for margin in (*margins, *more))
