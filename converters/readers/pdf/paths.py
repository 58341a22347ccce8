"""The vector paths of a PDF page, in the page's own coordinates (points, y downwards)."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pypdfium2.raw as pdfium

from converters.readers.geometry import bounds
from converters.readers.matrix import Matrix
from converters.readers.page import Box, Point
from converters.readers.pdf import forms, limits
from converters.readers.pdf.clips import cut_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from converters.readers.pdf.sheet import Sheet

_FAR = 1e6  # points; a page may be 14,400 wide, and what lies further off is damaged


Colour = tuple[int, int, int, int]  # RGBA, 0 to 255


class Subpath(msgspec.Struct, frozen=True):
    """One pen stroke: its corners; the end point alone of each curve."""

    points: tuple[Point, ...]
    curves: int  # how many of its segments are Bezier curves
    closed: bool
    polygon: tuple[Point, ...] = ()  # if there are curves: with their control points, in order


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """One painted path."""

    subpaths: tuple[Subpath, ...]
    stroked: bool
    filled: bool
    fill: Colour
    stroke: Colour
    width: float  # of the stroke
    dashed: bool
    box: Box  # of its points
    order: int = 0  # its place among all that is painted on the page


def paths(sheet: Sheet) -> Iterator[Path]:
    """The painted paths of a page in the order they are painted, those cut off left out."""
    for order, painted in enumerate(objects(sheet)):
        if painted.kind == pdfium.FPDF_PAGEOBJ_PATH:
            found = _path(painted.item, painted.matrix, order)
            if found is not None and not cut_off(painted, found.box):
                yield found


def pictures(sheet: Sheet) -> tuple[Box, ...]:
    """The places of the pixel pictures on a page."""
    return tuple(
        bounds([painted.matrix(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))])
        for painted in objects(sheet)
        if painted.kind == pdfium.FPDF_PAGEOBJ_IMAGE
    )


class TooFullError(Exception):
    """More is painted on a page than any SOP has."""


class Painted(NamedTuple):
    """Something that is painted on a page."""

    item: object  # pdfium's handle
    kind: int  # FPDF_PAGEOBJ_...
    matrix: Matrix  # from its own space to the page
    base: Matrix  # from the space it was put into, in which its clip path is, too


def objects(sheet: Sheet) -> Iterator[Painted]:
    """All that is painted on a page, in that order; what forms hold, but not the forms.

    Raises:
        TooFullError: there is more than any SOP has.
    """
    for count, painted in enumerate(_objects(sheet.page.raw, sheet.matrix, 0)):
        if count >= limits.OBJECTS:
            raise TooFullError
        yield painted


def _objects(parent: object, base: Matrix, level: int) -> Iterator[Painted]:
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if level
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    for place in range(max(0, count(parent))):
        item = get(parent, place)
        kind = pdfium.FPDFPageObj_GetType(item)
        matrix = base.after(_matrix(item))
        if not _near(matrix):
            continue
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield Painted(item, kind, matrix, base)
        elif level < forms.LEVELS:
            yield from _objects(item, matrix, level + 1)


def _near(numbers: Iterable[float]) -> bool:
    """Whether a place, or a map to it, is one on paper: infinite and no numbers are not, either."""
    return all(abs(number) <= _FAR for number in numbers)


def _matrix(item: object) -> Matrix:
    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, raw):
        return Matrix(1, 0, 0, 1, 0, 0)
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _path(item: object, matrix: Matrix, order: int) -> Path | None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    if not (fill_mode.value or stroked.value):
        return None
    subpaths = tuple(_subpaths(item, matrix))
    points = [point for subpath in subpaths for point in subpath.points]
    controls = (point for subpath in subpaths for point in subpath.polygon)
    if not points or not all(map(_near, points)) or not all(map(_near, controls)):
        return None
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    return Path(
        subpaths=subpaths,
        stroked=bool(stroked.value),
        filled=bool(fill_mode.value),
        fill=colour_of(item, pdfium.FPDFPageObj_GetFillColor),
        stroke=colour_of(item, pdfium.FPDFPageObj_GetStrokeColor),
        width=width.value * scale,
        dashed=pdfium.FPDFPageObj_GetDashCount(item) > 0,
        box=bounds(points),
        order=order,
    )


def colour_of(item: object, get: Callable[..., int]) -> Colour:
    """An object's colour by the call that gets it, as RGBA."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    get(item, red, green, blue, alpha)
    return red.value, green.value, blue.value, alpha.value


def _subpaths(item: object, matrix: Matrix) -> Iterator[Subpath]:
    points: list[Point] = []
    polygon: list[Point] = []
    controls = curves = 0
    closed = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield _subpath(points, polygon, curves, closed=closed)
            points, polygon, curves, controls, closed = [], [], 0, 0, False
        polygon.append(matrix(x.value, y.value))
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            controls = (controls + 1) % 3  # two control points, then the end point
            curves += controls == 0
            if controls:
                continue
        points.append(polygon[-1])
        closed = closed or bool(pdfium.FPDFPathSegment_GetClose(segment))
    if points:
        yield _subpath(points, polygon, curves, closed=closed)


def _subpath(
    points: Sequence[Point], polygon: Sequence[Point], curves: int, *, closed: bool
) -> Subpath:
    return Subpath(tuple(points), curves, closed, tuple(polygon) if curves else ())
