"""The flowchart in a picture: its symbols, and the level and upright lines between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from converters.readers.geometry import apart, hull
from converters.readers.matrix import Matrix
from converters.readers.page import Box, Point, Shape, ShapeKind
from converters.readers.pdf import pictured
from converters.readers.pdf.pieces import Line, Outline, Piece
from converters.readers.pdf.symbol import LEAST
from converters.readers.pdf.symbols import connecting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# In points:
_FINE = 0.25  # to a pixel of the picture that is searched; lines are thicker
_WIDEST, _HIGHEST = 180.0, 90.0  # of a symbol; columns of performers are narrower
_FILLED = 3.0  # no line is as thick: it is the edge of a filled symbol, whose middle seems white
_LEAST = 3.0  # the white that is left in a filled symbol
_CORNER = 0.5  # from a corner of a symbol: there is ink of a square one, and none of a round one
_EDGE = 1.0  # how thick lines are
_BESIDE = 2.5  # white that has a rule as near as this along a side is a cell, or part of one
_CUT = 1.0  # so much of its first row is lost at each round corner, and at no square one
_LENGTH = 10.0  # of a line, at least: no letter of a table is as high
_HEAD = 5.0  # around its tip, that a line's arrowhead takes
_AROUND = 60.0  # beyond all symbols, no line of the flowchart lies

_INK = 128  # of 255: so dark is a pixel that is mostly ink
_RUNS = 200_000  # of white; a page of tables has a third, what has more is a photograph
_BESIDE_ARROWS = (0.35, 0.65)  # of a symbol's height: arrows end at its middle
_ROUGH = 3  # rows at each end, of which a rough line leaves one whole
_ALONG = 0.5  # of a side, which a rule beside it covers
_DIAMOND = (0.4, 0.62)  # shares of its box that a diamond fills,
_RECTANGLE = 0.95  # a rectangle,
_ROUND = 0.74  # and at least what is round: a circle has 0.79
_TIP, _SIDE = 0.35, 0.9  # shares of the width in a first or last row that is a tip, or a side
_WHITE = re.compile(rb"\x00+")
_TO_BITS = [level > 0 for level in range(256)]


class Figures(NamedTuple):
    """What is drawn in a picture, in points from its top left corner."""

    symbols: tuple[Outline, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of it, as pieces of a drawing."""
        return (*self.symbols, *self.lines)

    def moved(self, by: Point) -> Figures:
        """As it lies on its page."""
        return Figures(
            tuple(Outline(kind=s.kind, box=_moved(s.box, by), drawn=True) for s in self.symbols),
            tuple(
                Line(
                    points=tuple(Point(x + by.x, y + by.y) for x, y in line.points),
                    head_at_start=line.head_at_start,
                    head_at_end=line.head_at_end,
                )
                for line in self.lines
            ),
        )

    def erase(self, picture: Image.Image, dot: float, paper: int) -> None:
        """Paint over symbols and what leads to or from them, so that it is not read as letters."""
        draw, thick = ImageDraw.Draw(picture), round(3 * _EDGE / dot)
        for symbol in self.symbols:
            edge = _middles(symbol.box) if symbol.kind is ShapeKind.DECISION else _sides(symbol.box)
            draw.line([side / dot for at in edge for side in at], fill=paper, width=thick)
        shapes = [Shape(kind=s.kind or ShapeKind.PROCESS, box=s.box) for s in self.symbols]
        for line in connecting(self.lines, shapes):  # others may be underlines
            draw.line([side / dot for at in line.points for side in at], fill=paper, width=thick)
            ends = (line.points[0], line.head_at_start), (line.points[-1], line.head_at_end)
            for (x, y), _ in (end for end in ends if end[1]):
                sides = x - _HEAD, y - _HEAD, x + _HEAD, y + _HEAD
                draw.rectangle([side / dot for side in sides], fill=paper)


class _Area(NamedTuple):
    """White pixels that hang together: for each row from where to where they reach."""

    top: int
    rows: list[tuple[int, int]]

    @property
    def box(self) -> Box:
        left, right = min(a for a, _ in self.rows), max(b for _, b in self.rows)
        return Box(left, self.top, right, self.top + len(self.rows))


