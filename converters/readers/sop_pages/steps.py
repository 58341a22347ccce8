"""The rows of a table of steps in grids: each with its cells by column and its place on pages."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.geometry import hull
from converters.readers.page import Box, Cell
from converters.readers.sop_pages import bands, entries, layout, ruled
from converters.readers.sop_pages.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop_pages.entries import Entry
    from converters.readers.sop_pages.ruled import Part, Ruled

# Columns of which one cell beside several steps says what holds for each: all need the document,
# all have it done when the output is there. A note beside them may be about any of them.
_SHARED = ("inputs", "time", "outputs")
_TOTAL = re.compile(r"(?:jumlah|total)(?:\s+waktu)?\W*", re.IGNORECASE)


class Place(msgspec.Struct):
    """Where on a page (part of) a step stands."""

    index: int  # of the page
    box: Box
    layout: Layout
    cells: list[Cell]


class Step(msgspec.Struct):
    """A row of the table; ``texts`` by column: "activity", "inputs", ... and "role 0", ..."""

    printed: str  # its number, "" where none is printed
    texts: dict[str, list[str]]
    places: list[Place]
    line: int  # 1-based, of its first row in its grid
    continued: bool = False  # it goes on after the end of a page
    together: set[str] = msgspec.field(
        default_factory=set
    )  # columns of which one cell stands beside it and the step above
    lengthened: bool = False  # rows without a number were taken for the rest of it

    def text(self, key: str) -> str:
        """What a column prints, one line per line."""
        return "\n".join(text for text in self.texts.get(key, []) if text)


def collect(
    parts: Sequence[tuple[Part, Layout]], drawn: Sequence[Sequence[Box]]
) -> tuple[list[Step], list[str]]:
    """The steps, and the headings between them.

    Args:
        parts: the table's parts, with the columns of each.
        drawn: the boxes of each page's shapes; a blank row in which one stands is part of a step.
    """
    collector = _Collector(drawn)
    for part, columns in parts:
        collector.part(part, columns)
    return collector.steps, collector.headings


def last_with(steps: Sequence[Step], first: int, kind: str) -> int:
    """The last step beside a cell that begins at the first; ``first`` where it is that one's."""
    last = first
    if kind not in steps[first].together:
        while last + 1 < len(steps) and kind in steps[last + 1].together:
            last += 1
    return last


class _Merged(msgspec.Struct):
    """The last number, activity and time, and the row before which their cells end."""

    number: str = ""
    number_until: int = 0
    activity: str = ""
    activity_until: int = 0
    shared: dict[str, tuple[str, int]] = {}  # the last text of each column of ``_SHARED``

    def give(self, entry: Entry) -> Entry:
        """A row with what stands beside it in cells that began above it."""
        row = entry.row.row
        if entry.number and not entry.activity and row < self.activity_until:
            return entry._replace(activity=self.activity)  # one activity beside several numbers
        if entry.activity and not entry.number and row < self.number_until:
            return entry._replace(number=self.number)  # several activities beside one number
        return entry

    def share(self, step: Step) -> None:
        """Give a step what it has together with the one above."""
        for kind, (text, until) in self.shared.items():
            if step.line <= until and text:
                step.texts.setdefault(kind, []).append(text)
                step.together.add(kind)

    def take(self, entry: Entry) -> None:
        """Remember those of a row that begin in it."""
        if entry.number and (cell := entry.heads.get("number")):
            self.number, self.number_until = entry.number, cell.row + cell.rows
        if entry.activity and (cell := entry.heads.get("activity")):
            self.activity, self.activity_until = entry.activity, cell.row + cell.rows
        for column, cell in entry.begun:
            if column.kind in _SHARED:
                self.shared[column.kind] = entries.printed(column, cell), cell.row + cell.rows


class _Signs(NamedTuple):
    """What a step has once."""

    printed: set[str]
    drawn: set[float]  # the heights of symbols; one on the line between two rows is in both

    def differ(self, others: _Signs) -> bool:
        """Whether these and others must be those of two steps."""
        twice = self.drawn and others.drawn and not self.drawn & others.drawn
        return bool(twice or self.printed & others.printed)


