"""What the pages of a document hold before anybody asks what it means.

Each format with pages or sheets (PDF, Word, Excel, HTML) gives these; one path leads from here to
SOP tables. Lengths are in points (1/72 inch), the origin is the page's top left corner, y grows
downwards. A sheet of a workbook and a document in HTML are one page each.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec


class Point(NamedTuple):
    """A place on a page."""

    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """Its middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        """Whether a point lies in it, or at most ``slack`` outside."""
        across = self.left - slack <= point.x <= self.right + slack
        return across and self.top - slack <= point.y <= self.bottom + slack


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of a grid; a merged one is there once, at its first row and column."""

    row: int  # 0-based, in its grid
    column: int
    rows: int = 1  # how many it spans
    columns: int = 1
    text: str  # its paragraphs, "\n" between them; "" where it is blank
    box: Box
    range: str | None = None  # a workbook's name for it: "Alur!B7:D7"
    ruled: bool = True  # a line parts it from the cell above it


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """One table as ruled. Cells come row by row, left to right, and do not overlap."""

    cells: tuple[Cell, ...]
    box: Box


class ShapeKind(StrEnum):
    """The symbols of a flowchart, by their names in ISO 5807."""

    PROCESS = "process"  # a rectangle
    TERMINATOR = "terminator"  # a rounded rectangle or capsule
    DECISION = "decision"  # a diamond
    OFF_PAGE = "off-page"  # the five-sided connector (or a small circle)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A symbol that is drawn on a page."""

    kind: ShapeKind
    box: Box
    text: str = ""  # what stands in it


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was drawn, with its bends; not yet said to lead from shape to shape."""

    points: tuple[Point, ...]  # at least two
    head_at_start: bool = False  # an arrowhead at the first point
    head_at_end: bool = False
    dashed: bool = False  # or dotted
    start: int | None = None  # index in ``Page.shapes`` of the shape it is glued to in the file
    end: int | None = None


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """Text outside the cells' own: labels at arrows, headings, margins."""

    text: str
    box: Box


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds here, but no one sees or no one could read."""

    code: str  # of the doubt that tells it: converters.readers.sop.doubts
    text: str  # what it says, or what it is called; a line for each row of cells
    box: Box | None = None  # where it would be; None: not on this page
    range: str | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page, or one sheet."""

    number: int  # 1-based
    name: str | None = None  # the sheet's
    scale: float = 1.0  # points here to a point on paper; sources tell those on paper
    turned: int = 0  # degrees clockwise that it was turned to be upright
    width: float
    height: float
    grids: tuple[Grid, ...] = ()  # from top to bottom
    shapes: tuple[Shape, ...] = ()
    connectors: tuple[Connector, ...] = ()
    texts: tuple[Text, ...] = ()  # in reading order; a drawing's labels over cells are here, too
    pictures: tuple[Box, ...] = ()
    unread: tuple[Unread, ...] = ()
    ocr: float | None = None  # how sure an OCR is of what it read here, 0 to 1; None: there is none
