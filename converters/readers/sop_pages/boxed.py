"""What is typed into text boxes over a table's cells: it is what the cells say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from converters.readers.flowchart import answers
from converters.readers.page import Box, Shape, ShapeKind, Text
from converters.readers.sop_pages.ruled import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Cell, Page
    from converters.readers.sop_pages.layout import Layout
    from converters.readers.sop_pages.ruled import Ruled


class Filled(NamedTuple):
    """A part of the table of steps with its text boxes in its cells."""

    part: Part
    taken: set[tuple[int, Box]]  # the boxes, by the index of their page


def fill(part: Part, columns: Layout) -> Filled:
    """Give blank cells beside the performers' columns the text boxes whose middle is in them."""
    taken = set[tuple[int, Box]]()
    boxes = {row.index: sorted(_boxes(row.page), key=_height) for row in part.rows}
    rows = [
        row if place < columns.depth else _with(row, columns, boxes[row.index], taken)
        for place, row in enumerate(part.rows)
    ]
    return Filled(Part(rows, part.headed), taken)


def _boxes(page: Page) -> Iterator[Text | Shape]:
    """The texts over cells; a text box with a line around it looks like a step's symbol."""
    yield from (text for text in page.texts if not answers.is_answer(ShapeKind.PROCESS, text.text))
    yield from (one for one in page.shapes if one.kind is ShapeKind.PROCESS and one.text.strip())


def _height(box: Text | Shape) -> float:
    return box.box.centre.y


def _with(
    row: Ruled, columns: Layout, boxes: Sequence[Text | Shape], taken: set[tuple[int, Box]]
) -> Ruled:
    cells: list[Cell] = []
    for cell in row.cells:
        column = columns.of(cell)
        blank = column is not None and column.kind != "role" and not cell.text.strip()
        over = _over(cell.box, boxes) if blank and boxes else []
        taken.update((row.index, one.box) for one in over)
        text = "\n".join(one.text for one in over)
        cells.append(structs.replace(cell, text=text) if over else cell)
    return structs.replace(row, cells=tuple(cells))


def _over(box: Box, boxes: Sequence[Text | Shape]) -> list[Text | Shape]:
    """Those whose middle is in a box, from top to bottom."""
    first = bisect_left(boxes, box.top, key=_height)
    last = bisect_right(boxes, box.bottom, key=_height)
    return [one for one in boxes[first:last] if box.holds(one.box.centre)]
