"""Whom on the watchlist a person resembles, how much, and why: for an officer to judge.

In three sieves, each finer and dearer than the one before: whom the index names, whose names as
spoken and births are nearest, and the comparison part by part that is reported.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rapidfuzz import fuzz, process

from workers.watchlist import birthdates, likeness
from workers.watchlist.entries import Entry
from workers.watchlist.keys import birth_keys, number_key, sought_keys
from workers.watchlist.names import document_key, spoken, tokens
from workers.watchlist.postings import read_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workers.people import Applicant
    from workers.watchlist.birthdates import BirthDate
    from workers.watchlist.lists import Watchlist

# Below this likeness of the names (0 to 1) no agreement in other things makes it a hit.
LEAST_NAME = 0.6
SAME_NATIONALITY = 2  # points; a different one says nothing: people have two, or change
HIGHEST = 100
# Of the names that the index gives, the most alike as spoken, in each way of comparing.
MOST_NAMES = 250
_WAYS = (fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.ratio)
# People are compared nearest first, until nobody of so many is a hit.
COMPARED_AT_ONCE = 100
MOST_COMPARED = 400  # beyond them few more are found; an officer cannot look through more


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to look for."""

    names: tuple[str, ...]
    documents: tuple[str, ...] = ()
    birth_date: str | None = None
    nationality: str | None = None

    @classmethod
    def of(cls, applicant: Applicant) -> Person:
        """Take from the applicant's record what a watchlist tells people by."""
        names = filter(None, (applicant.name, *applicant.aliases))
        documents = filter(None, (applicant.passport_number, applicant.nik))
        return cls(
            names=tuple(name for name in names if tokens(name)),
            documents=tuple(number for number in documents if document_key(number)),
            birth_date=applicant.birth_date,
            nationality=applicant.nationality,
        )

    @property
    def is_known(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.names or self.documents)


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that the person resembles."""

    entry: Entry
    score: int  # 0 to 100
    points: int  # of birth date, nationality and number; they order those of one score
    name: str | None  # the person's name that was compared
    listed_name: str  # the entry's name that it resembles most
    remarks: tuple[str, ...]  # in Indonesian, the weightiest first


class Found(NamedTuple):
    """Whom a person resembles."""

    hits: list[Hit]  # the most alike first
    are_all: bool  # False: others were not compared who may be alike, too


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """A person, and what is reckoned once of them."""

    person: Person
    spoken: tuple[str, ...]
    birth: BirthDate | None
    nationality: str
    documents: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> _Sought:
        return cls(
            person=person,
            spoken=tuple(map(spoken, person.names)),
            birth=birthdates.parse(person.birth_date),
            nationality=_plain(person.nationality),
            documents=frozenset(map(document_key, person.documents)),
        )

    def by_points(self, people: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
        """Numbers of people, by what their packed dates of birth add to a likeness."""
        if self.birth is None:
            return {0: [number for number, _ in people]}
        found: dict[int, list[int]] = {}
        for number, born in people:
            found.setdefault(self._points(born), []).append(number)
        return found

    @cached_property
    def _points(self) -> Callable[[int], int]:
        """Of a packed date of birth; many have one."""
        return cache(lambda born: birthdates.compare(self.birth, birthdates.unpacked(born))[0])

    def compare_birth(self, entry: Entry) -> tuple[int, str]:
        """What an entry's date of birth adds to a likeness, and why."""
        other = birthdates.parse(entry.birth_date) if self.birth else None
        return birthdates.compare(self.birth, other)

    def has_number_of(self, entry: Entry) -> bool:
        return bool(self.documents) and not self.documents.isdisjoint(
            map(document_key, entry.documents)
        )


