"""The flowchart that is drawn on a PDF page: its symbols and the lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.page import Connector, Shape
from converters.readers.pdf import filled, heads, pieces
from converters.readers.pdf.loops import loops
from converters.readers.pdf.pieces import Head, Line, Outline
from converters.readers.pdf.ruling import Ruling
from converters.readers.pdf.symbol import LEAST
from converters.readers.pdf.symbols import connecting, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.page import Grid
    from converters.readers.pdf.paths import Path

_WHITE = 250  # of 255; such lines are not seen on paper, such surfaces only hide what is below
_MOST = 1000  # pieces but for rules; the fullest page seen has 60, a map has thousands


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """The symbols and lines of a page."""

    shapes: tuple[Shape, ...] = ()
    connectors: tuple[Connector, ...] = ()


def read(paths: Sequence[Path], grids: Sequence[Grid], pictured: Iterable[Line] = ()) -> Drawing:
    """The drawing that paths make on a page, its table's rules left out by the cells' boxes.

    ``pictured`` are the lines that are drawn as pictures. A page with thousands of lines that are
    no rules is no flowchart: nothing is found there.
    """
    ruling = Ruling(grids)
    found = [piece for path in paths for piece in _pieces(path) if not _left_out(piece, ruling)]
    if len(found) > _MOST:
        return Drawing()
    loose = [piece.points for piece in found if isinstance(piece, Head)]
    plain = [*pictured, *(piece for piece in found if isinstance(piece, Line))]
    lines = heads.crown(plain, loose, strict=True)
    rings, lines = loops(heads.open_heads(lines))
    outlines = [piece for piece in found if isinstance(piece, Outline)]
    symbols = shapes([*outlines, *rings], lines, grids)
    return Drawing(
        shapes=tuple(symbols),
        connectors=tuple(_connector(line) for line in connecting(lines, symbols)),
    )


def _pieces(path: Path) -> Iterator[pieces.Piece]:
    if path.stroked and _seen(path.stroke):
        for subpath in path.subpaths:
            yield from pieces.stroked(subpath, dashed=path.dashed)
    elif path.filled and _seen(path.fill):
        yield from filled.filled(path.subpaths)


def _seen(colour: tuple[int, int, int, int]) -> bool:
    return colour[3] > 0 and min(colour[:3]) < _WHITE


def _left_out(piece: pieces.Piece, ruling: Ruling) -> bool:
    if isinstance(piece, Line):
        headed = piece.head_at_start or piece.head_at_end
        return not headed and ruling.holds(piece.points)
    if isinstance(piece, Head):
        return False
    small = piece.box.width < LEAST.width or piece.box.height < LEAST.height
    return small or ruling.holds_box(piece.box)


def _connector(line: Line) -> Connector:
    return Connector(
        points=line.points,
        head_at_start=line.head_at_start,
        head_at_end=line.head_at_end,
        dashed=line.dashed,
    )
