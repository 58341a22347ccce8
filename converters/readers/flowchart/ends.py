"""What stands at each end of a line: a shape, another line, or nothing.

Lines drawn by hand seldom end where they should. They stop short of the shape, run past its side,
start a little below it; so each end has candidates, and the one that costs least is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.geometry import apart, from_line, from_sides, stretch_in
from converters.readers.page import Box, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converters.readers.page import Connector, Page, Shape

# All in points. The least gap between two shapes of one lane that was seen is 15.
_TOUCH = 3.0  # a line that ends this near a side is drawn up to it
_AHEAD = 45.0  # how far on, straight ahead, a shape may stand that a line stops short of
_PAST = 15.0  # how far a line may run on behind a shape that it goes through
_AROUND = 12.0  # how far off a shape may stand that is not straight ahead
_ASIDE = 4.0  # by which a line may miss a shape straight ahead
_JOINT = 4.0  # between the end of a line and a line that it joins
_JOINT_AHEAD = 7.0  # the same, straight ahead

# What is added to a distance, so that of two candidates the likelier is taken.
_RAN_PAST = 3.0
_NOT_AHEAD = 6.0
_TO_LINE = 1.0
_HEAD_AT_LINE = 8.0  # an arrowhead is for a shape; on a line it says where the lines merge


class End(NamedTuple):
    """One end of a line."""

    line: int  # index in ``Page.connectors``
    last: bool  # its last point, not its first


class Place(NamedTuple):
    """What stands at an end: of the two, one is None."""

    shape: int | None = None  # index in ``Page.shapes``
    line: int | None = None  # index in ``Page.connectors``


class _Candidate(NamedTuple):
    cost: float
    place: Place


def places(page: Page) -> Mapping[End, Place]:
    """What stands at the ends of a page's lines; an end with nothing is left out.

    Both ends of a line never stand at the same shape: the dearer one takes its second choice.
    """
    found: dict[End, Place] = {}
    for index, line in enumerate(page.connectors):
        first, last = (_candidates(page, End(index, at_end)) for at_end in (False, True))
        found.update(_choice(index, first, last, line))
    return found


def _choice(
    index: int, first: Sequence[_Candidate], last: Sequence[_Candidate], line: Connector
) -> Iterator[tuple[End, Place]]:
    start = Place(shape=line.start) if line.start is not None else _cheapest(first)
    end = Place(shape=line.end) if line.end is not None else _cheapest(last)
    if start is not None and start == end and line.end is None:
        if line.start is not None or _least(first) <= _least(last):
            end = _cheapest([one for one in last if one.place != start])
        else:
            start = _cheapest([one for one in first if one.place != end])
    yield from ((End(index, last), at) for last, at in ((False, start), (True, end)) if at)


def _least(candidates: Sequence[_Candidate]) -> float:
    return min(one.cost for one in candidates)


def _cheapest(candidates: Sequence[_Candidate]) -> Place | None:
    found = min(candidates, default=None, key=lambda one: one.cost)
    return None if found is None else found.place


def tail(line: Connector, *, last: bool) -> tuple[Point, Point]:
    """The last stretch of a line towards an end: where it comes from, where it ends."""
    points = line.points[::-1] if last else line.points
    before = next((point for point in points[1:] if apart(point, points[0]) > 1), points[-1])
    return before, points[0]


def _candidates(page: Page, end: End) -> list[_Candidate]:
    line = page.connectors[end.line]
    headed = line.head_at_end if end.last else line.head_at_start
    before, at = tail(line, last=end.last)
    found = [
        _Candidate(cost, Place(shape=index))
        for index, shape in enumerate(page.shapes)
        for cost in _to_shape(shape, before, at)
    ]
    more = _HEAD_AT_LINE if headed else _TO_LINE
    for index, other in enumerate(page.connectors):
        if index != end.line and not _both_lead_away(line, other, at, last=end.last):
            found += (
                _Candidate(cost + more, Place(line=index)) for cost in _to_line(other, before, at)
            )
    return found


def _to_shape(shape: Shape, before: Point, at: Point) -> Iterator[float]:
    box = shape.box
    away = from_sides(at, box)
    if away <= _TOUCH:
        yield away * (_TO_LINE / (2 * _TOUCH))  # two arrows may start at one place of a shape
        return
    if box.holds(at):
        yield _TOUCH
        return
    if away <= _AROUND:
        yield away + _NOT_AHEAD
    ahead = _reach(box, before, at, _AHEAD)
    if ahead is not None:
        yield ahead
    through = stretch_in(Box(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1), before, at)
    if through is not None and not box.holds(before):
        past = (1 - through[1]) * apart(before, at)
        if past <= _PAST:
            yield past + _RAN_PAST


def _reach(box: Box, before: Point, at: Point, most: float) -> float | None:
    """How far straight ahead of an end a box begins, or None: not within reach."""
    wide = Box(box.left - _ASIDE, box.top - _ASIDE, box.right + _ASIDE, box.bottom + _ASIDE)
    found = stretch_in(wide, at, _ahead(before, at, most))
    return None if found is None else found[0] * most + _ASIDE


def _ahead(before: Point, at: Point, far: float) -> Point:
    gone = apart(before, at) or 1.0
    return Point(at.x + (at.x - before.x) / gone * far, at.y + (at.y - before.y) / gone * far)


def _to_line(other: Connector, before: Point, at: Point) -> Iterator[float]:
    away = from_line(at, other.points)
    half = _JOINT_AHEAD / 2
    if away <= _JOINT or from_line(_ahead(before, at, half), other.points) <= half:
        yield away


def _both_lead_away(line: Connector, other: Connector, at: Point, *, last: bool) -> bool:
    """Whether two arrows begin at one place, each leading elsewhere: they are not one line."""
    if not (line.head_at_start if last else line.head_at_end):
        return False
    starts = (other.points[0], other.head_at_end), (other.points[-1], other.head_at_start)
    return any(apart(point, at) <= _JOINT and headed for point, headed in starts)
