"""Tables: grid, merged cells, borders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from docx.oxml.ns import qn

from workers.letters.pdf.layers import (
    TWIPS,
    Layer,
    is_on,
    layer,
    local,
    merge,
    number,
    points,
    value,
)
from workers.letters.pdf.paragraphs import border
from workers.letters.pdf.runs import color
from workers.letters.pdf.tree import Block, Cell, Paragraph, Sides, TableBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workers.letters.pdf.source import Source

_WHOLE = 5000  # fiftieths of a per cent
_WORD_2013 = 15
_VERTICAL: dict[str | None, Literal["top", "horizon", "bottom"]] = {
    "center": "horizon",
    "bottom": "bottom",
}
_ALIGNS: dict[str | None, Literal["left", "center", "right"]] = {
    "center": "center",
    "right": "right",
    "end": "right",
}


class Flow(Protocol):
    """Reads the blocks of a cell."""

    def __call__(
        self, elements: Iterable[Any], source: Source, *, top: bool
    ) -> tuple[tuple[Block, ...], float]:
        """As ``flow.flow``."""


@dataclass
class _Spot:
    """A cell's place."""

    element: Any
    properties: Layer
    x: int
    y: int
    columns: int
    rows: int = 1


@dataclass
class _Grid:
    """What holds for all cells of a table."""

    properties: Layer
    rows: list[Layer]
    columns: int
    spots: list[_Spot] = field(default_factory=list)


def table(element: Any, source: Source, flow: Flow) -> TableBlock:
    """Read a w:tbl."""
    own = layer(element.find(qn("w:tblPr")))
    style = value(own, "tblStyle")
    if source.styles.has_conditions(style):
        source.leave_out("a table style's own look for certain rows and columns")
    grid = _grid(element, merge(source.styles.table(style), own))
    outer, source.styles.inside = source.styles.inside, style
    try:
        cells = [_cell(spot, grid, source, flow) for spot in grid.spots]
    finally:
        source.styles.inside = outer
    return _table(element, grid, tuple(cells), source)


def _table(element: Any, grid: _Grid, cells: tuple[Cell, ...], source: Source) -> TableBlock:
    width, columns = _widths(element, grid)
    kept = [_keeps_next(cells, y) for y in range(len(grid.rows))]
    headers = [is_on(row, "tblHeader") for row in grid.rows]
    return TableBlock(
        columns=columns,
        width=width,
        rows=tuple(_exact(row) for row in grid.rows),
        header=headers.index(False) if False in headers else 0,
        cells=cells,
        align=_ALIGNS.get(value(grid.properties, "jc"), "left"),
        left=_left(grid.properties, source),
        keep_next=bool(kept) and kept[-1],
        whole=len(kept) > 1 and all(kept[:-1]),
    )


def _left(properties: Layer, source: Source) -> float:
    """Up to Word 2010 a table's text, not its edge, stands where other text stands."""
    inset = _inset(properties, {})["left"] if source.mode < _WORD_2013 else 0.0
    return points(properties, "tblInd", "w") - inset


def _grid(element: Any, properties: Layer) -> _Grid:
    rows = list(_descend(element, "tr"))
    grid = _Grid(properties, [layer(row.find(qn("w:trPr"))) for row in rows], 0)
    open_spots: dict[int, _Spot] = {}  # merged downwards, by column
    for y, row in enumerate(rows):
        x = int(number(grid.rows[y], "gridBefore") or 0)
        for cell in _descend(row, "tc"):
            own = layer(cell.find(qn("w:tcPr")))
            columns = int(number(own, "gridSpan") or 1)
            merged = "vMerge" in own and value(own, "vMerge") != "restart"
            if merged and x in open_spots:
                open_spots[x].rows += 1
            else:
                grid.spots.append(_Spot(cell, own, x, y, columns))
                open_spots[x] = grid.spots[-1]
            x += columns
        grid.columns = max(grid.columns, x)
    return grid


def _descend(element: Any, wanted: str) -> Iterator[Any]:
    """Rows or cells, those in content controls included."""
    for child in element:
        name = local(child)
        if name == wanted:
            yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _descend(child, wanted)


def _widths(element: Any, grid: _Grid) -> tuple[float | None, tuple[float, ...]]:
    """The table's share of the line, if it has one, and its columns."""
    found = element.find(qn("w:tblGrid"))
    given = [points(layer_of(each), "gridCol", "w") for each in found] if found is not None else []
    columns = tuple(given[: grid.columns])
    if len(columns) < grid.columns or not all(columns):
        return 1.0, (1.0,) * max(grid.columns, 1)
    share = value(grid.properties, "tblW", "w") or ""
    if value(grid.properties, "tblW", "type") == "pct" and share.rstrip("%"):
        per_cent = share.endswith("%")
        part = float(share.rstrip("%")) / (100 if per_cent else _WHOLE)
        return part or None, columns
    return None, columns


def layer_of(element: Any) -> Layer:
    """One element's own attributes, as a layer."""
    return {local(element): {key.rpartition("}")[2]: text for key, text in element.attrib.items()}}


def _exact(row: Layer) -> float | None:
    return points(row, "trHeight") if value(row, "trHeight", "hRule") == "exact" else None


def _keeps_next(cells: tuple[Cell, ...], y: int) -> bool:
    first = next((cell.blocks[0] for cell in cells if cell.y == y and cell.blocks), None)
    return isinstance(first, Paragraph) and first.keep_next


def _cell(spot: _Spot, grid: _Grid, source: Source, flow: Flow) -> Cell:
    blocks, after = flow(spot.element, source, top=False)
    row = grid.rows[spot.y]
    height = points(row, "trHeight") if _exact(row) is None and spot.rows == 1 else 0.0
    return Cell(
        x=spot.x,
        y=spot.y,
        colspan=spot.columns,
        rowspan=spot.rows,
        align=_VERTICAL.get(value(spot.properties, "vAlign"), "top"),
        fill=color(value(spot.properties, "shd", "fill")),
        stroke=_stroke(spot, grid),
        inset=_inset(grid.properties, spot.properties),
        whole=is_on(row, "cantSplit"),
        height=height,
        blocks=blocks,
        after=after,
    )


def _stroke(spot: _Spot, grid: _Grid) -> Sides:
    """The cell's own lines, else the table's: at its edge, or between its cells."""
    last_row, last_column = spot.y + spot.rows == len(grid.rows), spot.x + spot.columns
    from_table = {
        "top": "top" if spot.y == 0 else "insideH",
        "bottom": "bottom" if last_row else "insideH",
        "left": "left" if spot.x == 0 else "insideV",
        "right": "right" if last_column == grid.columns else "insideV",
    }
    lines = {
        side: border(
            spot.properties.get(f"tcBorders.{side}") or grid.properties.get(f"tblBorders.{usual}")
        )
        for side, usual in from_table.items()
    }
    return {side: line for side, line in lines.items() if line is not None}


def _inset(usual: Layer, own: Layer) -> dict[str, float]:
    """From the cell's edge to its text."""
    sides = ("top", "bottom", "left", "right")
    read = merge(
        {f"tcMar.{side}": usual.get(f"tblCellMar.{side}", {}) for side in sides},
        {name: attributes for name, attributes in own.items() if name.startswith("tcMar.")},
    )
    return {side: float(read[f"tcMar.{side}"].get("w", "0")) / TWIPS for side in sides}