def find(dark: Image.Image, dot: float, rules: Sequence[Box]) -> Figures:
    """The figures in the ink of a picture; lines only where there are symbols.

    Args:
        dark: 255 where ink is, 0 elsewhere.
        dot: the size of a pixel, in points.
        rules: of its tables, in points.
    """
    scale = max(dot, _FINE)
    size = max(1, round(dark.width * dot / scale)), max(1, round(dark.height * dot / scale))
    small = dark.resize(size, Image.Resampling.BOX).point([255 * (v >= _INK) for v in range(256)])
    symbols = tuple(_symbols(small, scale, rules))
    if not symbols:
        return Figures()
    return Figures(symbols, tuple(_lines(small, scale, rules, [one.box for one in symbols])))


def _symbols(dark: Image.Image, dot: float, rules: Sequence[Box]) -> Iterator[Outline]:
    """The white areas with the form of a symbol that are no cells."""
    closed = dark.filter(ImageFilter.MaxFilter(3))  # a line around may have a gap of a pixel
    for area in _areas(closed):
        inner = Box(*(side * dot for side in area.box))
        large = inner.width > _WIDEST or inner.height > _HIGHEST
        small = inner.width < _LEAST or inner.height < _LEAST
        kind = None if large or small else _kind(area, dot)
        if kind is None:
            continue
        outer = _outer(area, kind, dark)
        box = Box(*(side * dot for side in outer))
        if box.width < LEAST.width or box.height < LEAST.height:
            continue
        filled = inner.left - box.left >= _FILLED
        if kind is ShapeKind.TERMINATOR and filled and _has_corners(outer, dark, dot):
            kind = ShapeKind.PROCESS
        if not any(_along(box, rule) for rule in rules):
            yield Outline(kind=kind, box=box, drawn=True)


def _outer(area: _Area, kind: ShapeKind, dark: Image.Image) -> Box:
    """How far the line around an area reaches; of a filled symbol it is all that is not white."""
    left, top, right, bottom = area.box
    across = min(
        _thick(dark, x, area.top + row, step)
        for row in (round(share * len(area.rows)) for share in _BESIDE_ARROWS)
        for x, step in ((area.rows[row][0] - 1, -1), (area.rows[row][1], 1))
    )
    leans = (bottom - top) / (right - left) if kind is ShapeKind.DECISION else 1.0
    down = round(across * leans)
    return Box(left - across, top - down, right + across, bottom + down)


def _thick(dark: Image.Image, x: int, y: int, step: int) -> int:
    """How many pixels of ink there are from a place to one side."""
    count = 0
    while 0 <= x < dark.width and dark.getpixel((x, y)):
        x, count = x + step, count + 1
    return count


def _has_corners(outer: Box, dark: Image.Image, dot: float) -> bool:
    """Whether the corners of a box are inked: a filled rectangle only seems to have round ones."""
    inset = max(1, round(_CORNER / dot))
    left, top, right, bottom = (round(side) for side in outer)
    across, down = (left + inset, right - 1 - inset), (top + inset, bottom - 1 - inset)
    return all(dark.getpixel((x, y)) for x in across for y in down)


def _along(box: Box, rule: Box) -> bool:
    """Whether a rule lies along a side of a box."""
    if rule.width >= rule.height:
        near = min(abs(rule.centre.y - side) for side in (box.top, box.bottom))
        shared, side = min(rule.right, box.right) - max(rule.left, box.left), box.width
    else:
        near = min(abs(rule.centre.x - side) for side in (box.left, box.right))
        shared, side = min(rule.bottom, box.bottom) - max(rule.top, box.top), box.height
    return near <= _BESIDE and shared > _ALONG * side


def _kind(area: _Area, dot: float) -> ShapeKind | None:
    """The symbol that an area is the inside of, by how its rows widen and narrow."""
    left, top, right, bottom = area.box
    share = sum(end - start for start, end in area.rows) / ((right - left) * (bottom - top))
    first, last = _longest(area.rows[:_ROUGH]), _longest(area.rows[-_ROUGH:])
    ends = sorted((end - start) / (right - left) for start, end in (first, last))
    cuts = sorted(cut * dot for start, end in (first, last) for cut in (start - left, right - end))
    if share >= _RECTANGLE and cuts[-1] <= _CUT:
        return ShapeKind.PROCESS
    if ends[1] <= _TIP and _DIAMOND[0] <= share <= _DIAMOND[1]:
        return ShapeKind.DECISION
    if ends[0] <= _TIP and ends[1] >= _SIDE and share > _DIAMOND[1]:
        return ShapeKind.OFF_PAGE
    return ShapeKind.TERMINATOR if cuts[0] > _CUT and share >= _ROUND else None


def _longest(rows: Iterable[tuple[int, int]]) -> tuple[int, int]:
    return max(rows, key=lambda row: row[1] - row[0])


