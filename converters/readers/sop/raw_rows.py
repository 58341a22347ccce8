"""The rows of a table as they came: lines put together, page breaks and noise noticed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from converters import durations
from converters.readers.sop import columns, sections
from converters.readers.sop.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.model import Doubt
    from converters.readers.sop.columns import Columns
    from converters.readers.sop.lines import Line


_PAGE_NUMBER = re.compile(
    r"(?:hal(?:aman|\.)?|page)?\s?-?\s?\d{1,4}\s?-?(?:\s?(?:/|dari|of)\s?\d{1,4})?", re.IGNORECASE
)
_LINES = 20  # that make up one row at most


class RawRow(msgspec.Struct):
    """A row before its cells are given to columns: number, activity, then the rest."""

    line: int
    cells: list[str]
    printed: str  # the number, "" where none is printed
    split: bool  # a page ends before it
    continued: bool = False  # cells without a number were added to it
    lines: int = 1  # it was put together from


def usual_width(table: Sequence[Line]) -> int:
    """How many cells most numbered lines have; 0 where there are none."""
    widths = Counter(len(line.cells) for line in table if sections.row_number(line) is not None)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def collect(table: Sequence[Line], found: Columns) -> tuple[list[RawRow], list[Doubt]]:
    """The rows of a table's lines, its header's lines first."""
    collector = _Collector(found, max(usual_width(table), found.width))
    skip = columns.header_lines(table)
    place = skip
    while place < len(table):
        line = table[place]
        if columns.starts(line):
            end = place + columns.header_lines(table[place : place + 4])
            collector.take_header(table[place:end])
            place = end
        else:
            collector.take(line)
            place += 1
    if 2 * sum(row.split for row in collector.rows) > len(collector.rows):
        for row in collector.rows:  # blank lines between rows are this document's habit
            row.split = False
    return collector.rows, collector.doubts


class _Collector:
    def __init__(self, found: Columns, width: int) -> None:
        self.rows: list[RawRow] = []
        self.doubts: list[Doubt] = []
        self._columns = found
        self._width = width
        self._split = False
        self._noise: list[str] = []

    def take_header(self, header: Sequence[Line]) -> None:
        """A header repeated on the next page."""
        self._split = bool(self.rows)
        again = columns.read(header, self._width)
        if again.roles != self._columns.roles:
            self.doubts.append(doubt("page-header-differs"))

    def take(self, line: Line) -> None:
        number = sections.row_number(line)
        if columns.counts_columns(line):
            return
        if number is not None:
            self._add(line, number)
        elif len(line.cells) > 2 and self._is_row(line):  # noqa: PLR2004
            self._add(line, "")
        elif self.rows and self.rows[-1].lines < _LINES and self._belongs(line):
            self.rows[-1].lines += 1
            if line.cells[0]:
                self._lengthen(line.cells)
            else:
                self._continue(line.cells)
        else:
            self._noise.append(line.text)

    def _add(self, line: Line, number: str) -> None:
        cells = list(line.cells)
        if number and not cells[0]:
            del cells[0]  # the data stands one cell to the right
        split = self._split or (line.gap and bool(self.rows))
        told = (text for text in self._noise if not _PAGE_NUMBER.fullmatch(text))
        self.doubts += [doubt("text-ignored", text=text) for text in told]
        self._noise = []
        self._split = False
        self.rows.append(RawRow(line.number, cells, number, split))

    def _is_row(self, line: Line) -> bool:
        """Whether a line without a number is a row of its own: it names an activity and a time."""
        first, activity = line.cells[:2]
        return bool(activity) and not first and any(map(durations.parse, line.cells[2:]))

    def _belongs(self, line: Line) -> bool:
        """Whether a line without a number is the end of the row above."""
        if len(line.cells) > 2 and not line.cells[0]:  # noqa: PLR2004
            return True
        return not line.gap and len(self.rows[-1].cells) < self._width

    def _lengthen(self, cells: Sequence[str]) -> None:
        """The line was broken within a cell."""
        row = self.rows[-1].cells
        row[-1] = f"{row[-1]} {cells[0]}".strip()
        row += cells[1:]

    def _continue(self, cells: Sequence[str]) -> None:
        """The row goes on, cell by cell."""
        row = self.rows[-1]
        row.continued = True
        row.cells += [""] * (len(cells) - len(row.cells))
        for place, cell in enumerate(cells):
            if cell:
                row.cells[place] = f"{row.cells[place]} {cell}".strip()
