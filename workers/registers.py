"""Registers: numbers without a gap, each drawn in the transaction that uses it.

A number is drawn by raising a counter's row; the row stays locked until the transaction ends, so a
rolled-back step gives its number back, and nobody draws the next one before that is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    text,
)

from workers.decoding import decode
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds
from workers.step import Described

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from workers.handler import Context

COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
    info=holds(others="name last"),
)
ENTRIES = Table(
    "register_entries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("office", Text, nullable=False),
    Column("book", Text, nullable=False),
    Column("period", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", Text, nullable=False),  # the number as it is written
    Column("subject", Text, nullable=False),
    Column("particulars", Text),  # the office's own columns: a JSON object; None: none
    Column("applicant_id", String(64)),  # the record's document, not the person
    Column("document_id", String(64)),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("entered_at", Timestamp, nullable=False),
    UniqueConstraint("kind", "office", "book", "period", "number"),
    # All that tells a step's entries: with fewer columns SQLite would rather read the whole book.
    Index("register_entries_step", "process_instance_key", "element_id", "kind", "office", "book"),
    info=holds(
        person="applicant_id",
        documents="document_id",
        words="subject particulars",
        others="id kind office book period number label process_instance_key element_id entered_at",
    ),
)
# The one statement that PostgreSQL and SQLite both read: make the counter or raise it.
_DRAW = text(
    "INSERT INTO counters (name, last) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET last = counters.last + 1 RETURNING last"
)


# What an office enters beside the subject: heads of columns, and what stands below them.
Particulars = dict[str, str | int | float | bool | None]
ParticularsInput = Annotated[
    Particulars | None,
    Described(description="The office's own columns, a FEEL context of texts and numbers."),
]


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A series of numbers: 1, 2, 3, ... in each period."""

    kind: str  # the job type that writes it
    office: str
    name: str = ""  # classification code, name of the register, counter and series
    period: str  # 2025, or 2025-03-04


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is written beside the number."""

    subject: str
    particulars: Particulars | None = None
    applicant: DocumentReference | None = None
    document: DocumentReference | None = None


def draw(db: Connection, *series: str) -> int:
    """Return the next number of a series, from 1, without a gap."""
    name = msgspec.json.encode(series).decode()
    return int(db.execute(_DRAW, {"name": name}).scalar_one())


def enter(
    context: Context,
    book: Book,
    entry: Entry,
    *,
    label: Callable[[int], str],
    held: str | None,
    lasting: bool = True,
) -> str:
    """Write an entry and return its number as it is written.

    Args:
        context: the job's.
        book: the series to number it in.
        entry: what to write.
        label: writes a number the office's way.
        held: the number that the process carries already. When this step drew it (it is done
            again after a correction), it stays: no second number for one thing.
        lasting: whether it stays beyond its period; a letter's does, a queue's does not.
    """
    if held is not None and _drawn_here(context, book, held, lasting=lasting):
        return held
    if (forgotten := _drawn_for_this(context, book, entry)) is not None:
        return forgotten
    number = draw(context.db, book.kind, book.office, book.name, book.period)
    written = label(number)
    context.db.execute(
        insert(ENTRIES).values(
            kind=book.kind,
            office=book.office,
            book=book.name,
            period=book.period,
            number=number,
            label=written,
            subject=entry.subject,
            particulars=_encoded(entry.particulars),
            applicant_id=entry.applicant and entry.applicant.document_id,
            document_id=entry.document and entry.document.document_id,
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            entered_at=context.now,
        )
    )
    return written


def particulars_of(written: str | None) -> Particulars:
    """Read an entry's own columns; of an erased one, the remark that is left."""
    try:
        return decode(written or "{}", Particulars)
    except msgspec.DecodeError:
        return {"Isian": written}


def _encoded(particulars: Particulars | None) -> str | None:
    said = {head: value for head, value in (particulars or {}).items() if value not in (None, "")}
    return msgspec.json.encode(said).decode() if said else None


def _drawn_for_this(context: Context, book: Book, entry: Entry) -> str | None:
    """Return the number that this step drew for the very same thing, which the engine forgot.

    An engine that is killed may have given out a job before it had put down that there is one
    (camunda/camunda #59177). It then makes the job anew, and the ledger cannot know its key.
    Without an applicant or a document nothing tells one thing from another.
    """
    if entry.applicant is None and entry.document is None:
        return None
    query = select(ENTRIES.c.label).where(
        *_of_this_step(context, book),
        ENTRIES.c.period == book.period,
        ENTRIES.c.subject == entry.subject,
        ENTRIES.c.applicant_id == (entry.applicant and entry.applicant.document_id),
        ENTRIES.c.document_id == (entry.document and entry.document.document_id),
    )
    return context.db.execute(query).scalars().first()


def _drawn_here(context: Context, book: Book, label: str, *, lasting: bool) -> bool:
    """Engine keys alone will not do: they start over when a cluster is wiped."""
    query = select(ENTRIES.c.id).where(*_of_this_step(context, book), ENTRIES.c.label == label)
    if not lasting:
        query = query.where(ENTRIES.c.period == book.period)
    return context.db.execute(query).first() is not None


def _of_this_step(context: Context, book: Book) -> tuple[ColumnElement[bool], ...]:
    """What tells this step's entries, of any period, from all others."""
    return (
        ENTRIES.c.kind == book.kind,
        ENTRIES.c.office == book.office,
        ENTRIES.c.book == book.name,
        ENTRIES.c.process_instance_key == context.job.process_instance_key,
        ENTRIES.c.element_id == context.job.element_id,
    )
