"""Clues to who performs a row: each says which column, how strongly, and why.

Weights are log-odds: a clue of 3 makes its column twenty times as likely. They are set from how
these documents are written, and the accuracy benchmark holds them to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.infer.performers import Performer
from converters.infer.phrases import LONGEST, Named, Part, Phrase, read
from converters.infer.vocabulary import (
    APPLIES,
    APPROVES,
    FILLERS,
    GROUNDWORK,
    OUTSIDER,
    REVIEWS,
    SIGNS_OFF,
    STAFF,
    TO,
    WORKS_ON,
)
from converters.infer.words import alike, holds, one_slip, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.table import Row


class Clue(msgspec.Struct, frozen=True):
    """One piece of evidence."""

    row: int  # index
    column: int
    weight: float
    because: str  # Indonesian, for the doubt's message; empty: not worth telling


Columns = tuple[Performer, ...]


def gather(
    rows: tuple[Row, ...], phrases: tuple[Phrase, ...], columns: Columns, approver: str | None
) -> list[Clue]:
    """All clues of a table that the wording gives; ``approver`` is the position that signed it."""
    clues: list[Clue] = []
    owner = _owner(approver, columns)
    for at, (row, phrase) in enumerate(zip(rows, phrases, strict=True)):
        clues += _performer(at, phrase, columns)
        clues += _giver(at, phrase, columns)
        clues += _next(at, phrase, columns, rows)
        clues += _papers(at, row, columns, rows)
        clues += _work(at, phrase, columns)
        clues += _likeness(at, row, phrase, columns)
        if not phrase.of(Part.SUBJECT):
            clues += [Clue(at, c.column, 0.5, "") for c in columns if c.office == owner]
    return [clue for clue in clues if 0 <= clue.row < len(rows)]


def _owner(approver: str | None, columns: Columns) -> int | None:
    """The office whose SOP this is, when the table holds more than one: its head signed it."""
    if len({c.office for c in columns}) == 1:
        return None
    names = read(approver or "", columns).names
    return columns[names[0].columns[0]].office if names else None


def _performer(at: int, phrase: Phrase, columns: Columns) -> Iterator[Clue]:
    """Who the row itself names, as its performer or as somebody else."""
    subjects = phrase.of(Part.SUBJECT)
    for order, name in enumerate(subjects):
        weight = (4.0 if phrase.receives else 7.0) - (1.5 * min(order, 2))
        yield from _spread(at, name, weight, f'uraiannya menyebut "{name.text}" sebagai pelaku')
    for name in phrase.of(Part.ORDERED, Part.HANDED, Part.SOURCE, Part.ADDRESSED):
        yield from _spread(at, name, -2.5, "")
    if phrase.receives:
        for column in columns:
            if column.system:
                yield Clue(at, column.column, 6.0, "pesannya dikirim oleh sistem")
    if phrase.superior:
        superiors = [c for c in columns if c.rank > STAFF]
        for column in superiors:
            nearest = column.rank == min(c.rank for c in superiors)
            yield Clue(at, column.column, 5.0 if nearest else 3.5, 'uraiannya menyebut "atasan"')


def _spread(at: int, name: Named, weight: float, because: str) -> Iterator[Clue]:
    """A name that fits several columns tells less; a desk's first column is meant sooner."""
    for order, column in enumerate(name.columns):
        share = weight if name.exact else weight * 0.6 - (0.5 if order else 0)
        yield Clue(at, column, share, because)


def _giver(at: int, phrase: Phrase, columns: Columns) -> Iterator[Clue]:
    """Orders come from the rank above, finished work from the rank below."""
    for name in phrase.of(Part.ORDERED, Part.HANDED):
        target = columns[name.columns[0]]
        ordered = name.part is Part.ORDERED
        lowest = target.rank <= STAFF
        near = above(target, columns) if ordered or lowest else below(target, columns)
        for column in columns:
            if column in near:
                why = "perintah" if ordered else "penyerahan"
                yield Clue(at, column.column, 1.5, f'{why} kepada "{name.text}" datang dari sini')
            elif ordered and column.rank <= target.rank:
                yield Clue(at, column.column, -1.5, "")
    if phrase.orders:
        yield from (Clue(at, c.column, -1.5, "") for c in columns if c.rank <= STAFF)


def _next(at: int, phrase: Phrase, columns: Columns, rows: tuple[Row, ...]) -> Iterator[Clue]:
    """Who is told or given the work does the next row; whom it comes from did the last."""
    recipients = phrase.of(Part.ORDERED, Part.HANDED)
    for name in recipients:
        verb = "memerintahkan" if name.part is Part.ORDERED else "menyerahkan kepada"
        weight = 3.5 if name is recipients[-1] or name.part is recipients[-1].part else 1.0
        if all(columns[c].rank == OUTSIDER for c in name.columns) or works_on(phrase, name):
            weight = 1.0
        why = f'baris {rows[at].number} {verb} "{name.text}"'
        yield from _spread(at + 1, name, weight, why)
    for name in phrase.of(Part.SOURCE):
        why = f'baris {rows[at].number} menerima dari "{name.text}"'
        yield from _spread(at - 1, name, 2.5, why)


def works_on(phrase: Phrase, name: Named) -> bool:
    """True when whoever is handed the work finishes it within the row: "untuk diproses"."""
    if name.part is not Part.HANDED:
        return False
    rest = phrase.text[phrase.text.find(name.text.casefold()) :]
    return "untuk" in rest and holds(rest.partition("untuk")[2], WORKS_ON) is not None


