"""What the paths of a page are made of: lines, arrowheads, outlines.

An outline may become a symbol, a line a connector; what neither can be is left out here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.geometry import bounds
from converters.readers.page import Box, Point, ShapeKind
from converters.readers.pdf.blocks import block_arrow
from converters.readers.pdf.polygon import area, bends, corners
from converters.readers.pdf.symbol import symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.pdf.paths import Subpath

HEAD = 20.0  # points; arrowheads are 3 to 9 long, at thick lines more
_TRIANGLE = 3  # corners
_EXACT = 1e-6  # by which sums of areas may differ
_STOUT = 0.15  # of the square of its size; a head three times as long as wide has more


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn line with its bends."""

    points: tuple[Point, ...]
    head_at_start: bool = False
    head_at_end: bool = False
    dashed: bool = False


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """A closed line, or the edge of a filled surface."""

    kind: ShapeKind | None  # None: not a symbol known by its geometry
    box: Box
    drawn: bool  # False: only filled, as the shading of a cell is


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """An arrowhead that is not said to belong to a line."""

    points: tuple[Point, ...]


Piece = Line | Outline | Head


def stroked(subpath: Subpath, *, dashed: bool) -> Iterator[Piece]:
    """What one stroke of the pen is."""
    points = subpath.points
    closed = subpath.closed or (len(points) > _TRIANGLE and points[0] == points[-1])
    if not closed or len(corners(points)) < _TRIANGLE:  # there and back is a line
        line = bends(subpath.polygon or points)  # a curve leads as the elbow does that bends it
        if len(line) > 1:
            yield Line(points=line, dashed=dashed)
    elif triangle := head(points):
        yield Head(points=triangle)
    else:
        yield outline(subpath, drawn=True)


def outline(subpath: Subpath, *, drawn: bool) -> Outline | Line:
    """The outline with the symbol that it is, or the arrow that is drawn as an area."""
    kind = symbol(subpath.points, subpath.curves)
    arrow = None if kind else block(subpath)
    return arrow or Outline(kind=kind, box=bounds(subpath.points), drawn=drawn)


def block(subpath: Subpath) -> Line | None:
    """The line that a block arrow is; None: this is none."""
    found = None if subpath.curves else block_arrow(subpath.points)
    if found is None:
        return None
    ends, both = found
    return Line(points=ends, head_at_start=both, head_at_end=True)


def head(points: Sequence[Point]) -> tuple[Point, ...] | None:
    """The corners of a triangle of an arrowhead's size and stoutness; None: this is none.

    A notch in its base, as "stealth" heads have, is left out.
    """
    box = bounds(points)
    size = max(box.width, box.height)
    if size > HEAD:
        return None
    found = corners(points)
    if len(found) == _TRIANGLE + 1:
        found = [point for at, point in enumerate(found) if not _is_notch(at, found)]
    if len(found) != _TRIANGLE or area(found) < _STOUT * size * size:
        return None
    return tuple(found)


def _is_notch(at: int, four: Sequence[Point]) -> bool:
    """Whether one of four corners lies within the triangle of the others."""
    point, (a, b, c) = four[at], (*four[:at], *four[at + 1 :])
    parts = area((a, b, point)) + area((b, c, point)) + area((c, a, point))
    return parts < area((a, b, c)) * (1 + _EXACT)
