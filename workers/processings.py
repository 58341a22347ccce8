"""The record of processing: who had to do with which person's data, in which step, when, for what.

Article 31 of UU 27/2022 asks the office for it, and a person may ask what stands in it. A job whose
inputs name an applicant, or that opens a person's record, is entered in the job's own transaction
by the runtime: a worker does nothing for it and cannot forget it. A job that failed after it had
opened a record, or stored a document for somebody, is entered as failed. Comparing a fingerprint
with all that are enrolled is entered for the person whose finger it is, not for those it was
compared with.

A person is named by the id of the record in the document store. To find that by an identity card's
or passport's number there is a keyed hash of the number beside it, never the number. The key is in
the database: it keeps who sees the table alone from trying numbers, not who has all of it.
"""

from __future__ import annotations

import hmac
import os
import re
import socket
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    insert,
    select,
    text,
)

from workers.runtime.logs import sop_row
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.state.documents.reference import is_document_id
from workers.state.personal import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from workers.handler import JobInfo
    from workers.state.database import Transaction
    from workers.state.documents import JobDocuments

PROCESSINGS = Table(
    "processings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("record", String(64), nullable=False),  # whose data: the person's record
    Column("job_type", String(255), nullable=False),
    Column("process_id", String(255), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("sop_row", Text),
    Column("purpose", Text),  # title of the SOP
    Column("role", Text),  # who performs the row, as the SOP says
    Column("worker", Text, nullable=False),  # the machine; of a command also who gave it
    Column("outcome", String(10), nullable=False),  # done, failed
    Column("processed_at", Timestamp, nullable=False),
    Index("processings_record", "record", "processed_at"),
    # It is the proof of what was done, also with the data of somebody who was erased.
    info=holds(
        kept="record",
        others="id job_type process_id process_instance_key element_id sop_row purpose role worker "
        "outcome processed_at",
    ),
)
# Which records a number stands in.
PERSON_KEYS = Table(
    "person_keys",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("record", String(64), primary_key=True),
    Index("person_keys_record", "record"),
    info=holds(person="record", others="digest", whole=True),
)
# Documents about a person: stored, or passed on, by a job that had to do with the person.
PERSON_DOCUMENTS = Table(
    "person_documents",
    METADATA,
    Column("record", String(64), primary_key=True),
    Column("document_id", String(64), primary_key=True),
    Index("person_documents_document", "document_id"),
    info=holds(person="record", documents="document_id", whole=True),
)
SECRET = Table(
    "person_secret",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    info=holds(others="id secret"),
)
# Both databases say it with these words.
_ENTER_KEY = text("INSERT INTO person_keys VALUES (:digest, :record) ON CONFLICT DO NOTHING")
_ENTER_DOCUMENT = text(
    "INSERT INTO person_documents VALUES (:record, :document_id) ON CONFLICT DO NOTHING"
)
_PASS_ON = text(
    "INSERT INTO person_documents SELECT record, CAST(:made AS VARCHAR(64)) FROM person_documents "
    "WHERE document_id = :source ON CONFLICT DO NOTHING"
)
_ENTER_SECRET = text("INSERT INTO person_secret VALUES (1, :secret) ON CONFLICT DO NOTHING")


class Processing(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the record."""

    processed_at: datetime  # aware
    purpose: str | None
    process_id: str
    sop_row: str | None
    job_type: str
    role: str | None
    worker: str
    outcome: str
    process_instance_key: int
    record: str  # the id of the person's record


def enter(
    transaction: Transaction,
    job: JobInfo,
    inputs: msgspec.Struct,
    documents: JobDocuments,
    now: datetime,
    *,
    outcome: Literal["done", "failed"] = "done",
) -> None:
    """Enter what a job had to do with persons; without one, nothing is written.

    Args:
        transaction: the job's.
        job: the job.
        inputs: what it was given.
        documents: the store as the job used it.
        now: aware.
        outcome: failed: what it did is rolled back, but for what it had opened or stored before.
    """
    given = list(_references(inputs))
    records = {*documents.opened, *(each for name, each in given if name == "applicant")}
    if not records:
        return
    db = transaction.connection
    entry = _entry(job, inputs, now) | {"outcome": outcome}
    db.execute(insert(PROCESSINGS), [entry | {"record": each} for each in sorted(records)])
    about = {*documents.stored, *(each for _, each in given)} - records
    _enter_documents(db, records, about)
    for record, numbers in documents.opened.items():
        _enter_keys(db, record, numbers)


def enter_record(
    db: Connection, record: str, numbers: Sequence[str], belongings: Iterable[str]
) -> None:
    """Enter a record before a job opens it, so that its person is found.

    Args:
        db: in a transaction.
        record: its document's id.
        numbers: of identity card and passport, as the record has them.
        belongings: ids of the documents that the record refers to.
    """
    _enter_keys(db, record, numbers)
    _enter_documents(db, [record], belongings)


def _enter_documents(db: Connection, records: Iterable[str], documents: Iterable[str]) -> None:
    about = sorted(documents)
    pairs = [{"record": r, "document_id": d} for r in sorted(records) for d in about]
    if pairs:
        db.execute(_ENTER_DOCUMENT, pairs)


def _enter_keys(db: Connection, record: str, numbers: Sequence[str]) -> None:
    for digest in sorted(digests(db, numbers)):
        db.execute(_ENTER_KEY, {"digest": digest, "record": record})


def enter_command(
    db: Connection, records: Iterable[str], what: str, who: str, now: datetime
) -> None:
    """Enter what a person did by a command of the program.

    Args:
        db: in a transaction.
        records: whose data.
        what: the command: ``people erase``.
        who: the system's user.
        now: aware.
    """
    entry = {
        "job_type": what,
        "process_id": "",
        "process_instance_key": 0,
        "element_id": "",
        "worker": f"{who}@{socket.gethostname()}",
        "outcome": "done",
        "processed_at": now,
    }
    rows = [entry | {"record": each} for each in sorted(records)]
    if rows:
        db.execute(insert(PROCESSINGS), rows)


def pass_on(db: Connection, source: str, made: str) -> None:
    """Enter that a document is about the same people as the one that it was made from.

    Args:
        db: in a transaction.
        source: the id of that one.
        made: the document's id.
    """
    db.execute(_PASS_ON, {"source": source, "made": made})


def records_in(db: Connection, document_ids: Iterable[str]) -> frozenset[str]:
    """Find the records of the people that documents are about; a record is about its person."""
    ids = sorted(document_ids)
    about = select(PERSON_DOCUMENTS.c.record).where(PERSON_DOCUMENTS.c.document_id.in_(ids))
    themselves = select(PROCESSINGS.c.record).where(PROCESSINGS.c.record.in_(ids))
    return frozenset(db.execute(about.union(themselves)).scalars())


def records_of(db: Connection, number: str) -> frozenset[str]:
    """Find a person's records.

    Args:
        db: to look in.
        number: of the identity card or the passport, as people write it; or a record's id.
    """
    if is_document_id(number.strip()):
        known = select(PROCESSINGS.c.record).where(PROCESSINGS.c.record == number.strip())
        return frozenset(db.execute(known.limit(1)).scalars())
    sought = digests(db, [number], make=False)
    query = select(PERSON_KEYS.c.record).where(PERSON_KEYS.c.digest.in_(sought))
    return frozenset(db.execute(query).scalars())


def of_records(db: Connection, records: Iterable[str]) -> list[Processing]:
    """Return what is entered of some records, the oldest first."""
    columns = [PROCESSINGS.c[name] for name in Processing.__struct_fields__]
    query = select(*columns).where(PROCESSINGS.c.record.in_(sorted(records)))
    rows = db.execute(query.order_by(PROCESSINGS.c.processed_at, PROCESSINGS.c.id)).mappings()
    return [Processing(**row) for row in rows]


def digests(db: Connection, numbers: Sequence[str], *, make: bool = True) -> frozenset[str]:
    """Return the keyed hashes of numbers, whatever gaps and letters' case they are written in.

    Args:
        db: where the key is; in a transaction, if it may have to be made.
        numbers: one of letters and digits each; others have no hash.
        make: False: without a key nothing has been entered yet.
    """
    plain = [normalised(number) for number in numbers]
    if not any(plain) or (secret := _secret(db, make=make)) is None:
        return frozenset()
    return frozenset(hmac.digest(secret, each.encode(), "sha256").hex() for each in plain if each)


def normalised(number: str) -> str:
    """A number without gaps and in capitals: nothing, if there is neither letter nor digit."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _secret(db: Connection, *, make: bool) -> bytes | None:
    found: bytes | None = db.execute(select(SECRET.c.secret)).scalar()
    if found is None and make:
        db.execute(_ENTER_SECRET, {"secret": os.urandom(32)})  # of two at once, the first one's
        found = db.execute(select(SECRET.c.secret)).scalar_one()
    return found


def _entry(job: JobInfo, inputs: msgspec.Struct, now: datetime) -> dict[str, Any]:
    """What is said of a job; what its diagram does not tell is left out."""
    return {
        "job_type": job.type,
        "process_id": job.process_id,
        "process_instance_key": job.process_instance_key,
        "element_id": job.element_id,
        "sop_row": _told(inputs, "row") or sop_row(job),
        "purpose": _told(inputs, "process_title"),
        "role": _told(inputs, "role"),
        "worker": socket.gethostname(),
        "processed_at": now,
    }


def _told(inputs: msgspec.Struct, name: str) -> str | None:
    value = getattr(inputs, name, None)
    return value if isinstance(value, str) else None


def _references(inputs: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """The documents of ours that the inputs name: the inputs' names, and their ids."""
    for field in msgspec.structs.fields(inputs):
        value = getattr(inputs, field.name)
        for each in value if isinstance(value, list | tuple) else (value,):
            if isinstance(each, DocumentReference) and each.is_ours:
                yield field.name, each.document_id
