"""The tables of a page with the text of their cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.geometry import hull
from converters.readers.page import Cell, Grid
from converters.readers.pdf import frames, networks, numbered, paragraphs, rules, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.readers.page import Box
    from converters.readers.pdf.frames import Slot
    from converters.readers.pdf.paragraphs import Habits
    from converters.readers.pdf.paths import Path
    from converters.readers.pdf.words import Line, Piece


class Filled(NamedTuple):
    """The grids of a page and the pieces of text that lie in none."""

    grids: tuple[Grid, ...]
    rest: tuple[Piece, ...]


def read(paths: Sequence[Path], pieces: Sequence[Piece]) -> Filled:
    """The grids that paths rule, filled with the pieces that lie on them."""
    boxes = [piece.box for piece in pieces if not piece.blank]
    ruled = (frames.slots(table, boxes) for table in networks.tables(rules.find(paths)))
    tables = [table for table in ruled if table]
    places = [slot for table in tables for slot in table]
    owned: dict[int, list[Piece]] = defaultdict(list)
    rest: list[Piece] = []
    for piece in pieces:
        place = _place(piece, places)
        (rest if place is None else owned[place]).append(piece)
    lined = [_lines(owned[place]) for place in range(len(places))]
    known = paragraphs.habits(line for turns in lined for lines in turns.values() for line in lines)
    texts = iter([_text(turns, slot.box, known) for turns, slot in zip(lined, places, strict=True)])
    grids = tuple(_grid(table, texts) for table in tables)
    return Filled(grids, tuple(rest))


def _place(piece: Piece, places: Sequence[Slot]) -> int | None:
    """The cell in which most of a piece lies."""
    count: dict[int, int] = defaultdict(int)
    near = [
        (index, slot.box)
        for index, slot in enumerate(places)
        if slot.box.top <= piece.box.bottom and slot.box.bottom >= piece.box.top
    ]
    for glyph in piece.glyphs:
        centre = glyph.box.centre
        for index, box in near:
            if box.holds(centre):
                count[index] += 1
                break
    inside = sum(count.values())
    return max(count, key=lambda index: count[index]) if 2 * inside > len(piece.glyphs) else None


def _lines(pieces: Iterable[Piece]) -> dict[int, tuple[Line, ...]]:
    """The lines of a cell by the way they are turned."""
    turns: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        turns[piece.turn].append(piece)
    return {turn: numbered.lines(some) for turn, some in sorted(turns.items())}


def _text(turns: Mapping[int, Sequence[Line]], box: Box, known: Habits) -> str:
    return "\n".join(
        found
        for turn, lines in turns.items()
        if (found := paragraphs.text(lines, words.upright(box, turn), known))
    )


def _grid(table: Sequence[Slot], texts: Iterator[str]) -> Grid:
    cells = tuple(
        Cell(
            row=slot.row,
            column=slot.column,
            rows=slot.rows,
            columns=slot.columns,
            text=next(texts),
            box=slot.box,
        )
        for slot in table
    )
    return Grid(cells=cells, box=hull(cell.box for cell in cells))
