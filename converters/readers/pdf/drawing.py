"""The flowchart that is drawn on a PDF page: its symbols and the lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.geometry import apart
from converters.readers.page import Connector, Shape
from converters.readers.pdf import filled, heads, pieces
from converters.readers.pdf.loops import loops
from converters.readers.pdf.pieces import Head, Line, Outline
from converters.readers.pdf.ruling import Ruling
from converters.readers.pdf.symbol import LEAST
from converters.readers.pdf.symbols import connecting, on_cells, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.page import Grid, Point
    from converters.readers.pdf.paths import Path

_WHITE = 250  # of 255; such lines are not seen on paper, such surfaces only hide what is below
_MEET = 1.0  # points between the ends of what is painted in one place
_MOST = 1000  # pieces but for rules; the fullest page seen has 60, a map has thousands


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """The symbols and lines of a page."""

    shapes: tuple[Shape, ...] = ()
    connectors: tuple[Connector, ...] = ()


def read(
    paths: Iterable[Path], grids: Sequence[Grid], pictured: Iterable[pieces.Piece] = ()
) -> Drawing:
    """The drawing that paths make on a page, its table's rules left out by the cells' boxes.

    ``pictured`` is what is drawn as pictures. A page with thousands of lines that are no rules is
    no flowchart: nothing is found there.
    """
    ruling = Ruling(grids)
    found, over = _parted((piece for path in paths for piece in _pieces(path)), ruling)
    if len(found) > _MOST:
        return Drawing()
    pixels = list(pictured)
    seen = (piece for piece in pixels if isinstance(piece, Line))
    ruled = [piece for piece in over if isinstance(piece, Line)]
    rings, lines = loops(heads.open_heads([*seen, *_crowned(found, ruled)]))
    outlines = [piece for piece in (*found, *pixels) if isinstance(piece, Outline)]
    symbols = shapes([*outlines, *rings], lines, grids)
    symbols += on_cells([piece for piece in over if isinstance(piece, Outline)], symbols, lines)
    return Drawing(
        shapes=tuple(symbols),
        connectors=tuple(_connector(line) for line in connecting(lines, symbols)),
    )


def _crowned(found: Sequence[pieces.Piece], ruled: Sequence[Line]) -> list[Line]:
    """The lines with the heads that are painted for themselves."""
    lines = _once([piece for piece in found if isinstance(piece, Line)])
    known = {id(line): place for place, line in enumerate(lines, start=1)}
    loose: list[tuple[int, Sequence[Point]]] = []
    before = 0
    for piece in found:
        before = known.get(id(piece), before)
        if isinstance(piece, Head):
            loose.append((before, piece.points))
    every = [*lines, *_between(ruled, lines)]
    return heads.crown(every, [points for _, points in loose], [place for place, _ in loose])


def _pieces(path: Path) -> Iterator[pieces.Piece]:
    if path.stroked and _seen(path.stroke):
        for subpath in path.subpaths:
            yield from pieces.stroked(subpath, dashed=path.dashed)
    elif path.filled and _seen(path.fill):
        yield from filled.filled(path.subpaths)


def _seen(colour: tuple[int, int, int, int]) -> bool:
    return colour[3] > 0 and min(colour[:3]) < _WHITE


def _parted(
    found: Iterable[pieces.Piece], ruling: Ruling
) -> tuple[list[pieces.Piece], list[pieces.Piece]]:
    """The pieces of the drawing, and those along the edges of cells."""
    kept: list[pieces.Piece] = []
    rules: list[pieces.Piece] = []
    for piece in found:
        (rules if _left_out(piece, ruling) else kept).append(piece)
    return kept, rules


def _left_out(piece: pieces.Piece, ruling: Ruling) -> bool:
    if isinstance(piece, Line):
        return not _headed(piece) and ruling.holds(piece.points)
    if isinstance(piece, Head):
        return False
    small = piece.box.width < LEAST.width or piece.box.height < LEAST.height
    return small or ruling.holds_box(piece.box)


def _once(lines: Sequence[Line]) -> list[Line]:
    """The lines, of an arrow whose surface and outline are painted one after the other one."""
    return [
        line
        for place, line in enumerate(lines)
        if not (place and _headed(line) and _same(line, lines[place - 1]))
    ]


def _same(one: Line, other: Line) -> bool:
    alike = len(one.points) == len(other.points) and _headed(other)
    return alike and all(map(_meet, one.points, other.points))


def _meet(one: Point, other: Point) -> bool:
    return apart(one, other) <= _MEET


def _headed(line: Line) -> bool:
    return line.head_at_start or line.head_at_end


def _between(rules: Sequence[Line], drawn: Sequence[Line]) -> list[Line]:
    """Of lines along the edges of cells those that go from a drawn line's end to another's.

    A connector drawn stroke by stroke may have one just there.
    """
    ends = {place for line in drawn for end in _ends(line) for place in _around(end)}
    return [line for line in rules if all(_whole(end) in ends for end in _ends(line))]


def _ends(line: Line) -> tuple[Point, Point]:
    return line.points[0], line.points[-1]


def _around(end: Point) -> Iterator[tuple[int, int]]:
    x, y = _whole(end)
    yield from ((x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1))


def _whole(point: Point) -> tuple[int, int]:
    """A place in whole points: what is drawn to meet is no farther apart."""
    return round(point.x), round(point.y)


def _connector(line: Line) -> Connector:
    return Connector(
        points=line.points,
        head_at_start=line.head_at_start,
        head_at_end=line.head_at_end,
        dashed=line.dashed,
    )
