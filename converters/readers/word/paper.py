"""A page that is being filled: from what is set to what stands where."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from converters.readers.page import Box, Cell, Connector, Grid, Page, Shape, Text
from converters.readers.word import anchors
from converters.readers.word.anchors import Spot
from converters.readers.word.drawings import INSET
from converters.readers.word.drawn import Drawn, moved, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.word.flow import Flow, Hung, Ruled, RuledCell
    from converters.readers.word.sections import Section

_TOP_INSET = 3.6  # points between a text box's outline and its text, above


class Paper:
    """One page of a section."""

    def __init__(self, section: Section, number: int) -> None:
        self.section = section
        self._number = number
        self._grids: list[Grid] = []
        self._texts: list[Text] = []
        self._drawn: list[Drawn] = []
        self._pictures: list[Box] = []
        self.bottom = 0.0  # of what is lowest

    def flow(self, flow: Flow, left: float, top: float, room: float) -> None:
        """Put paragraphs, tables and drawings there."""
        for line in flow.lines:
            if line.text:
                place = Box(0.0, 0.0, line.width, line.height)
                box = shifted(place, left + line.left, top + line.top)
                self._texts.append(Text(text=line.text, box=box))
        for table in flow.tables:
            count = len(table.ruled.rows)
            self.table(table.ruled, left + table.ruled.left, top + table.top, (0, count))
        self._hang(flow.drawings, left, top, room, None)
        self.bottom = max(self.bottom, top + flow.height)

    def table(self, ruled: Ruled, left: float, top: float, rows: tuple[int, int]) -> float:
        """Put rows of a table there, from the first up to the last; its bottom is returned."""
        first, last = rows
        heights = [row.height for row in ruled.rows[first:last]]
        tops = list(accumulate(heights, initial=top))
        cells = []
        for cell in ruled.cells:
            begin, end = max(cell.row, first), min(cell.row + cell.rows, last)
            if begin >= end:
                continue
            box = Box(
                left + ruled.edges[cell.column],
                tops[begin - first],
                left + ruled.edges[cell.column + cell.columns],
                tops[end - first],
            )
            goes_on = cell.row < first  # its text stood on the page before
            text = "" if goes_on else self._fill(cell, box)
            cells.append(
                Cell(
                    row=begin - first,
                    column=cell.column,
                    rows=end - begin,
                    columns=cell.columns,
                    text=text,
                    box=box,
                    ruled=cell.ruled or begin == first,
                )
            )
        if cells:
            cells.sort(key=lambda cell: (cell.row, cell.column))
            box = Box(left + ruled.edges[0], top, left + ruled.edges[-1], tops[-1])
            self._grids.append(Grid(cells=tuple(cells), box=box))
        self.bottom = max(self.bottom, tops[-1])
        return tops[-1]

    def _fill(self, cell: RuledCell, box: Box) -> str:
        """Put what hangs in a cell there, and the tables in it; its text is returned."""
        across, above = cell.pad
        free = max(0.0, box.height - above - cell.flow.height)
        down = above + free * {"center": 0.5, "bottom": 1.0}.get(cell.align, 0.0)
        left, top = box.left + across, box.top + down
        for table in cell.flow.tables:
            if table.ruled.bordered:
                count = len(table.ruled.rows)
                self.table(table.ruled, left + table.ruled.left, top + table.top, (0, count))
        self._hang(cell.flow.drawings, left, top, box.width - 2 * across, box)
        return cell.flow.text

    def _hang(
        self, hung: Sequence[Hung], left: float, top: float, room: float, cell: Box | None
    ) -> None:
        for one in hung:
            spot = Spot(self.section, (left, room), top + one.top, left + one.left, cell)
            x, y = anchors.corner(one.drawing, spot)
            for item in one.drawing.items:
                self._put(item, x, y)

    def _put(self, item: Drawn, x: float, y: float) -> None:
        what = moved(item.what, x, y)
        if item.inside and item.box:
            box = shifted(item.box, x, y)
            self.flow(item.inside, box.left + INSET, box.top + _TOP_INSET, box.width - 2 * INSET)
            if isinstance(what, Text):
                return  # the same text
        if isinstance(what, Box):
            self._pictures.append(what)
        elif isinstance(what, Text):
            self._texts.append(what)
        elif what is not None:
            self._drawn.append(item._replace(what=what))

    def page(self) -> Page:
        """The page as filled; symbols and texts in reading order."""
        found = [item for item in self._drawn if isinstance(item.what, Shape)]
        symbols = sorted(found, key=lambda item: _reading(item.what))
        shapes = tuple(item.what for item in symbols if isinstance(item.what, Shape))
        ids: dict[str, list[int]] = {}
        for place, item in enumerate(symbols):
            if item.name:
                ids.setdefault(item.name, []).append(place)
        return Page(
            number=self._number,
            width=self.section.width,
            height=max(self.section.height, self.bottom),
            grids=tuple(sorted(self._grids, key=lambda grid: (grid.box.top, grid.box.left))),
            shapes=shapes,
            connectors=tuple(_glued(item, ids, shapes) for item in self._drawn if _is_line(item)),
            texts=tuple(sorted(self._texts, key=_reading)),
            pictures=tuple(self._pictures),
        )


def _reading(what: Shape | Text | object) -> tuple[float, float]:
    box = what.box if isinstance(what, Shape | Text) else Box(0, 0, 0, 0)
    return round(box.top, 1), round(box.left, 1)


def _is_line(item: Drawn) -> bool:
    return isinstance(item.what, Connector)


def _glued(item: Drawn, ids: dict[str, list[int]], shapes: Sequence[Shape]) -> Connector:
    """A connector with the places of what it is glued to; of shapes with one id, the nearest."""
    line = item.what
    assert isinstance(line, Connector)  # noqa: S101 - what _is_line found

    def end(name: str | None, place: int) -> int | None:
        point = line.points[place]
        found = ids.get(name or "", [])
        distance = lambda index: math.dist(point, shapes[index].box.centre)  # noqa: E731
        return min(found, key=distance, default=None)

    return msgspec.structs.replace(line, start=end(item.start, 0), end=end(item.end, -1))
