"""The tables of a sheet: rows that hold something, with no blank one between them.

Blank rows between the steps of a table are no end of it: its numbers go on below them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers import faults
from converters.readers.page import Box, Cell, Grid, Unread
from converters.readers.sheets import references
from converters.readers.sheets.references import Area
from converters.readers.sop.columns import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.page import Shape
    from converters.readers.sheets.cells import Cells

CELLS = 100_000  # of one sheet, blank ones between others included
_REACH = 500  # columns or rows of a merged cell; who merges more meant the whole sheet
_TOLD = 20  # places with hidden rows of one table that are told one by one
_SKIPPED = 2  # how far a row's number is from the one above: one may be hidden or forgotten
_COUNTED = re.compile(r"\(?(\d{1,3})[a-zA-Z]?[.)]{0,2}")  # a row's number: 2 or 2. or 2a
_Place = tuple[int, int]  # row, column


class Tables(NamedTuple):
    """What a sheet holds in cells."""

    grids: tuple[Grid, ...]  # from top to bottom
    unread: tuple[Unread, ...]


def find(
    cells: Cells, drawn: Sequence[Shape], printed: Sequence[Area], file: str, sheet: str
) -> Tables:
    """The tables of a sheet from top to bottom.

    Args:
        cells: what the sheet holds.
        drawn: the symbols on it: a cell below one is no blank one.
        printed: the print areas: what lies outside is no part of the document. Empty: all counts.
        file: the file's name.
        sheet: the sheet's name.

    Raises:
        DocumentError: it has more cells than any SOP.
    """
    below = {(cells.rows.at(y), cells.columns.at(x)) for x, y in (s.box.centre for s in drawn)}
    blocks = _joined(_blocks(cells, below, printed), cells.texts)
    tables = [_Table(block, cells) for block in blocks]
    if sum(table.size for table in tables) > CELLS:
        raise faults.fault("sheet-too-large", file=file, sheet=sheet, limit=CELLS)
    return Tables(
        tuple(table.grid(sheet) for table in tables if table.size),
        tuple(found for table in tables if table.size for found in table.unread(sheet)),
    )


class _Block(NamedTuple):
    """What makes one table."""

    places: list[_Place]  # with a text, a border or a symbol
    merged: list[Area]  # those that start at one of them, in order


def _blocks(cells: Cells, below: set[_Place], printed: Sequence[Area]) -> Iterator[_Block]:
    """The blocks of rows; borders below the last text and symbol are those of a blank form."""
    filled = {place for place in (*cells.texts, *below) if _is_printed(place, printed)}
    last = max((row for row, _ in filled), default=-1)
    ruled = {place for place in cells.ruled if place[0] <= last and _is_printed(place, printed)}
    merged = {(area.top, area.left): _bounded(area) for area in cells.merged}
    block = _Block([], [])
    until = 0  # the row that the block reaches to
    for place in sorted(filled | ruled):
        if block.places and _blank_between(until, place[0], cells):
            yield block
            block = _Block([], [])
        block.places.append(place)
        until = max(until, place[0])
        if place in merged:
            block.merged.append(merged[place])
            until = max(until, merged[place].bottom)
    if block.places:
        yield block


def _joined(blocks: Iterable[_Block], texts: dict[_Place, str]) -> Iterator[_Block]:
    """The blocks, those together that make up one table with blank rows between its steps."""
    table = _Block([], [])
    column = last = 0  # of its numbers; the last of them
    unnumbered: list[_Block] = []  # part of it where the next number stands below them
    for block in blocks:
        numbers = _numbered(block, column, texts) if table.places else []
        title = _title(block, texts)
        if table.places and title is None and not numbers:
            unnumbered.append(block)
        elif title is None and numbers and last < numbers[0] <= last + _SKIPPED:
            for part in (*unnumbered, block):
                table.places.extend(part.places)
                table.merged.extend(part.merged)
            unnumbered = []
            last = max(numbers)
        else:
            yield from (table, *unnumbered) if table.places else ()
            table, unnumbered = _Block([], []), []
            if title is None:
                yield block
            else:
                table, column = block, title[1]
                last = max(_numbered(block, column, texts, title[0]), default=0)
    yield from (table, *unnumbered) if table.places else ()


def _title(block: _Block, texts: dict[_Place, str]) -> _Place | None:
    """Where a block's last header titles the column of the numbers."""
    titles = (x for x in reversed(block.places) if NUMBER.fullmatch(texts.get(x, "")))
    return next(titles, None)


def _numbered(block: _Block, column: int, texts: dict[_Place, str], below: int = -1) -> list[int]:
    """The numbers in a column below a row; 0 for a text that is none."""
    found = [texts[x] for x in block.places if x[1] == column and x[0] > below and x in texts]
    matches = map(_COUNTED.fullmatch, found)
    return [int(match[1]) if match else 0 for match in matches]


def _blank_between(above: int, below: int, cells: Cells) -> bool:
    """Whether a row is seen between two others."""
    return below > above + 1 and cells.rows.start(below) > cells.rows.start(above + 1)


def _is_printed(place: _Place, printed: Sequence[Area]) -> bool:
    row, column = place
    return not printed or any(
        area.top <= row <= area.bottom and area.left <= column <= area.right for area in printed
    )


