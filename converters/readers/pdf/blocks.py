"""Arrows that are drawn as an area: block arrows, with a head at one end or at both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.geometry import apart
from converters.readers.page import Point
from converters.readers.pdf.polygon import corners, off_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE, _TWO = 7, 10  # corners of an arrow with one head, with two
_MOST = 40  # points; what has more is a glyph or a picture
_OFF = 1.0  # points by which its halves may differ
_WIDER = 1.3  # times the shaft's width, at least, is the head's


def block_arrow(points: Sequence[Point]) -> tuple[tuple[Point, Point], bool] | None:
    """An arrow's two ends, the second with a head, and whether the first has one too.

    None: the outline is another one.
    """
    if not _ONE <= len(points) <= _MOST:
        return None
    found = corners(points)
    if len(found) not in (_ONE, _TWO):
        return None
    for place in range(len(found)):
        line = _from_tip((*found[place:], *found[:place]))
        if line is not None:
            return line, len(found) == _TWO
    return None


def _from_tip(ring: Sequence[Point]) -> tuple[Point, Point] | None:
    """The middle line towards the first corner, where that is an arrow's tip."""
    pairs = [(ring[k], ring[-k]) for k in range(1, (len(ring) + 1) // 2)]
    middles = [Point((a.x + b.x) / 2, (a.y + b.y) / 2) for a, b in pairs]
    widths = [apart(*pair) for pair in pairs]
    tip, start = ring[0], ring[len(ring) // 2] if len(ring) == _TWO else middles[-1]
    wings = {0, len(pairs) - 1} if len(ring) == _TWO else {0}
    shaft = [width for place, width in enumerate(widths) if place not in wings]
    if any(widths[place] < _WIDER * max(shaft) for place in wings):
        return None
    if max(shaft) - min(shaft) > _OFF or any(off_line(at, start, tip) > _OFF for at in middles):
        return None
    square = all(abs(apart(a, tip) - apart(b, tip)) <= _OFF for a, b in pairs)
    return (start, tip) if square else None