def _papers(at: int, row: Row, columns: Columns, rows: tuple[Row, ...]) -> Iterator[Clue]:
    """An output "didisposisi oleh Kabag" was made by the Kabag; as an input, in the row before."""
    for texts, target, weight in ((row.outputs, at, 3.0), (row.inputs, at - 1, 1.5)):
        for text in texts:
            for name in read(text, columns).of(Part.AGENT):
                why = f'"{text}" dari "{name.text}" (baris {rows[at].number})'
                yield from _spread(target, name, weight, why)


def _work(at: int, phrase: Phrase, columns: Columns) -> Iterator[Clue]:
    """Ranks have their work: staff collect and draft, heads review, the highest approves."""
    groundwork = holds(phrase.text, GROUNDWORK)
    judges = holds(phrase.text, APPROVES + REVIEWS)
    applies = None if phrase.receives else holds(phrase.text, APPLIES)
    passes = phrase.orders or phrase.of(Part.HANDED)
    named = {c for name in phrase.of(Part.SUBJECT) for c in name.columns}
    top = max(c.rank for c in columns)
    for column in columns:
        if column.rank == STAFF and not column.system:
            if groundwork:
                yield Clue(at, column.column, 1.2, f'"{groundwork}" adalah pekerjaan pelaksana')
            elif judges:
                yield Clue(at, column.column, -0.8, "")
            elif not named and not passes:
                weight = 1.0 if column is _front_desk(column, columns) else 0.7
                yield Clue(at, column.column, weight, "pekerjaan loket atau pelaksana")
        if column.rank == top and (word := holds(phrase.text, APPROVES)):
            weight = 2.2 if holds(phrase.text, SIGNS_OFF) else 1.2
            yield Clue(at, column.column, weight, f'"{word}" adalah wewenang pimpinan')
        served = column.rank == OUTSIDER or (column.system and not phrase.receives)
        if column.rank == OUTSIDER and applies:
            yield Clue(at, column.column, 2.0, f'"{applies}" dilakukan yang dilayani')
        elif served and column.column not in named:
            yield Clue(at, column.column, -2.0, "")


def _front_desk(column: Performer, columns: Columns) -> Performer:
    """The first staff column of an office."""
    return next(
        c for c in columns if c.office == column.office and c.rank == STAFF and not c.system
    )


def _likeness(at: int, row: Row, phrase: Phrase, columns: Columns) -> Iterator[Clue]:
    """A desk is named after its work (*biometric*, *scan*); an office after its heads' fields."""
    said, there = _said(row.activity[:LONGEST], phrase)
    many = len({column.office for column in columns}) > 1
    for column in columns:
        if sum(any(alike(w, t) for w in column.names[0].words) for t in there) > 1:
            yield Clue(at, column.column, -1.5, "")
        own = [w for w in _field(column, columns) if any(one_slip(w, s) for s in said)]
        if own and column.rank == STAFF and not column.system:
            weight = 1.5 * min(2, len(own))
            yield Clue(at, column.column, weight, f'nama kolomnya memuat "{own[0]}"')
        elif own and column.rank > STAFF and many:
            yield from _office(at, column, own, columns)


def _office(at: int, head: Performer, own: list[str], columns: Columns) -> Iterator[Clue]:
    """What a head's name holds is the field of the whole office."""
    members = [column for column in columns if column.office == head.office]
    for column in members:
        weight = len(own) / len(members)
        yield Clue(at, column.column, weight, f'bidang kantornya memuat "{own[0]}"')


def _said(text: str, phrase: Phrase) -> tuple[list[str], list[str]]:
    """The words of a text that tell whose work it is, and those that tell where it goes.

    Neither the names of recipients nor the titles of others are among the first.
    """
    tokens = words(text)
    there = {i + n for i, token in enumerate(tokens) if token.text in TO for n in (1, 2)}
    taken = {i for n in phrase.names if n.part is not Part.SUBJECT for i in range(n.first, n.last)}
    titles = {i + n for i, token in enumerate(tokens) if token.text == "kepala" for n in (0, 1, 2)}
    said = [t.text for i, t in enumerate(tokens) if i not in there | taken | titles]
    return said, [t.text for i, t in enumerate(tokens) if i in there - taken]


def _field(column: Performer, columns: Columns) -> list[str]:
    """The words of a name that tell this column from the others."""
    others = {
        w for c in columns if c.column != column.column and c.rank == column.rank
        for n in c.names for w in n.words
    }  # fmt: skip
    first = column.names[0].words
    skip = 1 if column.rank <= STAFF else column.names[0].least
    return [w for w in first[skip:] if w not in others and w not in FILLERS]


def above(target: Performer, columns: Columns) -> list[Performer]:
    """The next higher rank in the same office."""
    higher = [c for c in columns if c.office == target.office and c.rank > target.rank]
    least = min((c.rank for c in higher), default=0)
    return [c for c in higher if c.rank == least]


def below(target: Performer, columns: Columns) -> list[Performer]:
    """The next lower rank in the same office, people only."""
    lower = [
        c for c in columns
        if c.office == target.office and OUTSIDER < c.rank < target.rank and not c.system
    ]  # fmt: skip
    most = max((c.rank for c in lower), default=0)
    return [c for c in lower if c.rank == most]
