"""The shapes of one row as pieces of work: what is done together, what is decided apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.infer import answers
from converters.infer.drawing import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.infer.drawing import Drawing, Link


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Shapes of one row that are one task, with at most one diamond."""

    row: int  # index
    lane: int  # column of whom the flow comes to first
    partners: tuple[int, ...]  # the other columns, from left to right
    shapes: tuple[Place, ...]  # lane's first
    diamond: Place | None = None  # one of the shapes


def pieces(drawing: Drawing, row: int) -> tuple[Piece, ...]:
    """The pieces of a row in the order in which the flow comes to them; none: nothing is drawn."""
    shapes = drawing.shapes(row)
    work = [shape for shape in shapes if not drawing.decides(shape)]
    groups = _groups(drawing, row, work)
    diamonds = [shape for shape in shapes if drawing.decides(shape)]
    found = [_piece(drawing, row, group) for group in groups]
    for diamond in diamonds:
        task = next((p for p in found if _same_desk(drawing, p, diamond)), None)
        if task:
            found[found.index(task)] = msgspec.structs.replace(
                task, shapes=(*task.shapes, diamond), diamond=diamond
            )
        else:
            column = drawing.column(diamond)
            found.append(
                Piece(row=row, lane=column, partners=(), shapes=(diamond,), diamond=diamond)
            )
    return tuple(_in_order(drawing, found))


def _groups(drawing: Drawing, row: int, work: list[Place]) -> list[list[Place]]:
    """The row's tasks: all in one, but for what only a decision leads to."""
    strands = list(_strands(drawing, work))
    apart = [strand for strand in strands if _follows_decision(drawing, row, strand)]
    together = [place for strand in strands if strand not in apart for place in strand]
    return [group for group in (together, *apart) if group]


def _strands(drawing: Drawing, work: list[Place]) -> Iterator[list[Place]]:
    """The tasks of a row that lines join, each in its order from left to right."""
    left = list(work)
    while left:
        strand, waiting = set(), [left[0]]
        while waiting:
            place = waiting.pop()
            if place not in strand:
                strand.add(place)
                ends = [link.end for link in drawing.leaving(place)]
                ends += [link.start for link in drawing.arriving(place)]
                waiting += [end for end in ends if end in left]
        yield [place for place in left if place in strand]
        left = [place for place in left if place not in strand]


def _follows_decision(drawing: Drawing, row: int, strand: list[Place]) -> bool:
    """Whether tasks are done only after one of the answers to a decision.

    That is so for those of a row to which a diamond of the row leads and nothing else does; and
    for those to which a diamond leads that leads to another task of the row by another answer.
    """
    arriving = [link for place in strand for link in drawing.arriving(place)]
    sources = {link.start for link in arriving if link.start not in strand}
    if any(drawing.opening(place) for place in strand) or not sources:
        return False
    if len(sources) > 1 or not all(drawing.decides(source) for source in sources):
        return False
    (source,) = sources
    if source[0] == row:
        returned = any(link.end == source for place in strand for link in drawing.leaving(place))
        return bool(_from_elsewhere(drawing, source)) and not returned
    said = {_answer(link) for link in arriving if link.start == source} - {None}
    others = (link for link in drawing.leaving(source) if _answer(link) not in said)
    elsewhere = [link.end for link in others if link.end not in strand]
    return any(end is not None and end[0] == row for end in elsewhere)


def _answer(link: Link) -> str | None:
    return answers.printed(link.label)


def _from_elsewhere(drawing: Drawing, place: Place) -> list[Place]:
    """What leads to a shape from above it or from another shape of its row."""
    return [link.start for link in drawing.arriving(place)]


def _piece(drawing: Drawing, row: int, group: list[Place]) -> Piece:
    ordered = sorted(group, key=lambda place: _rank(drawing, place, group))
    columns = dict.fromkeys(drawing.column(place) for place in ordered)
    lane, *others = columns
    return Piece(row=row, lane=lane, partners=tuple(sorted(others)), shapes=tuple(ordered))


def _rank(drawing: Drawing, place: Place, group: Iterable[Place]) -> tuple[int, int]:
    """What the flow comes to first: a start, what another row leads to, what nothing leads to."""
    sources = [link.start for link in drawing.arriving(place) if link.start not in group]
    if drawing.opening(place):
        first = 0
    elif any(source[0] < place[0] for source in sources):
        first = 1
    elif not drawing.arriving(place):
        first = 2
    else:
        first = 3 if sources else 4
    return first, drawing.column(place)


def _same_desk(drawing: Drawing, task: Piece, diamond: Place) -> bool:
    """Whether a diamond is the end of a task in its own column: one step with a decision."""
    if task.diamond or task.lane != drawing.column(diamond):
        return False
    leaving = [link for place in task.shapes for link in drawing.leaving(place)]
    out = [link.end for link in leaving if link.end not in task.shapes]
    elsewhere = [s for s in _from_elsewhere(drawing, diamond) if s not in task.shapes]
    return out == [diamond] or not (out or elsewhere)


def _in_order(drawing: Drawing, found: list[Piece]) -> Iterator[Piece]:
    """Whom the flow comes to first, then along the lines."""
    left = sorted(found, key=lambda piece: _rank_of(drawing, piece, found))
    while left:
        waiting = [left[0]]
        while waiting:
            piece = waiting.pop(0)
            if piece in left:
                left.remove(piece)
                yield piece
                waiting += [other for other in left if _leads(drawing, piece, other)]


def _rank_of(drawing: Drawing, piece: Piece, found: list[Piece]) -> tuple[int, bool, int]:
    group = [place for other in found for place in other.shapes]
    first = min(_rank(drawing, place, group)[0] for place in piece.shapes)
    only_diamond = len(piece.shapes) == 1 and piece.diamond is not None
    return first, only_diamond, piece.lane


def _leads(drawing: Drawing, one: Piece, other: Piece) -> bool:
    return any(link.end in other.shapes for place in one.shapes for link in drawing.leaving(place))