def screen(searched: Watchlist, person: Person, *, least_score: int) -> Found:
    """Return the entries that the person resembles.

    Args:
        searched: the list.
        person: whom to look for.
        least_score: what a hit must reach, 0 to 100.
    """
    sought = _Sought.of(person)
    nearest = _nearest(searched, sought)
    hits: list[Hit] = []
    are_all = False
    for _ in range(0, MOST_COMPARED, COMPARED_AT_ONCE):
        some = searched.people(list(islice(nearest, COMPARED_AT_ONCE)))
        judged = (_judge(sought, entry, least_score) for entry in some)
        likely = [hit for hit in judged if hit]
        hits += likely
        are_all = not likely or len(some) < COMPARED_AT_ONCE
        if are_all:
            break
    hits.sort(key=lambda hit: (-hit.score, -hit.points, hit.entry.number))
    return Found(hits, are_all or next(nearest, None) is None)


def _nearest(searched: Watchlist, sought: _Sought) -> Iterator[int]:
    """The numbers of those whom the index names, the nearest first by spoken name and birth."""
    by_nearness: defaultdict[float, list[int]] = defaultdict(list)
    for people in searched.named(map(number_key, sought.person.documents)).values():
        by_nearness[inf] += (number for number, _ in read_people(people))
    by_name = (key for name in sought.person.names for key in sought_keys(name))
    for keys in (by_name, birth_keys(sought.birth)):
        named = searched.named(keys)
        for name, alike in _most_alike(sought.spoken, list(named)):
            for points, numbers in sought.by_points(read_people(named[name])).items():
                by_nearness[alike + 2 * points] += numbers  # of two likenesses of 100
    given: set[int] = set()
    for nearness in sorted(by_nearness, reverse=True):
        some = sorted(set(by_nearness[nearness]) - given)
        yield from some
        given.update(some)


def _most_alike(sought: Sequence[str], listed: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Those of the listed names that are most alike, as spoken, each with a number to sort by."""
    found = {
        name
        for one in sought
        for way in _WAYS
        for name, _, _ in process.extract(one, listed, scorer=way, limit=MOST_NAMES)
    }
    for name in found:
        yield name, max(_alike(one, name) for one in sought)


def _alike(one: str, other: str) -> float:
    """How alike two names sound, 0 to 200: part by part, or run together and divided otherwise.

    Parts that one of them does not have weigh little, as in the comparison that is reported.
    """
    by_parts = (fuzz.token_sort_ratio(one, other) + 3 * fuzz.token_set_ratio(one, other)) / 2
    return max(by_parts, 2 * fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))


def _judge(sought: _Sought, entry: Entry, least_score: int) -> Hit | None:
    """Compare a person with the one sought; None: not alike enough."""
    person = sought.person
    name, listed, alike = _best(person.names, entry.names)
    points, about_birth = sought.compare_birth(entry)
    remarks = [about_birth]
    if sought.nationality and sought.nationality == _plain(entry.nationality):
        points += SAME_NATIONALITY
        remarks.append("kewarganegaraan sama")
    score = round(alike.score * HIGHEST)
    if alike.score >= LEAST_NAME:
        score = max(0, min(HIGHEST, score + points))
    numbers = ["nomor dokumen sama"] if sought.has_number_of(entry) else []
    if numbers:
        score = HIGHEST
        points += HIGHEST
    if score < least_score:
        return None
    about_name = alike.remarks if name else ("nama tidak diketahui",)
    return Hit(
        entry=entry,
        score=score,
        points=points,
        name=name,
        listed_name=listed,
        remarks=(*numbers, *about_name, *remarks),
    )


def _best(
    names: Sequence[str], listed_names: Sequence[str]
) -> tuple[str | None, str, likeness.Likeness]:
    """The two names that are most alike."""
    best: tuple[str | None, str, likeness.Likeness] = (None, listed_names[0], likeness.UNKNOWN)
    for name in names:
        for listed in listed_names:
            alike = likeness.compare(name, listed)
            if best[0] is None or alike.score > best[2].score:
                best = (name, listed, alike)
    return best


def _plain(text: str | None) -> str:
    return (text or "").strip().casefold()
