"""The flow as drawn: the shapes that stand in a table's rows and what leads from which to which."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from converters.model import DrawnArrow, DrawnMark, Source
from converters.table import Arrow, Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.table import Row, SopTable

Place = tuple[int, int]  # index of the row, index of the mark in ``Row.marks``

_WORK = {MarkKind.START, MarkKind.END, MarkKind.TASK, MarkKind.DECISION}
_OPENS = {MarkKind.START, MarkKind.END}


class Link(NamedTuple):
    """One shape leads to another; ``end`` is None where the line goes on out of sight."""

    start: Place
    end: Place | None
    label: str | None
    source: Source | None


class Drawing:
    """The drawn shapes and links of one table."""

    def __init__(self, table: SopTable) -> None:
        self._rows = table.rows
        self._arrows = table.arrows

    def __bool__(self) -> bool:
        """Whether any line is drawn: shapes alone tell lanes, but no flow."""
        return bool(self.links)

    def mark(self, place: Place) -> Mark:
        """The mark at a place."""
        return self._rows[place[0]].marks[place[1]]

    def column(self, place: Place) -> int:
        """The performer column of a shape."""
        return self.mark(place).column

    def shapes(self, row: int) -> tuple[Place, ...]:
        """A row's flow symbols, off-page connectors left out, from left to right."""
        marks = self._rows[row].marks
        found = [(row, at) for at, mark in enumerate(marks) if mark.drawn and mark.kind in _WORK]
        return tuple(sorted(found, key=lambda place: (marks[place[1]].column, place)))

    def decides(self, place: Place) -> bool:
        """Whether a diamond stands there."""
        return self.mark(place).kind is MarkKind.DECISION

    def terminal(self, place: Place) -> bool:
        """Whether a terminator stands there that no line leaves: an end."""
        opens = self.mark(place).kind in _OPENS
        return opens and not self.leaving(place) and bool(self.arriving(place))

    def opening(self, place: Place) -> bool:
        """Whether a terminator stands there that no line leads to: a start."""
        opens = self.mark(place).kind in _OPENS
        return opens and bool(self.leaving(place)) and not self.arriving(place)

    def leads(self, row: int) -> bool:
        """Whether lines join a row to others."""
        return any(
            link.start[0] != link.end[0]
            for link in self.links
            if link.end and row in (link.start[0], link.end[0])
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links in reading order, each once; off-page connectors are passed through."""
        found: dict[tuple[Place, Place | None, str | None], Link] = {}
        for arrow in sorted(self._arrows, key=lambda arrow: (arrow.start, arrow.end)):
            if self._is_shape(arrow.start):
                for link in self._onward(arrow):
                    if link.start != link.end:
                        found.setdefault(link[:3], link)
        return tuple(found.values())

    def _is_shape(self, place: Place) -> bool:
        mark = self.mark(place)
        return mark.drawn and mark.kind in _WORK

    def _onward(self, first: Arrow) -> Iterator[Link]:
        """The links that begin with an arrow, whatever it passes through."""
        waiting, passed = [first], set[Place]()
        while waiting:
            arrow = waiting.pop()
            label = first.label or arrow.label
            if self._is_shape(arrow.end):
                yield Link(first.start, arrow.end, label, first.source)
            elif arrow.end not in passed:
                passed.add(arrow.end)
                waiting += self._outgoing[arrow.end]
                if not self._outgoing[arrow.end]:
                    yield Link(first.start, None, label, first.source)

    @cached_property
    def _outgoing(self) -> defaultdict[Place, list[Arrow]]:
        found = defaultdict(list)
        for arrow in self._arrows:
            found[arrow.start].append(arrow)
        return found

    @cached_property
    def _by_start(self) -> defaultdict[Place, list[Link]]:
        found = defaultdict(list)
        for link in self.links:
            found[link.start].append(link)
        return found

    @cached_property
    def _by_end(self) -> defaultdict[Place | None, list[Link]]:
        found = defaultdict(list)
        for link in self.links:
            found[link.end].append(link)
        return found

    def leaving(self, place: Place) -> list[Link]:
        """The links that leave a shape."""
        return self._by_start[place]

    def arriving(self, place: Place) -> list[Link]:
        """The links that lead to a shape."""
        return self._by_end[place]


def marks(row: Row, roles: tuple[str, ...]) -> tuple[DrawnMark, ...]:
    """A row's marks as the model tells them."""
    return tuple(
        DrawnMark(
            kind=mark.kind,
            role=roles[mark.column],
            text=mark.text,
            shape=mark.shape,
            source=mark.source,
        )
        for mark in row.marks
    )


def arrows(table: SopTable) -> tuple[DrawnArrow, ...]:
    """A table's arrows as the model tells them, from top to bottom."""
    ordered = sorted(table.arrows, key=lambda arrow: (arrow.start, arrow.end, arrow.label or ""))
    return tuple(_arrow(arrow, table) for arrow in ordered)


def _arrow(arrow: Arrow, table: SopTable) -> DrawnArrow:
    (come, came), (go, gone) = arrow.start, arrow.end
    start, end = table.rows[come], table.rows[go]
    return DrawnArrow(
        from_row=start.number,
        from_role=table.roles[start.marks[came].column],
        to_row=end.number,
        to_role=table.roles[end.marks[gone].column],
        label=arrow.label,
        source=arrow.source,
    )
