"""What is drawn on a page and was not recognised: the ink that nothing found there covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.page import Page

DARK = 150  # of 255: shades above are fills and soft edges
SQUARE = 6  # points: what is looked at as one; ink closer than that is one thing
LEAST = 0.06  # of a square: half of what a thin line through it covers
SLACK = 2.5  # points: a frame's pen, and how far a cell's text may stand out
PEN = 4.0  # points: half a line's pen, with its shadow
HEAD = 7.0  # points round a line's end: arrowheads are no larger
MOST = 400  # squares along a side: those of a poster are larger
SMALLEST = 2  # squares of one thing; less is a speck


def unknown(image: Image.Image, page: Page) -> tuple[Box, ...]:
    """Boxes, in points, round what is drawn on the page but is not among what was found.

    Args:
        image: the page in shades of grey.
        page: what its reader found.
    """
    scale = image.width / page.width
    mask = image.point(lambda grey: 255 if grey < DARK else 0)
    _cover(ImageDraw.Draw(mask), page, scale)
    size = (_squares(page.width), _squares(page.height))
    small = mask.resize(size, Image.Resampling.BOX)
    inked = {
        (place % size[0], place // size[0])
        for place, share in enumerate(small.tobytes())
        if share > LEAST * 255
    }
    across, down = page.width / size[0], page.height / size[1]
    return tuple(
        Box(left * across, top * down, (right + 1) * across, (bottom + 1) * down)
        for left, top, right, bottom in sorted(_things(inked), key=lambda box: (box[1], box[0]))
    )


def _squares(length: float) -> int:
    return min(max(1, round(length / SQUARE)), MOST)


def _cover(draw: ImageDraw.ImageDraw, page: Page, scale: float) -> None:
    """Paint over all that was found."""
    for box, slack in _found(page):
        left, top, right, bottom = box.left - slack, box.top - slack, box.right, box.bottom
        if right >= box.left and bottom >= box.top:
            corners = (left, top, right + slack, bottom + slack)
            draw.rectangle([value * scale for value in corners], fill=0)
    for line in page.connectors:
        points = [(point.x * scale, point.y * scale) for point in line.points]
        draw.line(points, fill=0, width=round(2 * PEN * scale))


def _found(page: Page) -> Iterator[tuple[Box, float]]:
    """Boxes that were found but for lines, and how far their ink may stand out."""
    for cell in (cell for grid in page.grids for cell in grid.cells):
        left, top, right, bottom = cell.box
        if cell.text.strip():
            yield cell.box, SLACK
        else:  # its frame
            yield from ((Box(left, y, right, y), SLACK) for y in (top, bottom))
            yield from ((Box(x, top, x, bottom), SLACK) for x in (left, right))
    yield from ((shape.box, SLACK) for shape in page.shapes)
    yield from ((text.box, SLACK) for text in page.texts)
    if page.ocr is None:  # else the pictures are the page that was read
        yield from ((box, SLACK) for box in page.pictures)
    for line in page.connectors:
        yield from ((Box(*end, *end), HEAD) for end in (line.points[0], line.points[-1]))


def _things(inked: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Boxes, in squares, round squares that touch each other."""
    left = set(inked)
    while left:
        thing = grown = {left.pop()}
        while grown:
            near = {(x + i, y + j) for x, y in grown for i in (-1, 0, 1) for j in (-1, 0, 1)}
            grown = near & left
            left -= grown
            thing = thing | grown
        if len(thing) >= SMALLEST:
            columns, rows = [x for x, _ in thing], [y for _, y in thing]
            yield min(columns), min(rows), max(columns), max(rows)
