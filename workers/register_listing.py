"""The registers as an officer reads them: letter agenda, guest book, queue, permits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from workers.people import Applicant, decode_record
from workers.registers import ENTRIES, Particulars, particulars_of
from workers.state.documents import DocumentUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from sqlalchemy import ColumnElement, Connection

    from workers.state.documents import DocumentStore


class BookLine(msgspec.Struct, frozen=True, kw_only=True):
    """A series of numbers."""

    kind: str  # the job type that writes it
    office: str
    book: str  # classification code, name of the register, counter and series; may be empty
    period: str  # a year, or a day
    entries: int
    last: int  # the number drawn last: as many as entries, or something is missing


class EntryLine(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside one number."""

    label: str  # the number as it is written
    kind: str
    office: str
    book: str
    entered_at: datetime  # aware, in the office's time zone
    subject: str
    particulars: Particulars  # the office's own columns
    applicant_id: str | None  # the record's document, not the person
    document_id: str | None
    process_instance_key: int
    element_id: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries; None: whichever."""

    kind: str | None = None
    office: str | None = None
    book: str | None = None
    words: str | None = None  # in the number or the subject
    since: date | None = None  # the first day
    until: date | None = None  # the last day


def books(db: Connection) -> list[BookLine]:
    """Return all series, in order."""
    key = (ENTRIES.c.kind, ENTRIES.c.office, ENTRIES.c.book, ENTRIES.c.period)
    numbers = func.count().label("entries"), func.max(ENTRIES.c.number).label("last")
    query = select(*key, *numbers).group_by(*key).order_by(*key)
    return [BookLine(**row) for row in db.execute(query).mappings()]


def entries(db: Connection, wanted: Wanted, zone: ZoneInfo) -> Iterator[EntryLine]:
    """Give entries, oldest first.

    Args:
        db: where they are.
        wanted: which ones.
        zone: the office's, in which its days begin.
    """
    columns = [ENTRIES.c[name] for name in EntryLine.__struct_fields__]
    query = select(*columns).where(*_conditions(wanted, zone)).order_by(ENTRIES.c.id)
    for row in db.execute(query).mappings():
        entered, own = row["entered_at"].astimezone(zone), particulars_of(row["particulars"])
        yield EntryLine(**{**row, "entered_at": entered, "particulars": own})


def person_of(documents: DocumentStore, applicant_id: str | None) -> Applicant | None:
    """Return the person an entry is about. None: nobody, or the record is no more to be had.

    A person's data can be erased; the number stays.
    """
    if applicant_id is None:
        return None
    try:
        return decode_record(documents.read(applicant_id))
    except (DocumentUnavailableError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _conditions(wanted: Wanted, zone: ZoneInfo) -> Iterator[ColumnElement[bool]]:
    for name in ("kind", "office", "book"):
        if (value := getattr(wanted, name)) is not None:
            yield ENTRIES.c[name] == value
    if wanted.words:
        yield (ENTRIES.c.label + " " + ENTRIES.c.subject).icontains(wanted.words, autoescape=True)
    if wanted.since:
        yield ENTRIES.c.entered_at >= datetime.combine(wanted.since, time(), zone)
    if wanted.until:
        end = datetime.combine(wanted.until + timedelta(days=1), time(), zone)
        yield ENTRIES.c.entered_at < end
