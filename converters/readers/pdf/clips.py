"""What a PDF cuts off: the part of a page within which an object may be painted."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from converters.readers.geometry import bounds
from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.page import Point
    from converters.readers.pdf.paths import Painted

_PEN = 2.0  # points; half of a thick line lies beside its path


def cut_off(painted: Painted, box: Box) -> bool:
    """Whether nothing of what is painted in a box is seen."""
    shown = clip(painted)
    return shown is not None and (
        min(box.right, shown.right) - max(box.left, shown.left) < -_PEN
        or min(box.bottom, shown.bottom) - max(box.top, shown.top) < -_PEN
    )


def clip(painted: Painted) -> Box | None:
    """The box within which an object is seen; None: it is not cut off.

    A spreadsheet hides in this way what does not fit into its cell.
    """
    path = pdfium.FPDFPageObj_GetClipPath(painted.item)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    boxes = [box for place in range(max(0, count)) if (box := _box(painted, path, place))]
    if not boxes:
        return None
    return Box(
        max(box.left for box in boxes),
        max(box.top for box in boxes),
        min(box.right for box in boxes),
        min(box.bottom for box in boxes),
    )


def _box(painted: Painted, path: object, place: int) -> Box | None:
    points = list(_points(painted, path, place))
    return bounds(points) if points else None


def _points(painted: Painted, path: object, place: int) -> Iterator[Point]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, pdfium.FPDFClipPath_CountPathSegments(path, place))):
        segment = pdfium.FPDFClipPath_GetPathSegment(path, place, index)
        if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            yield painted.base(x.value, y.value)
