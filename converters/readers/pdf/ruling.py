"""Which drawn lines are a table's rules: those along the edges of its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.page import Box, Grid, Point

_BESIDE = 1.6  # points a rule may lie beside the edge of its cells: half of a thick rule
_OVER = 3.0  # points it may run past the last cell
_COVERED = 0.9  # of its length, at least

_Span = tuple[float, float, float]  # position across, start, end


class Ruling:
    """The edges of all cells of a page."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        """Of grids of one cell nothing is taken: that is a box that somebody drew."""
        boxes = [cell.box for grid in grids if len(grid.cells) > 1 for cell in grid.cells]
        self._level = sorted(s for b in boxes for s in _sides(b.top, b.bottom, b.left, b.right))
        self._upright = sorted(s for b in boxes for s in _sides(b.left, b.right, b.top, b.bottom))

    def holds(self, points: Sequence[Point]) -> bool:
        """Whether a line lies on edges all the way."""
        return all(self._on_edges(*ends) for ends in pairwise(points))

    def holds_box(self, box: Box) -> bool:
        """Whether all four sides of a box lie on edges: the shading of cells, a drawn cell."""
        level = all(_covered(self._level, y, box.left, box.right) for y in (box.top, box.bottom))
        return level and all(
            _covered(self._upright, x, box.top, box.bottom) for x in (box.left, box.right)
        )

    def _on_edges(self, start: Point, end: Point) -> bool:
        if abs(start.y - end.y) <= _BESIDE:
            return _covered(self._level, (start.y + end.y) / 2, start.x, end.x)
        if abs(start.x - end.x) <= _BESIDE:
            return _covered(self._upright, (start.x + end.x) / 2, start.y, end.y)
        return False


def _sides(first: float, second: float, start: float, end: float) -> tuple[_Span, _Span]:
    return (first, start, end), (second, start, end)


def _covered(spans: Sequence[_Span], at: float, one: float, other: float) -> bool:
    """Whether edges at about a position cover a stretch, but for what runs past the last."""
    start, end = sorted((one, other))
    first = bisect_left(spans, (at - _BESIDE,))
    last = bisect_right(spans, (at + _BESIDE, float("inf")))
    reached, covered = start, 0.0
    for _, low, high in sorted(spans[first:last], key=lambda span: span[1]):
        if high > reached and low < end:
            covered += min(high, end) - max(low, reached)
            reached = min(high, end)
    return covered >= min(_COVERED * (end - start), max(0.0, end - start - _OVER)) and covered > 0
