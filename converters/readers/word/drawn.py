"""A drawing of a document, in its own coordinates, and where it asks to be put."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.page import Box, Connector, Point, Shape, Text

if TYPE_CHECKING:
    from converters.readers.word.flow import Flow

    What = Shape | Connector | Text | Box | None  # a box alone is a picture's


class Drawn(NamedTuple):
    """One thing in a drawing. Lengths in points, from the drawing's top left corner."""

    what: What  # None: only ``inside`` is seen
    name: str | None = None  # its id in the file, which connectors are glued to
    start: str | None = None  # the ids of what a connector is glued to
    end: str | None = None
    inside: Flow | None = None  # tables and drawings in a text box
    box: Box | None = None  # of the text box


class Place(NamedTuple):
    """Where a drawing wants to be, across or down."""

    relative: str = "column"  # "page", "margin", "column", "character", "paragraph", "line"
    offset: float = 0.0  # points
    align: str | None = None  # "left", "center", "right", "top", "bottom": instead of the offset


class Drawing(NamedTuple):
    """What one anchor holds."""

    items: tuple[Drawn, ...]
    width: float
    height: float
    inline: bool = False  # it stands in the line like a letter
    across: Place = Place()
    down: Place = Place("paragraph")
    in_cell: bool = True  # within a table, page and margin mean the cell
    wraps: bool = False  # text flows around it, and a cell makes room for it


def moved(what: What, x: float, y: float) -> What:
    """The same, further right and down."""
    if what is None:
        return None
    if isinstance(what, Connector):
        points = tuple(Point(point.x + x, point.y + y) for point in what.points)
        return msgspec.structs.replace(what, points=points)
    if isinstance(what, Box):
        return shifted(what, x, y)
    return msgspec.structs.replace(what, box=shifted(what.box, x, y))


def shifted(box: Box, x: float, y: float) -> Box:
    """The same box, further right and down."""
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)
