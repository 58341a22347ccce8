"""Text that no cell owns alone: in symbols, at arrows, around the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.flowchart.answers import is_answer
from converters.readers.flowchart.inside import stands_in
from converters.readers.geometry import hull
from converters.readers.page import Box, Text
from converters.readers.pdf import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.page import Grid, Shape
    from converters.readers.pdf.drawing import Drawing
    from converters.readers.pdf.words import Line, Piece

_EDGE = 1.0  # points that a symbol may reach over a border unseen
_NEXT = 1.0  # of the font's height: words of one label are nearer
_BELOW = 0.8  # between the lines of a label


def named(flow: Drawing, pieces: Sequence[Piece]) -> Drawing:
    """The drawing with the text that stands in each symbol; boxes around labels are left out."""
    shapes = (_named(shape, pieces) for shape in flow.shapes)
    kept = tuple(shape for shape in shapes if not is_answer(shape.kind, shape.text))
    return msgspec.structs.replace(flow, shapes=kept)


def _named(shape: Shape, pieces: Sequence[Piece]) -> Shape:
    inside = [piece for piece in pieces if stands_in(piece.box.centre, shape)]
    text = " ".join(line.text for line in words.lines(inside))
    return msgspec.structs.replace(shape, text=text)


def texts(
    pieces: Sequence[Piece], rest: Sequence[Piece], grids: Sequence[Grid], flow: Drawing
) -> tuple[Text, ...]:
    """The texts outside the grids, and those in cells that are drawn over, in reading order."""
    drawn = [box for grid in grids for box in _drawn_over(grid, flow)]
    labels = [
        piece
        for piece in pieces
        if any(box.holds(piece.box.centre) for box in drawn)
        and not any(stands_in(piece.box.centre, shape) for shape in flow.shapes)
    ]
    outside = [
        piece
        for piece in rest
        if not any(stands_in(piece.box.centre, shape) for shape in flow.shapes)
    ]
    found = [*_texts(_lines(outside)), *_texts(_stacked(_lines(labels)))]
    return tuple(sorted(found, key=lambda text: (text.box.top, text.box.left)))


def _drawn_over(grid: Grid, flow: Drawing) -> Iterator[Box]:
    """The cells within the part of a grid over which the flowchart is drawn."""
    inside = [shape.box for shape in flow.shapes if grid.box.holds(shape.box.centre)]
    if inside:
        drawing = hull(inside)
        for cell in grid.cells:
            if _overlap(cell.box, drawing):
                yield cell.box


def _overlap(one: Box, two: Box) -> bool:
    across = min(one.right, two.right) - max(one.left, two.left)
    down = min(one.bottom, two.bottom) - max(one.top, two.top)
    return across > _EDGE and down > _EDGE


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Line]]:
    """Lines, each alone, of pieces that stand beside each other."""
    groups: list[list[Piece]] = []
    for piece in sorted(
        (piece for piece in pieces if not piece.blank),
        key=lambda piece: (piece.turn, round(piece.glyphs[0].base), piece.box.left),
    ):
        if groups and _beside(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        for line in words.lines(group):
            turned = msgspec.structs.replace(line, box=hull(x.box for x in group))
            yield [turned]


def _beside(last: Piece, piece: Piece) -> bool:
    size = last.glyphs[0].size
    level = abs(last.glyphs[0].base - piece.glyphs[0].base) < size / 2
    gap = piece.box.left - last.box.right
    return last.turn == piece.turn and level and -size < gap < _NEXT * size


def _stacked(found: Iterable[list[Line]]) -> list[list[Line]]:
    """Lines right below each other as one label."""
    labels: list[list[Line]] = []
    for (line,) in sorted(found, key=lambda lines: lines[0].box.top):
        above = next((label for label in labels if _below(label[-1], line)), None)
        if above is None:
            labels.append([line])
        else:
            above.append(line)
    return labels


def _below(above: Line, line: Line) -> bool:
    gap = line.box.top - above.box.bottom
    shared = min(above.box.right, line.box.right) - max(above.box.left, line.box.left)
    return gap < _BELOW * above.size and shared > 0 and line.box.top > above.box.top


def _texts(groups: Iterable[list[Line]]) -> Iterator[Text]:
    for group in groups:
        text = " ".join(line.text for line in group)
        yield Text(text=text, box=hull(line.box for line in group))
