"""A page in the lengths it is read in: as if its text were as large as SOPs are printed.

Which lines are too short, too thick or too far apart for what they would be is measured in points.
A table printed on a poster, or four pages to a sheet, is therefore read as if it were not.
"""

from __future__ import annotations

import ctypes
import math
from functools import cached_property
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from converters.readers.matrix import Matrix
from converters.readers.page import Point

if TYPE_CHECKING:
    import pypdfium2

_FINE = 1000  # steps of a point: FPDF_PageToDevice answers in whole ones


class Sheet:
    """A page of a PDF.

    Attributes:
        page: pdfium's.
        scale: points of what is read to a point on paper.
    """

    def __init__(self, page: pypdfium2.PdfPage, scale: float = 1.0, lean: float = 0.0) -> None:
        """At the size it is printed, or ``scale`` times as large.

        ``lean``: by how much its lines fall to the right (radians), which is turned back.
        """
        self.page = page
        self.scale = scale
        self._lean = lean

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, as the page is shown."""
        width, height = self.page.get_size()
        return width * self.scale, height * self.scale

    @cached_property
    def matrix(self) -> Matrix:
        """From PDF user space to points from the top left corner, as the page is shown.

        Its rotation and its crop box are in it.
        """
        places = [self._device(x, y) for x, y in ((0, 0), (1000, 0), (0, 1000))]
        origin, right, up = places
        across = (right.x - origin.x) / 1000, (right.y - origin.y) / 1000
        upwards = (up.x - origin.x) / 1000, (up.y - origin.y) / 1000
        return self._level.after(Matrix(*across, *upwards, *origin))

    @property
    def _level(self) -> Matrix:
        """The turn about the page's middle by which its lines become level."""
        x, y = (side / 2 for side in self.size)
        sine, cosine = math.sin(self._lean), math.cos(self._lean)
        right, down = x - cosine * x - sine * y, y + sine * x - cosine * y
        return Matrix(cosine, -sine, sine, cosine, right, down)

    def _device(self, x: float, y: float) -> Point:
        width, height = self.page.get_size()
        size = (round(width * _FINE), round(height * _FINE))
        found = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page.raw, 0, 0, *size, 0, x, y, *map(ctypes.byref, found))
        return Point(*(place.value / _FINE * self.scale for place in found))
