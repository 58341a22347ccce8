"""What has been kept for long enough: archived documents, and persons.

The documents by their retention class, the persons by how long the office keeps them (section
``people``).

Of the archive's fates, "musnah" is done here; what is "dinilai kembali" waits for a person's word,
and what is "permanen" is never over.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import delete, func, select, update

from workers.erasure import FOR_EVER, empty_references
from workers.jobs.archive import ARCHIVE
from workers.processings import PERSON_DOCUMENTS, PROCESSINGS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.state.state import State

DESTROYED = "musnah"


class PeopleConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``people``."""

    keep_days: Annotated[int, Meta(ge=0, le=36500)] = 0  # since the last step; 0: until asked


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """An archived document whose retention is over."""

    number: str  # in the list of archives
    document_id: str
    source_id: str  # the document as it came
    until: date
    fate: str  # musnah: it goes; dinilai kembali: somebody decides


def archives_over(state: State, today: date) -> list[Over]:
    """The archived documents that are there and past their retention, the oldest first."""
    with state.database.reading() as db:
        query = select(ARCHIVE).where(ARCHIVE.c.inactive_until < today, ARCHIVE.c.fate != FOR_EVER)
        rows = db.execute(query.order_by(ARCHIVE.c.inactive_until, ARCHIVE.c.id)).all()
    return [
        Over(
            number=row.number,
            document_id=row.document_id,
            source_id=row.content_hash,
            until=row.inactive_until,
            fate=row.fate,
        )
        for row in rows
        if state.documents.has(row.document_id)
    ]


def people_over(state: State, before: datetime) -> list[str]:
    """The ids of the records that are there and were last processed before a moment."""
    last = func.max(PROCESSINGS.c.processed_at)
    query = select(PROCESSINGS.c.record).group_by(PROCESSINGS.c.record).having(last < before)
    with state.database.reading() as db:
        found = db.execute(query.order_by(last)).scalars().all()
    return [record for record in found if state.documents.has(record)]


def destroy(state: State, over: Over, today: date, remark: str) -> bool:
    """Destroy an archived document; its line in the list of archives stays, without its words.

    Returns:
        Whether it was: the document stays while another line keeps it.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        if _is_held(db, over.document_id, today):
            return False
        gone = {over.document_id}
        if not _is_held(db, over.source_id, today):
            gone.add(over.source_id)
        for document_id in sorted(gone):
            state.documents.remove(document_id)
        line = update(ARCHIVE).where(ARCHIVE.c.number == over.number)
        db.execute(line.values(title=remark, place=None))
        empty_references(db, gone, remark)
        db.execute(delete(PERSON_DOCUMENTS).where(PERSON_DOCUMENTS.c.document_id.in_(gone)))
    return True


def _is_held(db: Connection, document_id: str, today: date) -> bool:
    """Whether some line of the archive, this one or another, does not let it go yet."""
    held = (ARCHIVE.c.inactive_until >= today) | (ARCHIVE.c.fate != DESTROYED)
    theirs = (ARCHIVE.c.document_id == document_id) | (ARCHIVE.c.content_hash == document_id)
    query = select(ARCHIVE.c.id).where(theirs, held)
    return db.execute(query).first() is not None
