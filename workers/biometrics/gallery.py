"""The gallery: fingerprints enrolled, each with a reference to whose it is.

The table holds references; the templates are documents, encrypted as those are.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Column, Integer, String, Table, Text, insert, select

from workers.biometrics.fingerprints import Candidates, load
from workers.decoding import decode
from workers.state.database import METADATA, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.biometrics.fingerprints import Fingerprint
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
_ALL = select(ENROLLED.c.template_id, ENROLLED.c.template, ENROLLED.c.person).order_by(
    ENROLLED.c.id
)


# A bucket takes milliseconds for each of thousands.
READ_AT_ONCE = 16


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """Everybody enrolled, in the order they were, ready to be searched."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    templates: dict[str, Any] = field(default_factory=dict)  # in Java, by document's id
    candidates: Candidates = field(default_factory=lambda: Candidates([]))

    def __len__(self) -> int:
        return len(self.rows)

    def person(self, index: int) -> DocumentReference:
        """Return the record of the person whose fingerprint is the candidate of this index."""
        return _reference(self.rows[index][2])


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
_latest = Gallery()


def gallery(db: Connection, documents: DocumentStore) -> Gallery:
    """Return everybody enrolled."""
    global _latest  # noqa: PLW0603 -- one per process
    rows = [(row.template_id, row.template, row.person) for row in db.execute(_ALL)]
    if rows != _latest.rows:
        known = _latest.templates
        new = {each: template for each, template, _ in rows if each not in known}
        with ThreadPoolExecutor(READ_AT_ONCE) as pool:
            loaded = load(pool.map(documents.get, map(_reference, new.values())))
        known = known | dict(zip(new, loaded, strict=True))
        templates = {each: known[each] for each, *_ in rows}
        candidates = Candidates(templates.values())
        _latest = Gallery(rows=rows, templates=templates, candidates=candidates)
    return _latest


def _reference(text: str) -> DocumentReference:
    return decode(text, DocumentReference)
