"""The list of archives as an officer searches it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import or_, select

from workers.jobs.archive import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Connection

_SEARCHED = ("title", "number", "letter_number", "process", "place")


class ArchivedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A document in the list."""

    number: str
    office: str
    classification: str
    title: str
    process: str | None
    letter_number: str | None
    place: str | None  # where the paper is; None: only in the document store
    document_id: str  # for `tertib documents get`
    archived_at: datetime  # aware, in the office's time zone
    active_until: date
    inactive_until: date
    fate: str  # musnah, permanen, dinilai kembali

    def phase(self, day: date) -> str:
        """Tell how far its retention is: active, inactive, or over (then its fate is due)."""
        if day <= self.active_until:
            return "active"
        return "inactive" if day <= self.inactive_until else "over"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; empty or None: whatever."""

    words: tuple[str, ...] = ()  # all of them somewhere in title, numbers, process or place
    number: str | None = None  # of the list, or of the letter
    office: str | None = None
    classification: str | None = None  # KP also finds KP.02.01
    year: int | None = None  # in which it was archived
    over_on: date | None = None  # its retention is over on this day


def find(db: Connection, wanted: Wanted, zone: ZoneInfo, most: int | None) -> list[ArchivedLine]:
    """Return what is found, the newest first.

    Args:
        db: where the list is.
        wanted: what is looked for.
        zone: the office's, in which its years begin.
        most: how many to return at most; None: all.
    """
    columns = [ARCHIVE.c[name] for name in ArchivedLine.__struct_fields__]
    query = select(*columns).where(*_conditions(wanted, zone)).order_by(ARCHIVE.c.id.desc())
    lines = (ArchivedLine(**row) for row in db.execute(query.limit(most)).mappings())
    return [
        msgspec.structs.replace(line, archived_at=line.archived_at.astimezone(zone))
        for line in lines
    ]


def _conditions(wanted: Wanted, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    for word in wanted.words:
        yield or_(*(ARCHIVE.c[name].icontains(word, autoescape=True) for name in _SEARCHED))
    if wanted.number is not None:
        yield or_(ARCHIVE.c.number == wanted.number, ARCHIVE.c.letter_number == wanted.number)
    if wanted.office is not None:
        yield ARCHIVE.c.office == wanted.office
    if wanted.classification is not None:
        code = ARCHIVE.c.classification
        below = code.startswith(f"{wanted.classification}.", autoescape=True)
        yield or_(code == wanted.classification, below)
    if wanted.year is not None:
        begin = datetime(wanted.year, 1, 1, tzinfo=zone)
        end = datetime(wanted.year + 1, 1, 1, tzinfo=zone)
        yield ARCHIVE.c.archived_at >= begin
        yield ARCHIVE.c.archived_at < end
    if wanted.over_on is not None:
        yield ARCHIVE.c.inactive_until < wanted.over_on
