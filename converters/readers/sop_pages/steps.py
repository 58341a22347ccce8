"""The rows of a table of steps in grids: each with its cells by column and its place on pages."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import msgspec

from converters.readers.geometry import hull
from converters.readers.page import Box, Cell
from converters.readers.sop_pages import layout, ruled
from converters.readers.sop_pages.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop_pages.layout import Column
    from converters.readers.sop_pages.ruled import Ruled
    from converters.readers.sop_pages.sections import Part

# What numbers look like: 1 or 1. or (1), 12a, 1.2, A., IV.
_NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}\s?[a-zA-Z]?|[A-Z]|[IVX]{1,5}|[a-z])\s?[.,)]{0,2}"
)
_TOTAL = re.compile(r"(?:jumlah|total)(?:\s+waktu)?\W*", re.IGNORECASE)
_LEADING = re.compile(r"\(?(\d{1,3})(?:\s?[.)]\s*|\s+)(?=\D)")


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


class _Merged(msgspec.Struct):
    """The last number and activity, and the row before which their cells end."""

    number: str = ""
    number_until: int = 0
    activity: str = ""
    activity_until: int = 0

    def take(self, number: str, activity: str, cells: dict[str, Cell]) -> None:
        """Remember those of a row that begin in it."""
        if number and (cell := cells.get("number")):
            self.number, self.number_until = number, cell.row + cell.rows
        if activity and (cell := cells.get("activity")):
            self.activity, self.activity_until = activity, cell.row + cell.rows


class _Collector:
    def __init__(self, drawn: Sequence[Sequence[Box]]) -> None:
        self.steps: list[Step] = []
        self.headings: list[str] = []
        self._drawn = [sorted(box.centre.y for box in boxes) for boxes in drawn]

    def part(self, part: Part, columns: Layout) -> None:
        """Take the rows of one grid."""
        merged = _Merged()
        fresh = bool(self.steps)  # the first row may be the rest of the one above
        for row in part.rows[columns.depth :]:
            begun = _by_column(row, columns)
            own, activity, cells = _heads(begun, self._next())
            if not self._holds(row) or layout.counts_columns(row):
                continue
            if _is_heading(row, columns) or (not own and _TOTAL.fullmatch(activity)):
                self.headings.append(ruled.text([row]))
                continue
            if own and not activity and row.row < merged.activity_until:
                activity = merged.activity  # one activity beside several numbers
            elif activity and not own and row.row < merged.number_until:
                own = merged.number  # several activities beside one number
            rest = fresh and not own and self._is_rest(row, begun, activity)
            if self.steps and (rest or not (own or activity)):
                self.steps[-1].continued |= rest
            else:
                self.steps.append(Step(own, {}, [], row.row + 1))
            self._add(row, columns, begun, activity)
            merged.take(own, activity, cells)
            fresh = False

    def _is_rest(self, row: Ruled, begun: list[tuple[Column, Cell]], activity: str) -> bool:
        """Whether a page's first row goes on with the last one of the page before.

        Its activity goes on with a sentence, or it has neither a time nor a symbol of its own.
        """
        if not (activity and self.steps[-1].printed):
            return False
        timed = any(column.kind == "time" and cell.text.strip() for column, cell in begun)
        return activity[:1].islower() or not (timed or self._is_drawn_in(row))

    def _next(self) -> str:
        """The number that should come."""
        last = self.steps[-1].printed if self.steps else "0"
        return str(int(last) + 1) if last.isdigit() else ""

    def _holds(self, row: Ruled) -> bool:
        """Whether anything is printed or drawn in a row."""
        if any(cell.text.strip() for cell in row.cells):
            return True
        return self._is_drawn_in(row)

    def _is_drawn_in(self, row: Ruled) -> bool:
        """Whether the middle of a symbol is at the height of a row."""
        box = _strip(row)
        heights = self._drawn[row.index]
        place = bisect_left(heights, box.top)
        return place < len(heights) and heights[place] <= box.bottom

    def _add(
        self, row: Ruled, columns: Layout, begun: list[tuple[Column, Cell]], activity: str
    ) -> None:
        step = self.steps[-1]
        roles = columns.roles
        for column, cell in begun:
            if column.kind == "activity":
                continue
            key = f"role {roles.index(column)}" if column.kind == "role" else column.kind
            step.texts.setdefault(key, []).append(cell.text.strip())
        step.texts.setdefault("activity", []).append(activity)
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


def _by_column(row: Ruled, columns: Layout) -> list[tuple[Column, Cell]]:
    placed = ((columns.of(cell), cell) for cell in row.cells)
    return [(column, cell) for column, cell in placed if column is not None]


def _heads(begun: list[tuple[Column, Cell]], expected: str) -> tuple[str, str, dict[str, Cell]]:
    """A row's number and activity as printed, and the cells they stand in."""
    number = ""
    cells: dict[str, Cell] = {}
    activity: list[str] = []
    for column, cell in begun:
        text = cell.text.strip()
        leads = column.kind == "number" or (column.kind == "activity" and not activity)
        if leads and not number and _NUMBER.fullmatch(text):
            number = text.strip("(.,) ")
            cells["number"] = cell
        elif column.kind in ("number", "activity") and text:
            activity.append(text)
            cells["activity"] = cell
    printed = "\n".join(activity)
    leading = None if number else _LEADING.match(printed)
    if leading and leading[1] == expected:  # the number stands before the activity in its cell
        return expected, printed[leading.end() :], {**cells, "number": cells["activity"]}
    return number, printed, cells


def _is_heading(row: Ruled, columns: Layout) -> bool:
    """Whether the row is one text over activity and performers: a title between the steps."""
    filled = [cell for cell in row.cells if cell.text.strip()]
    roles = columns.roles
    if len(filled) != 1 or not roles:
        return False
    return filled[0].column + filled[0].columns - 1 >= roles[-1].last and (
        filled[0].column <= roles[0].first
    )
