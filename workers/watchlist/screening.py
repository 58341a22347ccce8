"""Whom on the watchlist a person resembles, how much, and why: for an officer to judge.

In three sieves, each finer and dearer than the one before: whom the index names, whose sounds are
nearest, and the comparison part by part that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

import msgspec
from rapidfuzz import fuzz

from workers.watchlist import birthdates, likeness
from workers.watchlist.entries import Entry
from workers.watchlist.keys import birth_keys, number_key, sought_keys, sounds
from workers.watchlist.names import document_key, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.people import Applicant
    from workers.watchlist.birthdates import BirthDate
    from workers.watchlist.lists import Listed, Watchlist

# Below this likeness of the names (0 to 1) no agreement in other things makes it a hit.
LEAST_NAME = 0.6
SAME_NATIONALITY = 2  # points; a different one says nothing: people have two, or change
HIGHEST = 100
# Of those whom the index names, by each name, birth date or number; more share a common name.
MOST_FETCHED = 400
# Of those, the nearest by their sounds; namesakes are compared once.
MOST_COMPARED = 80


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


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """A person, and what is reckoned once of them."""

    person: Person
    sounds: tuple[str, ...]
    birth: BirthDate | None
    documents: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> _Sought:
        return cls(
            person=person,
            sounds=tuple(map(sounds, person.names)),
            birth=birthdates.parse(person.birth_date),
            documents=frozenset(map(document_key, person.documents)),
        )

    def has_number_of(self, entry: Entry) -> bool:
        return not self.documents.isdisjoint(map(document_key, entry.documents))


def screen(searched: Watchlist, person: Person, *, least_score: int) -> list[Hit]:
    """Return the entries that the person resembles, the most alike first.

    Args:
        searched: the list.
        person: whom to look for.
        least_score: what a hit must reach, 0 to 100.
    """
    sought = _Sought.of(person)
    hits = (_judge(sought, entry) for entry in _candidates(searched, sought))
    likely = [hit for hit in hits if hit.score >= least_score]
    return sorted(likely, key=lambda hit: (-hit.score, -hit.points, hit.entry.number))


def _candidates(searched: Watchlist, sought: _Sought) -> list[Entry]:
    person, year = sought.person, sought.birth.year if sought.birth else 0
    ways = (
        map(number_key, person.documents),
        birth_keys(sought.birth),
        *map(sought_keys, person.names),
    )
    named = [searched.nearest(keys, year=year, most=MOST_FETCHED) for keys in ways]
    people = searched.people(sorted(set().union(*named)))
    nearest = nlargest(MOST_COMPARED, people, key=lambda listed: _nearness(sought, listed))
    return [listed.entry for listed in nearest]


def _nearness(sought: _Sought, listed: Listed) -> float:
    """How near somebody is at a glance: a number to sort by, never told."""
    if sought.has_number_of(listed.entry):
        return float("inf")
    points, _ = birthdates.compare(sought.birth, birthdates.parse(listed.entry.birth_date))
    alike = (
        fuzz.token_sort_ratio(one, other) + fuzz.token_set_ratio(one, other)
        for one in sought.sounds
        for other in listed.sounds
    )
    return max(alike, default=0.0) + 2 * points  # of two likenesses of 100


def _judge(sought: _Sought, entry: Entry) -> Hit:
    person = sought.person
    name, listed, alike = _best(person.names, entry.names)
    points, about_birth = birthdates.compare(sought.birth, birthdates.parse(entry.birth_date))
    remarks = [*alike.remarks, about_birth]
    if _plain(person.nationality) == _plain(entry.nationality) != "":
        points += SAME_NATIONALITY
        remarks.append("kewarganegaraan sama")
    score = round(alike.score * HIGHEST)
    if alike.score >= LEAST_NAME:
        score = max(0, min(HIGHEST, score + points))
    if sought.has_number_of(entry):
        score = HIGHEST
        points += HIGHEST
        remarks.insert(0, "nomor dokumen sama")
    return Hit(
        entry=entry,
        score=score,
        points=points,
        name=name,
        listed_name=listed,
        remarks=tuple(remarks),
    )


def _best(
    names: Sequence[str], listed_names: Sequence[str]
) -> tuple[str | None, str, likeness.Likeness]:
    """The two names that are most alike."""
    nothing = likeness.Likeness(score=0, remarks=("nama tidak diketahui",))
    best: tuple[str | None, str, likeness.Likeness] = (None, listed_names[0], nothing)
    for name in names:
        for listed in listed_names:
            alike = likeness.compare(name, listed)
            if best[0] is None or alike.score > best[2].score:
                best = (name, listed, alike)
    return best


def _plain(text: str | None) -> str:
    return (text or "").strip().casefold()
