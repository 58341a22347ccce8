"""The rows of a table of steps one by one: what each says by column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters import durations
from converters.readers.sop import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.page import Cell
    from converters.readers.sop_pages.layout import Column, Layout
    from converters.readers.sop_pages.ruled import Ruled

# What numbers look like: 1 or 1. or (1), 12a, 1.2, A., IV.
_NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}\s?[a-zA-Z]?|[A-Z]|[IVX]{1,5}|[a-z])\s?[.,)]{0,2}"
)
_LEADING = re.compile(r"\(?(\d{1,3})(?:\s?[.)]\s*|\s+)(?=\D)")


class Entry(NamedTuple):
    """One row."""

    row: Ruled
    begun: list[tuple[Column, Cell]]  # the cells that begin in it and stand in a column
    number: str  # as printed, "" where none is
    activity: str
    heads: dict[str, Cell]  # those that the number and the activity stand in

    @property
    def parted(self) -> bool:
        """Whether a line parts its number or its activity from the row above."""
        heads = ("number", "activity")
        return any(cell.ruled for column, cell in self.begun if column.kind in heads)

    @property
    def numbered(self) -> bool:
        """Whether a number stands in a cell of its own or before the activity."""
        return bool(self.number or _LEADING.match(self.activity))

    def signs(self) -> Iterator[str]:
        """What a step has once, of what is printed: a time, a mark in a performer's column."""
        for column, cell in self.begun:
            if column.kind == "time" and durations.parse(printed(column, cell)):
                yield "time"
            elif column.kind == "role":
                found = marks.read(" ".join(cell.text.split())) or ()
                yield from ("mark" for kind, _ in found if kind in marks.SYMBOLS)


def read(row: Ruled, columns: Layout, expected: str = "") -> Entry:
    """A row by its columns; a number before the activity is one where it is the ``expected``."""
    placed = ((columns.of(cell), cell) for cell in row.cells)
    begun = [(column, cell) for column, cell in placed if column is not None]
    return Entry(row, begun, *_heads(begun, expected))


def printed(column: Column, cell: Cell) -> str:
    """What a cell says, with the unit that its column's title says for all times."""
    text = cell.text.strip()
    if column.kind != "time":
        return text
    return durations.with_unit(text, durations.titled_unit(column.name))


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
    whole = "\n".join(activity)
    leading = None if number else _LEADING.match(whole)
    if leading and leading[1] == expected:  # the number stands before the activity in its cell
        return expected, whole[leading.end() :], {**cells, "number": cells["activity"]}
    return number, whole, cells
