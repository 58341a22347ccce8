"""Affine maps, by which drawings are placed on a page."""

from __future__ import annotations

from typing import NamedTuple

from converters.readers.geometry import bounds
from converters.readers.page import Box, Point


class Matrix(NamedTuple):
    """An affine map: x' = a x + c y + e, y' = b x + d y + f (PDF 32000-1, 8.3.3)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> Point:
        """Where a point is mapped to."""
        return Point(self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)

    def after(self, inner: Matrix) -> Matrix:
        """This map applied to what ``inner`` gives."""
        start = self(inner.e, inner.f)
        across = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        down = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return Matrix(*across, *down, *start)

    def over(self, box: Box) -> Box:
        """The upright box around what ``box`` is mapped to."""
        across, down = (box.left, box.right), (box.top, box.bottom)
        return bounds(self(x, y) for x in across for y in down)
