"""Who performs each row, who takes part, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.infer.chain import posterior
from converters.infer.clues import Clue, gather, works_on
from converters.infer.marks import mark_clues, marked
from converters.infer.performers import Performer, performers
from converters.infer.phrases import Part, Phrase, read
from converters.infer.pieces import pieces
from converters.infer.vocabulary import STAFF
from converters.model import Doubt

if TYPE_CHECKING:
    from converters.infer.drawing import Drawing
    from converters.table import Row, SopTable

_REASONS = 3  # as many as an owner will read
_SUREST = 0.99  # nothing inferred is certain


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """The performer of one row."""

    column: int
    partners: tuple[int, ...]  # columns of those who do it together with the performer
    confidence: float
    stated: bool  # drawn, or a mark in the column and the wording agree: nothing was inferred


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """The performers of a table and what was read of them."""

    columns: tuple[Performer, ...]
    phrases: tuple[Phrase, ...]  # one per row
    lanes: tuple[Lane, ...]  # one per row
    doubts: tuple[Doubt, ...]


def cast(table: SopTable, drawing: Drawing) -> Cast:
    """Assign every row of a table its performer. What is drawn outranks what is worded."""
    columns = performers(table.roles)
    drawn = {at: found for at in range(len(table.rows)) if (found := _drawn(drawing, at))}
    phrases = tuple(read(row.activity, columns) for row in table.rows)
    spoken = gather(table.rows, phrases, columns, table.header.approved_by.position)
    marks = list(mark_clues(table.rows, len(columns), drawn))
    chances = posterior(phrases, columns, spoken + marks)
    lanes = _lanes(table.rows, phrases, columns, chances, _by_row(spoken, len(table.rows)))
    lanes = tuple(_as_drawn(lane, drawn.get(at)) for at, lane in enumerate(lanes))
    told = zip(table.rows, lanes, _by_row(spoken + marks, len(table.rows)), strict=True)
    doubts = [
        doubt
        for at, (row, lane, clues) in enumerate(told)
        for doubt in (
            _differing(row, phrases[at], drawn[at], columns)
            if at in drawn
            else _doubts(row, lane, columns, clues)
        )
    ]
    return Cast(columns=columns, phrases=phrases, lanes=lanes, doubts=tuple(doubts))


def _drawn(drawing: Drawing, row: int) -> tuple[int, ...]:
    """The columns of a row's shapes, the performer's first; none: nothing is drawn there."""
    found = pieces(drawing, row)
    if not found:
        return ()
    others = {c for piece in found for c in (piece.lane, *piece.partners)} - {found[0].lane}
    return (found[0].lane, *sorted(others))


def _as_drawn(lane: Lane, drawn: tuple[int, ...] | None) -> Lane:
    if not drawn:
        return lane
    return Lane(column=drawn[0], partners=drawn[1:], confidence=_SUREST, stated=True)


def _differing(
    row: Row, phrase: Phrase, drawn: tuple[int, ...], columns: tuple[Performer, ...]
) -> list[Doubt]:
    """Where the text names another performer than the drawing, which is followed."""
    named = [name for name in phrase.of(Part.SUBJECT, Part.PARTNER) if name.exact]
    others = [name for name in named if not set(name.columns) & set(drawn)]
    if not others or named[0].first:  # a sentence that tells its performer begins with it
        return []
    shown = ", ".join(f'"{columns[column].title}"' for column in drawn)
    said = ", ".join(dict.fromkeys(f'"{name.text}"' for name in named))
    together = " bersama" if len(others) < len(named) else ""
    message = (
        f"Baris {row.number}: gambar menaruh langkah ini di kolom {shown}, sedangkan uraiannya "
        f"menyebut {said} sebagai pelaku{together}. Gambar yang diikuti."
    )
    return [
        Doubt(
            code="drawing-differs",
            row=row.number,
            message=message,
            confidence=0.85,
        )
    ]


def _by_row(clues: list[Clue], height: int) -> list[list[Clue]]:
    sorted_out: list[list[Clue]] = [[] for _ in range(height)]
    for clue in clues:
        sorted_out[clue.row].append(clue)
    return sorted_out


def _lanes(
    rows: tuple[Row, ...],
    phrases: tuple[Phrase, ...],
    columns: tuple[Performer, ...],
    chances: list[list[float]],
    spoken: list[list[Clue]],
) -> tuple[Lane, ...]:
    """The likeliest column of each row, with its partners."""
    chosen = [max(range(len(row)), key=row.__getitem__) for row in chances]
    cast_so_far = frozenset(chosen)
    lanes: list[Lane] = []
    for at, column in enumerate(chosen):
        partners = _partners(phrases[at], column, cast_so_far, columns)
        if not partners and lanes and lanes[-1].column == column and not phrases[at].names:
            partners = frozenset(lanes[-1].partners)  # they go on together
        lane = Lane(
            column=column,
            partners=tuple(sorted(partners)),
            confidence=min(_SUREST, round(chances[at][column], 2)),
            stated=_stated(rows[at], column, spoken[at]),
        )
        lanes.append(lane)
    return tuple(lanes)


def _stated(row: Row, column: int, spoken: list[Clue]) -> bool:
    """True when the row's only shape stands in the column and no wording favours another."""
    if not marked(row, column):
        return False
    totals: dict[int, float] = {}
    for clue in spoken:
        totals[clue.column] = totals.get(clue.column, 0.0) + clue.weight
    return totals.get(column, 0.0) > 0 and totals[column] == max(totals.values())


def _partners(
    phrase: Phrase, own: int, chosen: frozenset[int], columns: tuple[Performer, ...]
) -> frozenset[int]:
    """Those who, by the row's wording, do it together with its performer."""
    found = {c for n in phrase.of(Part.PARTNER) for c in n.columns}
    subjects = phrase.of(Part.SUBJECT)
    if any(own in name.columns for name in subjects):
        found |= {c for name in subjects if len(name.columns) == 1 for c in name.columns}
    if phrase.superior:
        found |= {c.column for c in columns if c.rank > STAFF}
    found |= {
        column
        for name in phrase.of(Part.HANDED)
        if works_on(phrase, name)
        for column in name.columns
        if column not in chosen  # otherwise they have a row of their own
    }
    return frozenset(found - {own})


def _doubts(row: Row, lane: Lane, columns: tuple[Performer, ...], clues: list[Clue]) -> list[Doubt]:
    doubts = []
    name = columns[lane.column].title
    if not lane.stated:
        message = f'Baris {row.number}: pelaksana "{name}", karena {_reasons(lane, clues)}.'
        doubts.append(
            Doubt(code="lane-inferred", row=row.number, message=message, confidence=lane.confidence)
        )
    if lane.partners:
        others = ", ".join(f'"{columns[c].title}"' for c in lane.partners)
        message = f'Baris {row.number}: dikerjakan "{name}" bersama {others}, menurut uraiannya.'
        doubts.append(
            Doubt(code="joint-performers", row=row.number, message=message, confidence=0.8)
        )
    return doubts


def _reasons(lane: Lane, clues: list[Clue]) -> str:
    """The strongest clues to the lane, in words."""
    own = [c for c in clues if c.column == lane.column and c.because and c.weight > 0]
    own.sort(key=lambda clue: -clue.weight)
    reasons = list(dict.fromkeys(clue.because for clue in own))[:_REASONS]
    return "; ".join(reasons) or "urutan jenjang dengan baris sebelum dan sesudahnya"
