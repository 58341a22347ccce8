"""A grid that holds an SOP's cover and its table side by side, as two grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from converters.readers.geometry import hull
from converters.readers.page import Grid
from converters.readers.sop import columns, labels, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Cell

_TITLE = 60  # letters of a column's title, at most


class _Header(NamedTuple):
    """Where the header of the table of steps stands in a grid."""

    row: int
    left: int  # its first column
    right: int  # the one after the last that is known for a table's


def apart(grid: Grid) -> tuple[Grid, ...]:
    """The cover and the table of steps that stand beside each other in a grid; else the grid.

    What is over both is the cover's: a heading.
    """
    header = next(_headers(grid), None)
    border = _border(grid, header) if header else None
    if header is None or border is None:
        return (grid,)
    over = [cell for cell in grid.cells if cell.column < border < cell.column + cell.columns]
    if any(cell.row >= header.row for cell in over):
        return (grid,)
    left = [cell for cell in grid.cells if cell.column + cell.columns <= border]
    right = [_moved(cell, border) for cell in grid.cells if cell.column >= border]
    cover, table = (right, left) if header.left < border else (left, right)
    return _grid([*over, *cover]), _grid(table)


def _grid(cells: Sequence[Cell]) -> Grid:
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    return Grid(cells=tuple(ordered), box=hull(cell.box for cell in ordered))


def _moved(cell: Cell, border: int) -> Cell:
    return structs.replace(cell, column=cell.column - border)


def _headers(grid: Grid) -> Iterator[_Header]:
    """The headers of tables of steps: from the number's title on."""
    for number in grid.cells:
        if not columns.NUMBER.fullmatch(_plain(number)):
            continue
        beside = [x for x in grid.cells if x.row == number.row and x.column > number.column]
        titles = [cell for cell in beside if cell.text.strip()]
        if titles and columns.ACTIVITY.fullmatch(_plain(titles[0])):
            known = [titles[0], *(cell for cell in titles if _known(_plain(cell)))]
            right = max(cell.column + cell.columns for cell in known)
            yield _Header(number.row, number.column, right)


def _known(title: str) -> bool:
    return columns.is_group(title) or columns.tail_kind(title) is not None


def _border(grid: Grid, header: _Header) -> int | None:
    """The column at which the right one of the two begins; None: they are one below the other."""
    found = [(cell, fields) for cell in grid.cells if (fields := _fields(cell))]
    opening = [cell for cell, fields in found if fields & labels.OPENING]
    if not opening or max(cell.row for cell, _ in found) < header.row:
        return None
    if all(cell.column + cell.columns <= header.left for cell in opening):
        return header.left
    first = min(cell.column for cell in opening)
    if first < header.right:
        return None
    filled = {
        column
        for cell in grid.cells
        if cell.text.strip()
        for column in range(cell.column, cell.column + cell.columns)
    }
    return next((x for x in range(header.right, first) if x not in filled), header.right)


def _fields(cell: Cell) -> set[str]:
    """The fields that a cell's first line announces."""
    if not labels.opens(cell.text):
        return set()
    line = lines.make(0, (cell.text.split("\n")[0],), gap=False)
    return {label.field for label in labels.find(line)}


def _plain(cell: Cell) -> str:
    return " ".join(cell.text.split()) if len(cell.text) < _TITLE else ""
