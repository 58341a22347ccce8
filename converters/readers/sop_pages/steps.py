"""The rows of a table of steps in grids: each with its cells by column and its place on pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

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
    r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}\s?[a-zA-Z]?|[A-Z]|[IVX]{1,5}|[a-z])\s?[.)]{0,2}"
)
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


class _Collector:
    def __init__(self, drawn: Sequence[Sequence[Box]]) -> None:
        self.steps: list[Step] = []
        self.headings: list[str] = []
        self._drawn = drawn

    def part(self, part: Part, columns: Layout) -> None:
        """Take the rows of one grid."""
        number_until = activity_until = 0
        number = ""
        fresh = bool(self.steps)  # the first row may be the rest of the one above
        for row in part.rows[columns.depth :]:
            begun = _by_column(row, columns)
            own, activity, cells = _heads(begun, self._next())
            if row.row < number_until and not own:
                own = number
            if not self._holds(row) or layout.counts_columns(row):
                continue
            if _is_heading(row, columns):
                self.headings.append(" ".join(row.cells[0].text.split()) or _only(row))
                continue
            joins = (not own and not activity) or (row.row < activity_until and not activity)
            rest = fresh and not own and bool(activity) and bool(self.steps[-1].printed)
            if self.steps and (joins or rest):
                self.steps[-1].continued |= rest
            else:
                self.steps.append(Step(own, {}, [], row.row + 1))
            self._add(row, columns, begun, activity)
            fresh = False
            for kind, cell in cells.items():
                until = cell.row + cell.rows
                if kind == "number" and own:
                    number_until, number = until, own
                elif kind == "activity":
                    activity_until = until

    def _next(self) -> str:
        """The number that should come."""
        last = self.steps[-1].printed if self.steps else "0"
        return str(int(last) + 1) if last.isdigit() else ""

    def _holds(self, row: Ruled) -> bool:
        """Whether anything is printed or drawn in a row."""
        if any(cell.text.strip() for cell in row.cells):
            return True
        box = _strip(row)
        return any(box.holds(shape.centre) for shape in self._drawn[row.index])

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
            last.box = ruled.hull([last.box, _strip(row)])
        else:
            step.places.append(Place(row.index, _strip(row), columns, list(row.cells)))


def _strip(row: Ruled) -> Box:
    """The row as a strip over the page: as high as its lowest cells."""
    around = ruled.hull(cell.box for cell in row.cells)
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
            number = text.strip("(.) ")
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


def _only(row: Ruled) -> str:
    return " ".join(" ".join(cell.text for cell in row.cells).split())
