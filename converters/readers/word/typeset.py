"""Setting text, tables and drawings in a width: widths come from the file, heights are estimated.

A row's height is what the file says, or what its text takes by ``measure``; it is
made larger where a symbol hangs from one of its paragraphs and would just reach below the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.page import Connector, Shape
from converters.readers.word import drawings, measure, tables
from converters.readers.word.flow import (
    Floating,
    Flow,
    Hung,
    Line,
    Ruled,
    RuledCell,
    RuledRow,
    SetTable,
)
from converters.readers.word.paragraphs import blocks
from converters.readers.word.xml import child, children, local, twips, value, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from converters.readers.word.drawn import Drawing
    from converters.readers.word.looks import Look, Styles
    from converters.readers.word.paragraphs import Paragraph, Paragraphs
    from converters.readers.word.tables import Slot, Structure
    from converters.readers.word.vml import Vml

_NESTED = 8  # tables and text boxes within each other; those further in are left out
_GROWTH = 24.0  # points: two lines, by which an estimated row may have been measured too low
_ROOM = 2.0  # points between a symbol's middle and the row's end
_RULE = 0.5  # points of a row's height that its rule takes; what Word draws unless told otherwise
_MODERN = 15  # from this mode on (Word 2013) a table's edge, not its text, stands at the margin
_BY_TEXT = {"paragraph", "line"}
_SIDEWAYS = {"btLr", "tbRl", "tbLrV", "tbRlV", "lr", "rl", "lrV", "rlV"}


class Typesetter:
    """What a document's parts are set with. Everything is to be set once, in the file's order."""

    def __init__(
        self, styles: Styles, paragraphs: Paragraphs, vml: Vml, settings: _Element | None
    ) -> None:
        self._styles = styles
        self._paragraphs = paragraphs
        self._vml = vml
        self._level = 0
        self._modern = _mode(settings) >= _MODERN

    def flow(self, container: _Element, room: float, look: Look | None = None) -> Flow:
        """What a body, cell or text box holds, set in ``room`` points of width."""
        if self._level >= _NESTED:
            return Flow()
        self._level += 1
        base = look or self._styles.base
        parts = [self.block(element, room, base) for element in blocks(container)]
        self._level -= 1
        return stacked(parts)

    def block(self, element: _Element, room: float, look: Look | None = None) -> Flow:
        """One paragraph or table."""
        base = look or self._styles.base
        if local(element) == "tbl":
            ruled = self.table(element, room)
            return Flow(height=ruled.height, tables=(SetTable(0.0, ruled),))
        found = self._paragraphs.read(element, base)
        return Flow() if found is None else self._paragraph(found, room)

    def _paragraph(self, found: Paragraph, room: float) -> Flow:
        look = found.look
        inner = max(1.0, room - look.left - look.right)
        height = measure.height(found, inner)
        hung, inline = self._hung(found, inner)
        body = max(height, inline)
        line = Line(look.before, body, look.left, inner, found.text.replace("\t", " ").strip())
        return Flow(
            height=look.before + body + look.after,
            lines=(line,),
            drawings=tuple(hung),
            starts_page=found.starts_page,
            ends_page=found.ends_page,
        )

    def _hung(self, found: Paragraph, inner: float) -> tuple[list[Hung], float]:
        """The drawings of a paragraph, and the height of those that stand in its line."""
        read = [(self._drawing(x.element), x.before) for x in found.drawn]
        inline = sum(drawing.width for drawing, _ in read if drawing and drawing.inline)
        free = inner - inline - measure.width(found.text, found.size, found.font)
        shares = {"center": 0.5, "right": 1.0, "end": 1.0}
        start = found.look.left + max(0.0, free) * shares.get(found.look.align, 0.0)
        hung: list[Hung] = []
        for drawing, before in read:
            if drawing:
                ahead = measure.width(before, found.size, found.font)
                hung.append(Hung(drawing, found.look.before, start + min(ahead, inner)))
                start += drawing.width * drawing.inline
        heights = [one.drawing.height for one in hung if one.drawing.inline]
        return hung, max(heights, default=0.0)

    def _drawing(self, element: _Element) -> Drawing | None:
        is_vml = local(element) != "drawing"
        found = (self._vml if is_vml else drawings).read(element, self.flow)
        # From Word 2013 on what hangs in a cell is placed by it, whatever the file says.
        return found._replace(in_cell=True) if found and self._modern else found

    def table(self, table: _Element, room: float) -> Ruled:
        """A table whose cells are set; ``room`` is the width of the text around it."""
        properties = child(table, "tblPr")
        style = value(child(properties, "tblStyle"))
        grid = tables.structure(table)
        look = self._styles.table(style)
        usual = tables.Margins()
        borders = None
        for one in (*self._styles.bases(style, "table"), table):
            stated = child(one, "tblPr")
            usual = tables.margins(child(stated, "tblCellMar"), usual)
            said = tables.bordered(stated)
            borders = borders if said is None else said
        cells = tuple(self._cell(slot, grid, look, usual) for slot in grid.slots)
        width = grid.edges[-1] if grid.edges else 0.0
        return Ruled(
            left=_left(properties, width, room, 0.0 if self._modern else usual.left),
            edges=grid.edges,
            rows=tuple(_rows(grid, cells)),
            cells=cells,
            bordered=bool(borders) or _ruled_by_cells(table) or any(map(_drawn_on, cells)),
            floating=_floating(child(properties, "tblpPr")),
        )

    def _cell(self, slot: Slot, grid: Structure, look: Look, usual: tables.Margins) -> RuledCell:
        properties = child(slot.element, "tcPr")
        pad = tables.margins(child(properties, "tcMar"), usual)
        width = grid.edges[slot.column + slot.columns] - grid.edges[slot.column]
        flow = self.flow(slot.element, max(1.0, width - pad.left - pad.right), look)
        if value(child(properties, "textDirection")) in _SIDEWAYS:
            flow = flow._replace(height=0.0)  # it takes width, and goes by the row's height
        return RuledCell(
            slot.row,
            slot.column,
            slot.rows,
            slot.columns,
            flow._replace(height=flow.height + pad.bottom),
            (pad.left, pad.top),
            value(child(properties, "vAlign")) or "top",
            slot.ruled,
        )


def stacked(parts: Sequence[Flow]) -> Flow:
    """Flows below each other."""
    top = 0.0
    lines: list[Line] = []
    hung: list[Hung] = []
    found: list[SetTable] = []
    starts = ends = False
    for part in parts:
        if (part.starts_page or part.ends_page) and not any(line.text for line in lines):
            starts = starts or part.starts_page
            ends = ends or part.ends_page
        else:
            ends = ends or part.starts_page or part.ends_page
        lines += [line._replace(top=line.top + top) for line in part.lines]
        hung += [one._replace(top=one.top + top) for one in part.drawings]
        found += [one._replace(top=one.top + top) for one in part.tables]
        top += part.height
    return Flow(top, tuple(lines), tuple(hung), tuple(found), starts, ends)


def _mode(settings: _Element | None) -> int:
    """The version of Word whose layout the document keeps; 12 is Word 2007's."""
    stated = children(child(settings, "compat"), "compatSetting")
    modes = (whole(value(x)) for x in stated if value(x, "name") == "compatibilityMode")
    return next(modes, 12)


