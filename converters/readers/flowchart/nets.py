"""Lines that are joined to each other, and the shapes where they end."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.flowchart.chart import LineRef, LooseEnd, ShapeRef
from converters.readers.flowchart.crossings import over_pages
from converters.readers.flowchart.ends import End, Place, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Page, Point


class Terminal(NamedTuple):
    """An end of a line at a shape."""

    shape: ShapeRef
    line: LineRef
    headed: bool  # an arrowhead is there


class Net(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that hang together."""

    terminals: tuple[Terminal, ...]
    joints: Mapping[LineRef, tuple[LineRef, ...]]  # which line touches which, both ways

    def way(self, start: LineRef, end: LineRef) -> tuple[LineRef, ...]:
        """The lines from one to another, both included, by the fewest joints."""
        came: dict[LineRef, LineRef | None] = {start: None}
        queue = deque([start])
        while queue:
            for line in self.joints.get(here := queue.popleft(), ()):
                if line not in came:
                    came[line] = here
                    queue.append(line)
        found: list[LineRef] = []
        at: LineRef | None = end if end in came else None
        while at is not None:
            found.append(at)
            at = came[at]
        return tuple(reversed(found))


def nets(pages: Sequence[Page]) -> tuple[list[Net], list[LooseEnd]]:
    """The nets of all pages in reading order of their lines, and the ends with nothing at them."""
    joints = defaultdict[LineRef, set[LineRef]](set)
    terminals = defaultdict[LineRef, list[Terminal]](list)
    loose: list[LooseEnd] = []
    for end, ref, headed, place in _ends(pages):
        if place.shape is not None:
            shape = ShapeRef(ref.page, place.shape)
            terminals[ref].append(Terminal(shape, ref, headed))
        elif place.line is not None:
            _join(joints, ref, LineRef(ref.page, place.line))
        else:
            loose.append(LooseEnd(line=ref, at=end, head=headed))
    crossing = list(over_pages(pages, loose))
    for one, other in crossing:
        _join(joints, one.line, other.line)
    used = {(end.line, end.at) for pair in crossing for end in pair}
    left = [end for end in loose if (end.line, end.at) not in used]
    return list(_nets(pages, joints, terminals)), left


def _ends(pages: Sequence[Page]) -> Iterator[tuple[Point, LineRef, bool, Place]]:
    """Both ends of each line: where it is, of which line, whether headed, what stands there."""
    for index, page in enumerate(pages):
        found = places(page)
        for number, line in enumerate(page.connectors):
            for last in (False, True):
                at = line.points[-1] if last else line.points[0]
                headed = line.head_at_end if last else line.head_at_start
                place = found.get(End(number, last), Place())
                yield at, LineRef(index, number), headed, place


def _join(joints: Mapping[LineRef, set[LineRef]], one: LineRef, other: LineRef) -> None:
    joints[one].add(other)
    joints[other].add(one)


def _nets(
    pages: Sequence[Page],
    joints: Mapping[LineRef, set[LineRef]],
    terminals: Mapping[LineRef, Sequence[Terminal]],
) -> Iterator[Net]:
    seen = set[LineRef]()
    for index, page in enumerate(pages):
        for place in range(len(page.connectors)):
            lines = _connected(LineRef(index, place), joints, seen)
            if lines:
                yield Net(
                    terminals=tuple(one for line in lines for one in terminals.get(line, ())),
                    joints={line: tuple(sorted(joints.get(line, ()))) for line in lines},
                )


def _connected(
    start: LineRef, joints: Mapping[LineRef, set[LineRef]], seen: set[LineRef]
) -> list[LineRef]:
    """The lines that hang together with one, or none if they were seen."""
    found, queue = list[LineRef](), [start]
    while queue:
        line = queue.pop()
        if line not in seen:
            seen.add(line)
            found.append(line)
            queue.extend(joints.get(line, ()))
    return sorted(found)
