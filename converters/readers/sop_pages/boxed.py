"""What is typed into text boxes over a table's cells: it is what the cells say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import structs

from converters.readers.flowchart import answers
from converters.readers.page import Box, Shape, ShapeKind, Text
from converters.readers.sop_pages import layout
from converters.readers.sop_pages.ruled import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from converters.readers.page import Cell, Page
    from converters.readers.sop_pages.layout import Layout
    from converters.readers.sop_pages.ruled import Ruled, Typed


def over(page: Page) -> Sequence[Text | Shape]:
    """The texts over cells, by height; one with a line around it looks like a step's symbol."""
    shapes = (one for one in page.shapes if one.kind is ShapeKind.PROCESS and one.text.strip())
    return sorted((*page.texts, *shapes), key=_height)


def titled(row: Ruled, boxes: Sequence[Text | Shape]) -> tuple[Ruled, set[Typed]]:
    """A header's row with the text boxes whose middle is in its blank cells, and those boxes."""
    return _with(row, boxes, lambda _: True)


def header(part: Part, boxes: Sequence[Text | Shape]) -> Part:
    """Give a part's header what is typed over it."""
    filled = [titled(row, boxes) for row in part.rows[: layout.DEEPEST]]
    depth = layout.depth([row for row, _ in filled])
    rows, typed = zip(*filled[:depth], strict=True)
    return Part([*rows, *part.rows[depth:]], part.headed, set().union(*typed))


def fill(part: Part, columns: Layout) -> Part:
    """Give a part's steps what is typed over them, but for answers and what performers do."""

    def beside(cell: Cell) -> bool:
        column = columns.of(cell)
        return column is not None and column.kind != "role"

    found = over(part.rows[0].page)
    boxes = [box for box in found if not answers.is_answer(ShapeKind.PROCESS, box.text)]
    filled = [_with(row, boxes, beside) for row in part.rows[columns.depth :]]
    rows = [*part.rows[: columns.depth], *(row for row, _ in filled)]
    return Part(rows, part.headed, part.typed.union(*(typed for _, typed in filled)))


def _height(box: Text | Shape) -> float:
    return box.box.centre.y


def _with(
    row: Ruled, boxes: Sequence[Text | Shape], may: Callable[[Cell], bool]
) -> tuple[Ruled, set[Typed]]:
    cells: list[Cell] = []
    typed: set[Typed] = set()
    for cell in row.cells:
        blank = boxes and not cell.text.strip() and may(cell)
        found = _over(cell.box, boxes) if blank else []
        typed.update((row.index, one.box) for one in found)
        text = "\n".join(one.text for one in found)
        cells.append(structs.replace(cell, text=text) if found else cell)
    return (structs.replace(row, cells=tuple(cells)) if typed else row), typed


def _over(box: Box, boxes: Sequence[Text | Shape]) -> list[Text | Shape]:
    """Those whose middle is in a box, from top to bottom."""
    first = bisect_left(boxes, box.top, key=_height)
    last = bisect_right(boxes, box.bottom, key=_height)
    return [one for one in boxes[first:last] if box.holds(one.box.centre)]
