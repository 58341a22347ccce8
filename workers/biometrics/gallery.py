"""The gallery: fingerprints enrolled, each with a reference to whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Column, Integer, String, Table, Text, insert, select

from workers.biometrics.fingerprints import Fingerprint, read
from workers.state.database import METADATA, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.state.documents import DocumentStore

ENROLLED = Table(
    "enrolled_fingerprints",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("template_id", String(64), nullable=False, unique=True),
    Column("template", Text, nullable=False),  # reference, JSON
    Column("person", Text, nullable=False),  # reference of the applicant's record, JSON
    Column("enrolled_at", Timestamp, nullable=False),
    info=holds(
        person="person", documents="template_id template", others="id enrolled_at", whole=True
    ),
)


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """A fingerprint and the record of the person it was taken from."""

    person: DocumentReference
    fingerprint: Fingerprint


def enrol(
    db: Connection,
    documents: DocumentStore,
    person: DocumentReference,
    fingerprint: Fingerprint,
    now: datetime,
) -> None:
    """Add a fingerprint to the gallery, once."""
    template = documents.put(
        fingerprint.iso, content_type="application/octet-stream", file_name="sidik-jari.fmr"
    )
    known = select(ENROLLED.c.id).where(ENROLLED.c.template_id == template.document_id)
    if db.execute(known).first() is None:
        db.execute(
            insert(ENROLLED).values(
                template_id=template.document_id,
                template=msgspec.json.encode(template).decode(),
                person=msgspec.json.encode(person).decode(),
                enrolled_at=now,
            )
        )


# Reading a template costs more than comparing it, so a process does it once. By document id, which
# is the hash of the content: what was read stays right whatever becomes of the table.
_read: dict[str, Fingerprint] = {}


def gallery(db: Connection, documents: DocumentStore) -> list[Enrolled]:
    """Return everybody enrolled, in the order they were."""
    global _read  # noqa: PLW0603 -- one per process
    query = select(ENROLLED.c.person, ENROLLED.c.template_id, ENROLLED.c.template)
    rows = db.execute(query.order_by(ENROLLED.c.id)).all()
    known = {
        row.template_id: _read.get(row.template_id) or read(documents.get(_reference(row.template)))
        for row in rows
    }
    _read = known
    return [
        Enrolled(person=_reference(row.person), fingerprint=known[row.template_id]) for row in rows
    ]


def _reference(text: str) -> DocumentReference:
    return msgspec.json.decode(text, type=DocumentReference)