class _Collector:
    def __init__(self, drawn: Sequence[Sequence[Box]]) -> None:
        self.steps: list[Step] = []
        self.headings: list[str] = []
        self._had = _Signs(set(), set())  # the last step's
        self._drawn = [sorted(box.centre.y for box in boxes) for boxes in drawn]

    def part(self, part: Part, columns: Layout) -> None:
        """Take the rows of one grid."""
        merged = _Merged()
        fresh = bool(self.steps)  # the first row may be the rest of the one above
        rows = part.rows[columns.depth :]
        within = bands.within(rows, columns)
        for row in rows:
            read = entries.read(row, columns, self._next())
            if not self._holds(row) or layout.counts_columns(row):
                continue
            if _is_heading(row, columns) or (not read.number and _TOTAL.fullmatch(read.activity)):
                self.headings.append(ruled.text([row]))
                continue
            entry = merged.give(read)
            rest = fresh and not entry.number and self._is_rest(entry)
            more = not (fresh or read.number or row.row in within) and self._is_more(entry)
            if not self._take(entry, columns, joined=rest or more or row.row in within):
                merged.share(self.steps[-1])
            self.steps[-1].continued |= rest
            self.steps[-1].lengthened |= more
            merged.take(entry)
            fresh = False

    def _take(self, entry: Entry, columns: Layout, *, joined: bool) -> bool:
        """Add a row to the last step, or make it one; whether it was added."""
        signs = self._signs(entry)
        added = bool(self.steps) and (joined or not (entry.number or entry.activity))
        if added:
            self.steps[-1].printed = self.steps[-1].printed or entry.number
            self._had = _Signs(self._had.printed | signs.printed, self._had.drawn | signs.drawn)
        else:
            self.steps.append(Step(entry.number, {}, [], entry.row.row + 1))
            self._had = signs
        self._add(entry, columns)
        return added

    def _is_rest(self, entry: Entry) -> bool:
        """Whether a page's first row goes on with the last one of the page before.

        Its activity goes on with a sentence, or it has neither a time nor a symbol of its own.
        """
        if not (entry.activity and self.steps[-1].printed):
            return False
        timed = any(column.kind == "time" and cell.text.strip() for column, cell in entry.begun)
        return entry.activity[:1].islower() or not (timed or self._drawn_in(entry.row))

    def _is_more(self, entry: Entry) -> bool:
        """Whether a row without a number is the end of the step above, typed in a row of its own.

        What has a second time or a second symbol is a step of its own.
        """
        signs = self._signs(entry)
        if not (entry.activity and self.steps) or signs.differ(self._had):
            return False
        return entry.activity[:1].islower() or not (entry.parted or signs.printed)

    def _signs(self, entry: Entry) -> _Signs:
        return _Signs(set(entry.signs()), set(self._drawn_in(entry.row)))

    def _next(self) -> str:
        """The number that should come."""
        last = self.steps[-1].printed if self.steps else "0"
        return str(int(last) + 1) if last.isdigit() else ""

    def _holds(self, row: Ruled) -> bool:
        """Whether anything is printed or drawn in a row."""
        if any(cell.text.strip() for cell in row.cells):
            return True
        return bool(self._drawn_in(row))

    def _drawn_in(self, row: Ruled) -> Sequence[float]:
        """The heights of the symbols whose middle is in a row."""
        box = _strip(row)
        heights = self._drawn[row.index]
        return heights[bisect_left(heights, box.top) : bisect_right(heights, box.bottom)]

    def _add(self, entry: Entry, columns: Layout) -> None:
        step, row = self.steps[-1], entry.row
        roles = columns.roles
        for column, cell in entry.begun:
            if column.kind == "activity":
                continue
            key = f"role {roles.index(column)}" if column.kind == "role" else column.kind
            step.texts.setdefault(key, []).append(entries.printed(column, cell))
        step.texts.setdefault("activity", []).append(entry.activity)
        last = step.places[-1] if step.places else None
        if last is not None and last.index == row.index and last.layout is columns:
            last.cells += row.cells
            last.box = hull([last.box, _strip(row)])
        else:
            step.places.append(Place(row.index, _strip(row), columns, list(row.cells)))


def _strip(row: Ruled) -> Box:
    """The row as a strip over the page: as high as its lowest cells."""
    around = hull(cell.box for cell in row.cells)
    return around._replace(bottom=min(cell.box.bottom for cell in row.cells))


def _is_heading(row: Ruled, columns: Layout) -> bool:
    """Whether the row is one text over activity and performers: a title between the steps."""
    filled = [cell for cell in row.cells if cell.text.strip()]
    roles = columns.roles
    if len(filled) != 1 or not roles:
        return False
    return filled[0].column + filled[0].columns - 1 >= roles[-1].last and (
        filled[0].column <= roles[0].first
    )
