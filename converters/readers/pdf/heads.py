"""Arrowheads and the lines that end in them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.geometry import apart, bounds
from converters.readers.page import Point
from converters.readers.pdf.pieces import HEAD, Line
from converters.readers.pdf.polygon import corners

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOUCH = 3.0  # points; a line may end this far before the head's base
_LIKE = 0.3  # points by which the two sides at a head's tip may differ
_AHEAD = math.cos(math.radians(40))  # so far a head may be turned from its line
_EVEN = 1.6  # the legs of an open head are about equally long
_ACROSS = math.cos(math.radians(65))  # a leg leads back along its line, at most this far aside
_ALONG = math.cos(math.radians(8))  # but not on the line itself


def crown(
    lines: Iterable[Line], heads: Iterable[Sequence[Point]], after: Sequence[int] | None = None
) -> list[Line]:
    """The lines, each head at the nearest end; a head with no end in it is dropped.

    The line then leads to the head's tip.

    Args:
        lines: of a page, or of one path.
        heads: the corners of each.
        after: how many of the lines were painted before each head, if they are of a page. A head
            that does not point the way a line leads is then of another one (in a path it may be
            its own, for a curve's last stretch is not known well), and rather of the last line.
    """
    crowned = list(lines)
    for number, head in enumerate(heads):
        last = after[number] - 1 if after is not None else -1
        ends = [
            (place != last, headed, apart(end, bounds(head).centre), place, at_end)
            for place, line in enumerate(crowned)
            for at_end, end, headed in _ends(line)
            if bounds(head).holds(end, _TOUCH)
            and (after is None or _points_on(head, line, at_end=at_end))
        ]
        if ends:
            *_, place, at_end = min(ends)
            crowned[place] = _crowned(crowned[place], head, at_end=at_end)
    return crowned


def _ends(line: Line) -> tuple[tuple[bool, Point, bool], ...]:
    """Both ends of a line: whether it is the last one, where, whether a head is there."""
    return (False, line.points[0], line.head_at_start), (True, line.points[-1], line.head_at_end)


def _crowned(line: Line, head: Sequence[Point], *, at_end: bool) -> Line:
    if not at_end:
        turned = _crowned(_turned(line), head, at_end=True)
        return _turned(turned)
    before, end = line.points[-2:]
    length = apart(before, end)
    towards = Point((end.x - before.x) / length, (end.y - before.y) / length)
    ahead = ((p.x - end.x) * towards.x + (p.y - end.y) * towards.y for p in head)
    on = max(ahead, default=0.0)
    tip = Point(end.x + on * towards.x, end.y + on * towards.y) if on > 0 else end
    return msgspec.structs.replace(line, points=(*line.points[:-1], tip), head_at_end=True)


def _points_on(head: Sequence[Point], line: Line, *, at_end: bool) -> bool:
    """Whether a triangle, which is as long on both sides of its tip, points the line's way."""
    before, end = line.points[-2:] if at_end else line.points[1::-1]
    found = corners(head)
    uneven = [abs(apart(p, found[k - 1]) - apart(p, found[k - 2])) for k, p in enumerate(found)]
    tips = [p for p, off in zip(found, uneven, strict=True) if off <= min(uneven) + _LIKE]
    along = ((end.x - before.x) / apart(before, end), (end.y - before.y) / apart(before, end))
    middle = bounds(head).centre
    return any(
        (tip.x - middle.x) * along[0] + (tip.y - middle.y) * along[1] > _AHEAD * apart(tip, middle)
        for tip in tips
    )


def _turned(line: Line) -> Line:
    return msgspec.structs.replace(
        line,
        points=line.points[::-1],
        head_at_start=line.head_at_end,
        head_at_end=line.head_at_start,
    )


class _Leg(NamedTuple):
    """One of the two strokes of an open head."""

    line: int
    apex: Point
    foot: Point


def open_heads(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that are legs of an arrowhead, which the line they stand at gets.

    The legs are one bent line or two lines; they meet at a line's end.
    """
    legs = [leg for place, line in enumerate(lines) for leg in _legs(place, line)]
    found, used = list(lines), set[int]()
    for place in range(len(lines)):
        for at_end in (False, True):
            pair = _pair(found[place], legs, place, at_end=at_end)
            if pair and place not in used:
                used |= pair
                found[place] = _crowned(found[place], (), at_end=at_end)
    return [line for place, line in enumerate(found) if place not in used]


def _legs(place: int, line: Line) -> Iterator[_Leg]:
    lengths = [apart(*ends) for ends in pairwise(line.points)]
    if line.head_at_start or line.head_at_end or max(lengths) > HEAD:
        return
    if len(lengths) == 1:
        yield _Leg(place, *line.points)
        yield _Leg(place, *line.points[::-1])
    elif len(lengths) == len("\\/") and max(lengths) <= _EVEN * min(lengths):
        yield _Leg(place, line.points[1], line.points[0])
        yield _Leg(place, line.points[1], line.points[2])


def _pair(line: Line, legs: Sequence[_Leg], place: int, *, at_end: bool) -> set[int]:
    """The lines of the legs at an end of a line: one on each side of it, or none."""
    end, before = line.points[:-3:-1] if at_end else line.points[:2]
    length = apart(before, end)
    left, right = set[int](), set[int]()
    for leg in legs:
        arm = apart(leg.apex, leg.foot)
        if leg.line == place or apart(leg.apex, end) > _TOUCH or arm >= length:
            continue
        back = (leg.foot.x - leg.apex.x) / arm, (leg.foot.y - leg.apex.y) / arm
        along = (before.x - end.x) / length, (before.y - end.y) / length
        if _ACROSS < back[0] * along[0] + back[1] * along[1] < _ALONG:
            side = back[0] * along[1] - back[1] * along[0]
            (left if side < 0 else right).add(leg.line)
    return left | right if left and right else set()
