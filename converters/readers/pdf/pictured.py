"""Connectors that are small pictures.

Excel writes a line it cannot express otherwise (a shadow, a transparent colour) as a picture as
large as the line: level and upright strokes, black on white, perhaps with arrowheads.
"""

from __future__ import annotations

import ctypes
import math
import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from converters.readers.geometry import bounds
from converters.readers.page import Box, Point
from converters.readers.pdf.paths import objects
from converters.readers.pdf.pieces import HEAD, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.matrix import Matrix
    from converters.readers.pdf.sheet import Sheet

_PIXELS = 400_000  # a scanned page has millions, a line as long as a page 50,000
_DARK = 128  # of 255; what is lighter is paper
_THIN = 3.0  # points; a dark picture no higher is a line
_FULL = 0.5  # of a picture's dots; where as many are dark it is no lines on white
_STROKES = 5  # a connector has at most as many; a logo's edges are more
_SHOWN = 0.8  # of the dark dots must belong to strokes and heads
_WIDER = 1.8  # times a stroke's width; what is wider is an arrowhead or another stroke
_LONGER = 3.0  # times its width, at least, is a stroke long
_HEAD_LONGER = 1.5  # and an arrowhead
_ASIDE = 0.25  # of a head's width, by which its stroke may miss its middle
_TAPERED_LONGER = 1.0  # or what of one is left at a symbol, if it is a triangle:
_TAPERED = 0.92  # it fills less of its box than a bend's stroke
_CHANNELS = {
    pdfium.FPDFBitmap_Gray: 1,
    pdfium.FPDFBitmap_BGR: 3,
    pdfium.FPDFBitmap_BGRx: 4,
    pdfium.FPDFBitmap_BGRA: 4,
}
_RUN = re.compile(b"\x01+")


class Dots(NamedTuple):
    """A picture in black and white: a byte for each dot, 1 dark."""

    rows: list[bytes]

    def turned(self) -> Dots:
        """With rows for columns."""
        every, width = b"".join(self.rows), len(self.rows[0])
        return Dots([every[column::width] for column in range(width)])


class _Stack(NamedTuple):
    """Dark dots in rows below each other, all about as wide as a stroke, or all wider."""

    first: int  # row
    last: int
    start: int  # dot in the row
    end: int
    dots: int
    narrow: bool


def lines(sheet: Sheet) -> Iterator[Line]:
    """The connectors among the pictures of a page."""
    for item, kind, matrix, _ in objects(sheet):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            dots = _dots(item)
            if dots is not None:
                yield from _connector(dots, matrix)