def _left(properties: _Element | None, width: float, room: float, out: float) -> float:
    """Where a table begins in the text around it; ``out`` is how far its cells' edges hang out."""
    align = value(child(properties, "jc"))
    if align == "center":
        return (room - width) / 2
    if align in {"right", "end"}:
        return room - width
    return twips(value(child(properties, "tblInd"), "w")) - out


def _drawn_on(cell: RuledCell) -> bool:
    """Whether a symbol or line hangs in the cell: such a table is there for more than its text."""
    items = (item.what for hung in cell.flow.drawings for item in hung.drawing.items)
    return any(isinstance(what, Shape | Connector) for what in items)


def _floating(stated: _Element | None) -> Floating | None:
    if stated is None:
        return None
    return Floating(
        across=value(stated, "horzAnchor") or "text",
        down=value(stated, "vertAnchor") or "page",
        left=twips(value(stated, "tblpX")),
        top=twips(value(stated, "tblpY")),
        align=value(stated, "tblpXSpec"),
    )


def _ruled_by_cells(table: _Element) -> bool:
    """Whether its first cell says itself that it has rules."""
    cell = child(table, "tr", "tc", "tcPr", "tcBorders")
    return cell is not None and any(
        value(side) not in {None, "nil", "none"} for side in cell.iterchildren("{*}*")
    )


def _rows(grid: Structure, cells: Sequence[RuledCell]) -> list[RuledRow]:
    rows: list[RuledRow] = []
    ending: dict[int, list[RuledCell]] = {}
    starting: dict[int, list[RuledCell]] = {}
    for cell in cells:
        ending.setdefault(cell.row + cell.rows - 1, []).append(cell)
        starting.setdefault(cell.row, []).append(cell)
    for place, row in enumerate(grid.rows):
        stated = tables.height(row)
        needed = max((_needed(cell, rows) for cell in ending.get(place, ())), default=0.0)
        height = stated.points if stated.exact else max(stated.points, needed)
        own = starting.get(place, ())
        if not stated.exact and stated.points <= needed:
            height = max((_reaching(cell, height) for cell in own), default=height)
        split = any(cell.flow.ends_page for cell in own)
        begins = not split and any(cell.flow.starts_page for cell in own)
        rows.append(RuledRow(height, begins, split))
    return rows


def _needed(cell: RuledCell, rows: Sequence[RuledRow]) -> float:
    """What a cell asks of the last row it spans."""
    above = sum(row.height for row in rows[cell.row :])
    return cell.flow.height + cell.pad[1] + _RULE - above


def _reaching(cell: RuledCell, height: float) -> float:
    """The height at which the symbols that hang in the cell stand in its row.

    Word hangs a symbol from the paragraph beside it. One that starts in this row and whose middle
    would be just below it was drawn in it: the row is a little higher than it was estimated.
    """
    for hung in cell.flow.drawings:
        drawing = hung.drawing
        if drawing.inline or drawing.down.align or drawing.down.relative not in _BY_TEXT:
            continue
        corner = cell.pad[1] + hung.top + drawing.down.offset
        if drawing.wraps:  # the cell has room for it
            height = max(height, corner + drawing.height)
        shapes = [item.what for item in drawing.items if isinstance(item.what, Shape)]
        if len(shapes) == 1:
            top = corner + shapes[0].box.top
            middle = top + shapes[0].box.height / 2 + _ROOM
            height = middle if top < height < middle <= height + _GROWTH else height
    return height
