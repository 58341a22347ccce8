"""What stands on pages, row by row: the rows of grids, and lines of loose text between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.page import Box, Cell, Grid, Page
from converters.readers.sop import lines
from converters.readers.sop_pages import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.sop.lines import Line

WIDEST = 200  # columns of a grid that are looked at; no SOP comes near
_SAME_LINE = 0.5  # of the lower text's height: two texts that share so much stand side by side
# What pages carry in their margins: page numbers, the notice about the signature.
_MARGIN = re.compile(
    r"\W{0,3}\d{1,4}\W{0,3}|(?:hal(?:aman|\.)?|page)\W{0,3}\d{1,4}.{0,12}"
    r"|\W{0,3}(?:dokumen ini (?:telah )?ditandatangani|pindai kode QR)\b.*",
    re.IGNORECASE | re.DOTALL,
)


Typed = tuple[int, Box]  # a text box: the index of its page, its place


class Ruled(msgspec.Struct, frozen=True):
    """One row: of a grid, or (``grid`` is None) of loose text."""

    index: int  # index of the page among those given
    page: Page
    grid: Grid | None
    row: int  # in its grid; of loose text, in its run of lines
    cells: tuple[Cell, ...]  # those that begin in it, left to right

    def line(self) -> Line:
        """It as a line of cells, each at its column of the grid, blank where one goes on."""
        width = min(WIDEST, max(cell.column for cell in self.cells) + 1)
        raw = [""] * width
        for cell in self.cells:
            if cell.column < width:
                raw[cell.column] = cell.text
        return lines.make(self.row + 1, tuple(raw), gap=False)


class Run(NamedTuple):
    """Rows that stand in one grid, or lines of loose text that follow each other."""

    grid: Grid | None
    rows: list[Ruled]


class Part(msgspec.Struct):
    """Rows of the table of steps that stand in one grid."""

    rows: list[Ruled]
    headed: bool  # the first of them is the header
    typed: set[Typed] = set()  # text boxes that say what its cells say


def runs(index: int, page: Page) -> Iterator[Run]:
    """A page's grids and the loose text between them, from top to bottom."""
    loose: list[Ruled] = []
    for _, place in _places(page):
        if isinstance(place, Grid):
            if loose:
                yield Run(None, loose)
                loose = []
            rows = [Ruled(index, page, place, row, cells) for row, cells in rows_of(place)]
            if rows:
                yield Run(place, rows)
        else:
            loose.append(Ruled(index, page, None, len(loose), place))
    if loose:
        yield Run(None, loose)


def rows_of(grid: Grid) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The grid's rows in which cells begin, with those cells."""
    begun: list[Cell] = []
    for cell in grid.cells:
        if begun and cell.row != begun[0].row:
            yield begun[0].row, tuple(begun)
            begun = []
        begun.append(cell)
    if begun:
        yield begun[0].row, tuple(begun)


def _places(page: Page) -> list[tuple[float, Grid | tuple[Cell, ...]]]:
    grids = (part for grid in page.grids for part in beside.apart(grid))
    places: list[tuple[float, Grid | tuple[Cell, ...]]] = [(x.box.top, x) for x in grids]
    places += [(cells[0].box.top, cells) for cells in _loose(page)]
    return sorted(places, key=lambda place: place[0])


def _loose(page: Page) -> Iterator[tuple[Cell, ...]]:
    """The texts outside grids, those side by side together."""
    outside = [
        text
        for text in page.texts
        if not any(grid.box.holds(text.box.centre) for grid in page.grids)
        and not any(shape.box.holds(text.box.centre) for shape in page.shapes)
        and not _MARGIN.fullmatch(text.text.strip())
    ]
    line: list[tuple[Box, str]] = []
    for text in sorted(outside, key=lambda text: (text.box.top, text.box.left)):
        if line and not _beside(line[0][0], text.box):
            yield _cells(line)
            line = []
        line.append((text.box, text.text))
    if line:
        yield _cells(line)


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_LINE * min(one.height, other.height) > 0


def _cells(line: Sequence[tuple[Box, str]]) -> tuple[Cell, ...]:
    in_order = sorted(line, key=lambda part: part[0].left)
    return tuple(
        Cell(row=0, column=column, text=text, box=box)
        for column, (box, text) in enumerate(in_order)
    )


def text(rows: Sequence[Ruled]) -> str:
    """All that rows print, on one line."""
    return " ".join(" ".join(cell.text for row in rows for cell in row.cells).split())
