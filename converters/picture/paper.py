"""A page drawn from what its reader found: for formats whose pages nobody else can draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import fonts
from converters.markup import tag

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.readers.page import Box, Page

SIZE = 7  # points of a cell's text
PADDING = 2.0
LINES = 40  # of one cell that are drawn


def draw(layer: _Element, page: Page) -> None:
    """Cells with their texts, then loose texts and pictures."""
    tag(layer, "rect", x=0, y=0, width=page.width, height=page.height, class_="sheet")
    for grid in page.grids:
        for cell in grid.cells:
            rectangle(layer, cell.box, "cell")
            write(layer, cell.text, cell.box)
    for box in page.pictures:
        rectangle(layer, box, "photo")
    for text in page.texts:
        write(layer, text.text, text.box)


def rectangle(layer: _Element, box: Box, kind: str, **more: str | float) -> _Element:
    """A box with a class."""
    size = {"width": max(box.width, 0), "height": max(box.height, 0)}
    return tag(layer, "rect", x=box.left, y=box.top, class_=kind, **size, **more)


def write(layer: _Element, text: str, box: Box) -> None:
    """A text, broken to fit the width of its box, as far as its height allows."""
    room = max(int(box.width - 2 * PADDING), SIZE)
    height = SIZE * fonts.LINE_HEIGHT
    most = min(LINES, max(1, int(box.height / height)))
    paragraphs = text[: LINES * room].split("\n")
    lines = [line for one in paragraphs for line in fonts.wrap(one, room, SIZE) if line]
    if not lines:
        return
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    place = tag(layer, "text", class_="words", font_size=SIZE)
    for number, line in enumerate(lines):
        x, y = box.left + PADDING, box.top + PADDING + number * height + SIZE * 0.85
        tag(place, "tspan", line, x=x, y=y)
