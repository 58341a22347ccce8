"""Marks in the performer columns as clues; recognition may put a mark one column off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.infer.clues import Clue
from converters.table import Mark, MarkKind, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# How much a mark says for its own column and for each neighbour. Y and T stand beside a shape.
_WEIGHTS = {
    MarkKind.START: (3.5, 1.0),
    MarkKind.END: (3.5, 1.0),
    MarkKind.TASK: (3.5, 1.0),
    MarkKind.DECISION: (3.5, 1.0),
    MarkKind.YES: (0.6, 0.5),
    MarkKind.NO: (0.6, 0.5),
    MarkKind.ARROW: (0.3, 0.2),
    MarkKind.OFF_PAGE: (0.3, 0.2),
}
_SHAPES = {MarkKind.START, MarkKind.END, MarkKind.TASK, MarkKind.DECISION}


_DRAWN = 30.0  # no wording outweighs what is drawn


def mark_clues(
    rows: tuple[Row, ...], width: int, drawn: Mapping[int, tuple[int, ...]]
) -> Iterator[Clue]:
    """What the marks of each row say; several shapes in one row share their weight.

    ``drawn`` holds the columns of rows whose shapes are drawn, the performer's first.
    """
    for at, row in enumerate(rows):
        yield from _reviewer(at, rows, width)
        if at in drawn:
            yield Clue(at, drawn[at][0], _DRAWN, "")
            continue
        shapes = sum(mark.kind in _SHAPES for mark in row.marks)
        for mark in row.marks:
            share = shapes if mark.kind in _SHAPES else 1
            own, near = (weight / share for weight in _WEIGHTS[mark.kind])
            yield Clue(at, mark.column, own, f'tanda "{mark.text}" di kolomnya')
            for column in (mark.column - 1, mark.column + 1):
                if 0 <= column < width:
                    yield Clue(at, column, near, f'tanda "{mark.text}" di kolom sebelahnya')


def _reviewer(at: int, rows: tuple[Row, ...], width: int) -> Iterator[Clue]:
    """The line of a "T" comes down from its reviewer's column, one row further."""
    if at + 1 == len(rows) or not kinds(rows[at + 1]) & {MarkKind.YES, MarkKind.DECISION}:
        return
    for mark in rows[at].marks:
        if mark.kind is MarkKind.NO:
            for column in range(max(0, mark.column - 1), min(width, mark.column + 2)):
                weight = 0.8 if column == mark.column else 0.5
                yield Clue(at + 1, column, weight, f'garis "T" baris {rows[at].number}')


def marked(row: Row, column: int) -> Mark | None:
    """The shape that stands in this very column of the row, if it is the row's only one."""
    shapes = [mark for mark in row.marks if mark.kind in _SHAPES]
    return shapes[0] if len(shapes) == 1 and shapes[0].column == column else None


def kinds(row: Row) -> set[MarkKind]:
    """Which kinds of marks a row holds."""
    return {mark.kind for mark in row.marks}