def _dots(item: object) -> Dots | None:
    """The picture, or None: it is too large, or of a form in which no lines were seen."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    if not 0 < width.value * height.value <= _PIXELS:
        return None
    bitmap = pdfium.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return None
    try:
        channels = _CHANNELS.get(pdfium.FPDFBitmap_GetFormat(bitmap))
        return None if channels is None else _black(bitmap, channels)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _black(bitmap: object, channels: int) -> Dots:
    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    table = bytes(level < _DARK for level in range(256))
    used, green = width * channels, min(1, channels - 1)
    starts = range(0, stride * height, stride)
    return Dots([raw[at + green : at + used : channels].translate(table) for at in starts])


def _connector(dots: Dots, matrix: Matrix) -> Iterator[Line]:
    height, width = len(dots.rows), len(dots.rows[0])
    dark = sum(row.count(1) for row in dots.rows)
    box = bounds(matrix(x, y) for x in (0, 1) for y in (0, 1))
    if min(box.width, box.height) <= _THIN < max(box.width, box.height):
        if dark >= _FULL * width * height:
            yield _along(box)
    elif 0 < dark < _FULL * width * height and box.width and box.height:
        found, shown = strokes(dots, matrix)
        if shown >= _SHOWN * dark and len(found) <= _STROKES:
            yield from found


def _along(box: Box) -> Line:
    x, y = box.centre
    if box.width >= box.height:
        return Line(points=(Point(box.left, y), Point(box.right, y)))
    return Line(points=(Point(x, box.top), Point(x, box.bottom)))


def strokes(dots: Dots, matrix: Matrix) -> tuple[list[Line], int]:
    """The strokes of a picture, and how many dark dots they explain."""
    rows, columns = _runs(dots), _runs(dots.turned())
    across, along = ([b - a for row in some for a, b in row] for some in (rows, columns))
    thick = median(across if len(across) >= len(along) else along)  # most runs cross a stroke
    dot = max(math.hypot(*matrix[:2]) / len(columns), math.hypot(*matrix[2:4]) / len(rows))
    found: list[Line] = []
    shown = 0
    for runs, level in ((rows, False), (columns, True)):
        for stroke, before, after in _upright(runs, thick, HEAD / dot):
            middle = (stroke.start + stroke.end) / 2
            ends = (middle, (before or stroke).first), (middle, (after or stroke).last + 1)
            places = (end[::-1] if level else end for end in ends)
            # a picture fills the unit square, its first row at the top (PDF 32000-1, 8.9.5)
            points = tuple(matrix(x / len(columns), 1 - y / len(rows)) for x, y in places)
            heads = {"head_at_start": before is not None, "head_at_end": after is not None}
            found.append(Line(points=points, **heads))
            shown += sum(stack.dots for stack in (stroke, before, after) if stack)
    return found, shown


def _runs(dots: Dots) -> list[list[tuple[int, int]]]:
    """For each row where its dark dots start and end."""
    return [[run.span() for run in _RUN.finditer(row)] for row in dots.rows]


def _upright(
    runs: Sequence[Sequence[tuple[int, int]]], thick: float, head: float
) -> Iterator[tuple[_Stack, _Stack | None, _Stack | None]]:
    """The upright strokes, each with the arrowheads above and below it."""
    stacks = list(_stacks(runs, thick))
    heads = [stack for stack in stacks if not stack.narrow and _is_head(stack, thick, head)]
    for stack in stacks:
        if stack.narrow and stack.last - stack.first + 1 >= _LONGER * thick:
            before = [one for one in heads if one.last + 1 == stack.first and _amid(one, stack)]
            after = [one for one in heads if one.first == stack.last + 1 and _amid(one, stack)]
            yield stack, next(iter(before), None), next(iter(after), None)


def _is_head(stack: _Stack, thick: float, head: float) -> bool:
    """Whether a stack wider than strokes is an arrowhead's, not a stroke that crosses."""
    wide, high = stack.end - stack.start, stack.last - stack.first + 1
    tapered = stack.dots <= _TAPERED * wide * high
    longer = _TAPERED_LONGER if tapered else _HEAD_LONGER
    return max(wide, high) <= head and high >= longer * thick


def _amid(head: _Stack, stroke: _Stack) -> bool:
    """Whether a stroke ends at the middle of what may be its head; at a bend it is an end."""
    off = abs(head.start + head.end - stroke.start - stroke.end) / 2
    return _over(head, stroke) and off <= _ASIDE * (head.end - head.start)


def _over(one: _Stack, other: _Stack) -> bool:
    return one.start < other.end and other.start < one.end


def _stacks(runs: Sequence[Sequence[tuple[int, int]]], thick: float) -> Iterator[_Stack]:
    """Runs in rows below each other, as long as they are of one kind."""
    growing: list[_Stack] = []
    for row, spans in enumerate(runs):
        now: list[_Stack] = []
        for start, end in spans:
            one = _Stack(row, row, start, end, end - start, end - start <= _WIDER * thick + 1)
            above = next((s for s in growing if s.narrow == one.narrow and _over(s, one)), None)
            if above is not None:
                growing.remove(above)
                one = _joined(above, one)
            now.append(one)
        yield from growing
        growing = now
    yield from growing


def _joined(above: _Stack, below: _Stack) -> _Stack:
    return _Stack(
        first=above.first,
        last=below.last,
        start=min(above.start, below.start),
        end=max(above.end, below.end),
        dots=above.dots + below.dots,
        narrow=above.narrow,
    )
