"""Paragraphs and tables set below each other; lengths in points from their top left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.word.drawn import Drawing


class Line(NamedTuple):
    """A paragraph where it stands."""

    top: float
    height: float
    left: float
    width: float
    text: str


class Hung(NamedTuple):
    """A drawing and its anchor: the top of the paragraph, the place in the line."""

    drawing: Drawing
    top: float
    left: float


class RuledCell(NamedTuple):
    """A cell whose content is set."""

    row: int
    column: int
    rows: int
    columns: int
    flow: Flow
    pad: tuple[float, float]  # left of the text, and above it
    align: str  # "top", "center", "bottom"
    ruled: bool  # a line parts it from the cells above


class RuledRow(NamedTuple):
    """A row of a table."""

    height: float
    starts_page: bool = False
    ends_page: bool = False


class Floating(NamedTuple):
    """A table that text flows around (``w:tblpPr``)."""

    across: str  # what it is placed by: "page", "margin", "text"
    down: str
    left: float  # points from there
    top: float
    align: str | None  # "left", "center", "right": in place of ``left``


class Ruled(NamedTuple):
    """A table as it is ruled."""

    left: float  # of its first edge, from the left of the text around it
    edges: tuple[float, ...]  # of its columns, from its first one
    rows: tuple[RuledRow, ...]
    cells: tuple[RuledCell, ...]
    bordered: bool  # its rules are seen
    floating: Floating | None = None

    @property
    def width(self) -> float:
        """Of all columns."""
        return self.edges[-1] if self.edges else 0.0

    @property
    def height(self) -> float:
        """Of all rows."""
        return sum(row.height for row in self.rows)


class SetTable(NamedTuple):
    """A table where it stands."""

    top: float
    ruled: Ruled


class Flow(NamedTuple):
    """What a cell, a text box or a page's body holds, set in its width."""

    height: float = 0.0
    lines: tuple[Line, ...] = ()
    drawings: tuple[Hung, ...] = ()
    tables: tuple[SetTable, ...] = ()
    starts_page: bool = False  # Word last began a page with its first text
    ends_page: bool = False

    @property
    def text(self) -> str:
        """What is read there, a paragraph a line; tables without rules are part of it."""
        plain = ((x.top, text) for x in self.tables if not x.ruled.bordered for text in rows(x))
        found = [*((line.top, line.text) for line in self.lines if line.text), *plain]
        return "\n".join(text for _, text in sorted(found, key=lambda one: one[0]))


def rows(table: SetTable) -> Iterator[str]:
    """The rows of a table that is only there to put texts beside each other."""
    for place in range(len(table.ruled.rows)):
        cells = (cell.flow.text for cell in table.ruled.cells if cell.row == place)
        if text := " ".join(text for text in cells if text):
            yield text
