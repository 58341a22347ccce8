"""How wide columns and how high rows are, and where that puts each of them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGIT = 7  # pixels: the widest digit of Calibri 11, the font that widths are counted in
_PIXEL = 0.75  # points, at the 96 dots per inch that Excel counts with
WIDTH = 9.140625  # characters: eight, their margins and the grid line
HEIGHT = 15.0  # points
_HIGHEST = 409.5  # points: Excel draws no row higher


class Axis:
    """The edges of all columns, or of all rows. Sizes in points; a hidden one's is 0.

    Args:
        sizes: (first, last, size) where they differ from ``default``; 0-based. Of two about the
            same place the first counts.
    """

    def __init__(self, sizes: Iterable[tuple[int, int, float]], default: float) -> None:
        self._firsts: list[int] = [0]
        self._starts: list[float] = [0.0]
        self._sizes: list[float] = [default]
        following = 0
        for first, last, size in sorted(sizes):
            if last < max(first, following):
                continue
            first = max(first, following)  # noqa: PLW2901 - the part that is not said yet
            self._run(first, size)
            self._run(last + 1, default)
            following = last + 1

    def _run(self, first: int, size: float) -> None:
        start = self.start(first)
        self._firsts.append(first)
        self._starts.append(start)
        self._sizes.append(size)

    def start(self, place: int) -> float:
        """Where a column or row begins: points from the sheet's edge."""
        run = bisect_right(self._firsts, place) - 1
        return self._starts[run] + (place - self._firsts[run]) * self._sizes[run]

    def at(self, position: float) -> int:
        """The column or row that is seen at so many points from the sheet's edge."""
        run = max(0, bisect_right(self._starts, position) - 1)
        into = position - self._starts[run]
        size = self._sizes[run]
        return self._firsts[run] + (int(into / size) if size else 0)

    def size(self, place: int) -> float:
        """How wide or high it is."""
        return self._sizes[bisect_right(self._firsts, place) - 1]


def width(characters: float) -> float:
    """Points of a column whose width is stated in characters (ECMA-376 Part 1, 18.3.1.13)."""
    fine = 256 * min(max(characters, 0.0), 255.0) + 128 // _DIGIT
    return int(fine / 256 * _DIGIT) * _PIXEL


def height(points: float) -> float:
    """Points of a row, within what a sheet can have."""
    return min(max(points, 0.0), _HIGHEST)