def _areas(dark: Image.Image) -> list[_Area]:
    """The areas of white; none where there are more than tables have."""
    runs, above = _Runs(), range(0)
    width, pixels = dark.width, dark.tobytes()
    for row in range(dark.height):
        start = len(runs.places)
        for found in _WHITE.finditer(pixels, row * width, (row + 1) * width):
            runs.add(row, found.start() - row * width, found.end() - row * width)
        if len(runs.places) > _RUNS:
            return []
        here = range(start, len(runs.places))
        runs.join(above, here)
        above = here
    return runs.areas()


class _Runs:
    """White pixels beside each other in a row, each run with the one it hangs together with."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int, int]] = []  # row, start, end
        self._above: list[int] = []

    def add(self, row: int, start: int, end: int) -> None:
        self._above.append(len(self.places))
        self.places.append((row, start, end))

    def join(self, above: Iterable[int], here: Iterable[int]) -> None:
        """Tie the runs of a row to those of the row above that they touch; both left to right."""
        waiting, upper = iter(here), iter(above)
        one, other = next(upper, None), next(waiting, None)
        while one is not None and other is not None:
            (_, start, end), (_, begin, stop) = self.places[one], self.places[other]
            if start < stop and begin < end:
                self._above[self._root(other)] = self._root(one)
            if end <= stop:
                one = next(upper, None)
            else:
                other = next(waiting, None)

    def _root(self, run: int) -> int:
        while self._above[run] != run:
            self._above[run] = self._above[self._above[run]]
            run = self._above[run]
        return run

    def areas(self) -> list[_Area]:
        """What hangs together, from top to bottom."""
        found: dict[int, _Area] = {}
        for run, (row, start, end) in enumerate(self.places):
            area = found.setdefault(self._root(run), _Area(row, []))
            if row < area.top + len(area.rows):
                left, right = area.rows[-1]
                area.rows[-1] = min(left, start), max(right, end)
            else:
                area.rows.append((start, end))
        return list(found.values())


def _lines(
    dark: Image.Image, dot: float, rules: Iterable[Box], symbols: Sequence[Box]
) -> Iterator[Line]:
    """The level and upright lines around symbols; rules and what is in symbols left out."""
    around = hull(symbols)
    left, top = (round((side - _AROUND) / dot) for side in around[:2])
    right, bottom = (round((side + _AROUND) / dot) for side in around[2:])
    free = Image.new("L", dark.size)
    free.paste(dark.crop((left, top, right, bottom)), (left, top))
    for rule in rules:
        _lift(free, rule, dot)
    draw = ImageDraw.Draw(free)
    for box in symbols:
        sides = box.left - _EDGE, box.top - _EDGE, box.right + _EDGE, box.bottom + _EDGE
        draw.rectangle([side / dot for side in sides], fill=0)
    width, height = (side * dot for side in free.size)
    bits = free.point(_TO_BITS).tobytes()
    dots = pictured.Dots([bits[at : at + free.width] for at in range(0, len(bits), free.width)])
    if any(bits):
        found, _ = pictured.strokes(dots, Matrix(width, 0, 0, -height, 0, height))
        yield from (line for line in found if apart(*line.points) >= _LENGTH)


def _lift(ink: Image.Image, rule: Box, dot: float) -> None:
    """Take a rule out of the ink, but for what crosses it."""
    level = rule.width >= rule.height
    left, top, right, bottom = (round(side / dot) for side in rule)
    if level:
        top, bottom = top - 1, bottom + 1
        sides = (left, top - 1, right, top), (left, bottom, right, bottom + 1)
    else:
        left, right = left - 1, right + 1
        sides = (left - 1, top, left, bottom), (right, top, right + 1, bottom)
    crossing = ImageChops.darker(*(ink.crop(side) for side in sides))
    ink.paste(crossing.resize((max(1, right - left), max(1, bottom - top))), (left, top))


def _sides(box: Box) -> tuple[Point, ...]:
    left, top, right, bottom = box
    corners = Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)
    return (*corners, corners[0])


def _middles(box: Box) -> tuple[Point, ...]:
    (x, y), (left, top, right, bottom) = box.centre, box
    tips = Point(x, top), Point(right, y), Point(x, bottom), Point(left, y)
    return (*tips, tips[0])


def _moved(box: Box, by: Point) -> Box:
    return Box(box.left + by.x, box.top + by.y, box.right + by.x, box.bottom + by.y)
