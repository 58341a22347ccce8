"""The performer columns of a table: rank, office, and where a text names them."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from converters.infer.vocabulary import (
    AUXILIARIES,
    FILLERS,
    HEADS,
    NOT_NAMES,
    OUTSIDER,
    OUTSIDERS,
    POSTS,
    PREPOSITIONS,
    RANKS,
    STAFF,
    STAFF_WORDS,
    SYSTEMS,
    UNITS,
)
from converters.infer.words import Word, alike, is_verb, one_slip, words


class Name(msgspec.Struct, frozen=True):
    """One name of a performer."""

    words: tuple[str, ...]  # written out, without fillers
    least: int  # how many of them must stand in a text for it to be meant


class Performer(msgspec.Struct, frozen=True, kw_only=True):
    """One performer column."""

    column: int
    title: str  # as printed
    names: tuple[Name, ...]
    rank: int
    headed: bool  # its name begins with a title that must stand in full
    system: bool  # the lane of a program
    office: int  # columns of one chain of command share an office


class Mention(msgspec.Struct, frozen=True):
    """A place in a text that names performers; more than one column when it is unclear which."""

    columns: tuple[int, ...]
    first: int  # index of the first and one after the last word
    last: int
    exact: bool


def performers(roles: tuple[str, ...]) -> tuple[Performer, ...]:
    """The columns of a table with rank and office."""
    written = [_written(role) for role in roles]
    ranks = [_rank(names) for names in written]
    offices = _offices([rank for rank, _ in ranks])
    return tuple(
        Performer(
            column=column,
            title=role,
            names=_names(written[column], ranks[column][1]),
            rank=ranks[column][0],
            headed=ranks[column][1] > 0,
            system=written[column][0][0] in SYSTEMS,
            office=offices[column],
        )
        for column, role in enumerate(roles)
    )


def _written(role: str) -> list[tuple[str, ...]]:
    """``Kasubag/ Kasubid`` are two names of one column; ``A, B, dan C`` is one."""
    parts = [tuple(w.text for w in words(part)) for part in role.split("/")]
    cleaned = [tuple(w for w in part if w not in FILLERS) for part in parts]
    return [part for part in cleaned if part] or [(role.casefold(),)]


def _names(written: list[tuple[str, ...]], title: int) -> tuple[Name, ...]:
    """All of a title must stand in a text, but only the first word of a staff post.

    A column named after a unit is also meant by its head: *Kepala Sub Bagian ...*.
    """
    names = [Name(written[0], title or _least(written[0]))]
    names += [
        Name(other, len(other) if other[0] == "kepala" else _least(other)) for other in written[1:]
    ]
    if written[0][0] in UNITS:
        names.append(Name(("kepala", *written[0]), title + 1))
    return tuple(names)


def _least(name: tuple[str, ...]) -> int:
    return 1 if name[0] in STAFF_WORDS | POSTS else min(2, len(name))


def _rank(names: list[tuple[str, ...]]) -> tuple[int, int]:
    """Rank, and how many words the title has that gave it (0: no title)."""
    if any(name[0] in OUTSIDERS or name[-1] in OUTSIDERS for name in names):
        return OUTSIDER, 0
    full = " ".join(names[0])
    head = names[0][0]
    for title, rank in RANKS:
        if re.match(rf"{title}\b", full):
            return rank, len(title.split())
    return HEADS.get(head, STAFF), 0


def _offices(ranks: list[int]) -> list[int]:
    """Number the chains of command: two offices in one table each have staff and a head."""
    splits = [_runs(ranks, up=True), _runs(ranks, up=False)]
    best = min(splits, key=lambda offices: offices[-1])
    for office in set(best):
        members = [r for r, o in zip(ranks, best, strict=True) if o == office]
        if min(members) > STAFF or max(members) <= STAFF:
            return [0] * len(ranks)
    return best


def _runs(ranks: list[int], *, up: bool) -> list[int]:
    """Number the runs in which rank only rises (or only falls)."""
    offices = [0]
    for left, right in pairwise(ranks):
        breaks = right < left if up else right > left
        offices.append(offices[-1] + breaks)
    return offices


def mentions(text: str, columns: tuple[Performer, ...]) -> tuple[Mention, ...]:
    """Where a text names performers, in reading order, none overlapping."""
    tokens = words(text)
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _named(tokens, at, columns) or _somebody(tokens, at, columns)
        if mention:
            found.append(mention)
        at = mention.last if mention else at + 1
    return tuple(found)


def _named(tokens: tuple[Word, ...], at: int, columns: tuple[Performer, ...]) -> Mention | None:
    """The performers whose name fits best here."""
    fits = [(size, last, p) for p in columns for size, last in [_fit(tokens, at, p)] if size]
    if not fits:
        return None
    best = max(size for size, _, _ in fits)
    chosen = [(last, p) for size, last, p in fits if size == best]
    whole = len(chosen) == 1
    return Mention(tuple(p.column for _, p in chosen), at, max(last for last, _ in chosen), whole)


def _fit(tokens: tuple[Word, ...], at: int, performer: Performer) -> tuple[int, int]:
    """How many words of the performer's name stand here, and where they end."""
    best = (0, at)
    for name in performer.names:
        size, last = _match(tokens, at, name.words)
        called = size and at == 0 and not performer.headed and _acts(tokens, last)
        if (size >= name.least or called) and not _another(
            tokens, last, name.words[size:], performer
        ):
            best = max(best, (size, last))
    return best


def _acts(tokens: tuple[Word, ...], last: int) -> bool:
    """True when a verb follows: *Panitia menyampaikan* is the Panitia Pengawas."""
    return last < len(tokens) and is_verb(tokens[last].text)


def _another(
    tokens: tuple[Word, ...], last: int, missing: tuple[str, ...], performer: Performer
) -> bool:
    """True when the title goes on with another field: *Kepala Divisi Pemasyarakatan*.

    Its initials are the same field: *Kabag PH* heads *Program dan Humas*.
    """
    if not missing or performer.rank <= STAFF or last >= len(tokens):
        return False
    word = tokens[last]
    plain = word.opens or is_verb(word.text) or word.text in FILLERS | PREPOSITIONS | AUXILIARIES
    return word.proper and not plain and word.text != "".join(w[0] for w in missing)


def _match(tokens: tuple[Word, ...], at: int, alias: tuple[str, ...]) -> tuple[int, int]:
    """Match a name word by word; one word of the text may be passed over, fillers always."""
    size, place, last, passed = 0, at, at, 0
    while size < len(alias) and place < len(tokens):
        word = tokens[place].text
        same = alike if size else one_slip  # *pelaksanaan* must not name the *Pelaksana*
        if word not in PREPOSITIONS | NOT_NAMES and same(word, alias[size]):
            size, last = size + 1, place + 1
        elif word not in FILLERS:
            passed += 1
        if not size or passed > 1 or is_verb(word):
            break
        place += 1
    return size, last


def _somebody(tokens: tuple[Word, ...], at: int, columns: tuple[Performer, ...]) -> Mention | None:
    """A word for "one of the staff" in a table whose columns are called otherwise."""
    if not any(one_slip(tokens[at].text, word) for word in STAFF_WORDS):
        return None
    staff = tuple(p.column for p in columns if p.rank == STAFF and not p.system)
    return Mention(staff, at, at + 1, exact=False) if staff else None