def _bounded(area: Area) -> Area:
    bottom, right = min(area.bottom, area.top + _REACH), min(area.right, area.left + _REACH)
    return area._replace(bottom=bottom, right=right)


def _runs(places: Sequence[_Place], along: int) -> list[list[_Place]]:
    """The places in rows (0) or columns (1) that follow each other; of very many, all as one."""
    runs: list[list[_Place]] = []
    for place in sorted(places, key=itemgetter(along, 1 - along)):
        if not runs or place[along] > runs[-1][-1][along] + 1:
            runs.append([])
        runs[-1].append(place)
    return runs if len(runs) <= _TOLD else [sorted(places)]


def _line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


class _Table:
    """A block as a grid: its rows and columns that hold something and are not hidden."""

    def __init__(self, block: _Block, cells: Cells) -> None:
        self._cells, self._merged = cells, block.merged
        self._filled = [place for place in block.places if place in cells.texts]
        rows, columns = zip(*block.places, strict=True)
        self.rows = [row for row in sorted(set(rows)) if cells.rows.size(row)]
        self.columns = [column for column in sorted(set(columns)) if cells.columns.size(column)]

    @property
    def size(self) -> int:
        """How many cells it has, or its merged cells say they have."""
        merged = (self._inside(area) for area in self._merged)
        return max(len(self.rows) * len(self.columns), sum(len(x) * len(y) for x, y in merged))

    def _inside(self, area: Area) -> tuple[range, range]:
        """An area's rows and columns, by their places in the table."""
        rows = range(bisect_left(self.rows, area.top), bisect_right(self.rows, area.bottom))
        left, right = bisect_left(self.columns, area.left), bisect_right(self.columns, area.right)
        return rows, range(left, right)

    def unread(self, sheet: str) -> Iterator[Unread]:
        """What hidden rows and columns say, and the formulas without a result."""
        rows, columns = self._cells.rows, self._cells.columns
        shown = {(area.top, area.left) for area in self._merged if all(self._inside(area))}
        hidden = [place for place in self._filled if place not in shown]
        folded = [x for x in hidden if not rows.size(x[0]) and columns.size(x[1])]
        for run in _runs(folded, 0):
            yield self._unread("row-hidden", run, sheet)
        for run in _runs([x for x in hidden if rows.size(x[0]) and not columns.size(x[1])], 1):
            yield self._unread("column-hidden", run, sheet)
        known = set(self.rows), set(self.columns)
        places = sorted(x for x in self._cells.pending if x[0] in known[0] and x[1] in known[1])
        if places:
            names = (references.short(*place) for place in places)
            found = self._unread("formula-unknown", places, sheet)
            yield msgspec.structs.replace(found, text=", ".join(names))

    def _unread(self, code: str, places: Sequence[_Place], sheet: str) -> Unread:
        texts = self._cells.texts
        lines = groupby(sorted(places), key=itemgetter(0))
        rows, columns = zip(*places, strict=True)
        area = Area(min(rows), min(columns), max(rows), max(columns))
        return Unread(
            code=code,
            text="\n".join(_line(texts.get(x, "") for x in line) for _, line in lines),
            box=self._box(area),
            range=references.name(sheet, area),
        )

    def grid(self, sheet: str) -> Grid:
        """The table with all its cells, blank ones included."""
        taken: set[_Place] = set()
        found = [self._merged_cell(area, taken, sheet) for area in self._merged]
        cells = [cell for cell in found if cell is not None]
        for row, line in enumerate(self.rows):
            for column, place in enumerate(self.columns):
                if (row, column) not in taken:
                    area = Area(line, place, line, place)
                    cells.append(self._cell(area, (row, column), (1, 1), sheet))
        cells.sort(key=lambda cell: (cell.row, cell.column))
        lefts, tops, rights, bottoms = zip(*(cell.box for cell in cells), strict=True)
        return Grid(cells=tuple(cells), box=Box(min(lefts), min(tops), max(rights), max(bottoms)))

    def _merged_cell(self, area: Area, taken: set[_Place], sheet: str) -> Cell | None:
        """A merged cell; None: it is hidden, or reaches into another one."""
        rows, columns = self._inside(area)
        inside = [(row, column) for row in rows for column in columns]
        if not inside or not taken.isdisjoint(inside):
            return None
        taken.update(inside)
        return self._cell(area, inside[0], (len(rows), len(columns)), sheet)

    def _cell(self, area: Area, place: _Place, spans: _Place, sheet: str) -> Cell:
        return Cell(
            row=place[0],
            column=place[1],
            rows=spans[0],
            columns=spans[1],
            text=self._cells.texts.get((area.top, area.left), ""),
            box=self._box(area),
            range=references.name(sheet, area),
            ruled=self._is_ruled(area, place[0]),
        )

    def _box(self, area: Area) -> Box:
        columns, rows = self._cells.columns, self._cells.rows
        return Box(
            columns.start(area.left),
            rows.start(area.top),
            columns.start(area.right + 1),
            rows.start(area.bottom + 1),
        )

    def _is_ruled(self, area: Area, row: int) -> bool:
        """Whether a line is drawn between a cell and the table's row above it."""
        below = self.rows[row - 1] + 1 if row else area.top  # blank rows may lie between
        return any(
            not self._cells.topped.isdisjoint(((below, column), (area.top, column)))
            for column in range(area.left, area.right + 1)
        )
