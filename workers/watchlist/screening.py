"""Whom on the watchlist a person resembles, how much, and why: for an officer to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from workers.watchlist import birthdates, likeness
from workers.watchlist.entries import Entry, look_up, number_key
from workers.watchlist.names import document_key, keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from workers.people import Applicant

# Below this likeness of the names (0 to 1) no agreement in other things makes it a hit.
LEAST_NAME = 0.6
SAME_NATIONALITY = 2  # points; a different one says nothing: people have two, or change
HIGHEST = 100
# Of those that sound alike in something, the nearest are compared part by part.
MOST_COMPARED = 250


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
            names=tuple(name for name in names if keys(name)),
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
    name: str | None  # the person's name that was compared
    listed_name: str  # the entry's name that it resembles most
    remarks: tuple[str, ...]  # in Indonesian, the weightiest first


def screen(db: Connection, person: Person, *, least_score: int) -> list[Hit]:
    """Return the entries that the person resembles, the most alike first.

    Args:
        db: where the list is.
        person: whom to look for.
        least_score: what a hit must reach, 0 to 100.
    """
    hits = (_judge(person, entry) for entry in _candidates(db, person))
    likely = [hit for hit in hits if hit.score >= least_score]
    return sorted(likely, key=lambda hit: (-hit.score, hit.entry.number))


def _candidates(db: Connection, person: Person) -> list[Entry]:
    by_number = look_up(db, map(number_key, person.documents), most=MOST_COMPARED)
    by_name = [look_up(db, keys(name), most=MOST_COMPARED) for name in person.names]
    return list(dict.fromkeys(entry for found in (by_number, *by_name) for entry in found))


def _judge(person: Person, entry: Entry) -> Hit:
    name, listed, alike = _best(person.names, entry.names)
    points, about_birth = birthdates.compare(
        birthdates.parse(person.birth_date), birthdates.parse(entry.birth_date)
    )
    remarks = [*alike.remarks, about_birth]
    if _plain(person.nationality) == _plain(entry.nationality) != "":
        points += SAME_NATIONALITY
        remarks.append("kewarganegaraan sama")
    score = round(alike.score * HIGHEST)
    if alike.score >= LEAST_NAME:
        score = max(0, min(HIGHEST, score + points))
    if _shares_document(person, entry):
        score = HIGHEST
        remarks.insert(0, "nomor dokumen sama")
    return Hit(entry=entry, score=score, name=name, listed_name=listed, remarks=tuple(remarks))


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


def _shares_document(person: Person, entry: Entry) -> bool:
    own = {document_key(number) for number in person.documents}
    return not own.isdisjoint(map(document_key, entry.documents))


def _plain(text: str | None) -> str:
    return (text or "").strip().casefold()
