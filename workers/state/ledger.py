"""The ledger: which jobs are done, and with what result.

The engine delivers a job at least once: again when its time ran out, when the answer was lost,
when the worker died before answering. The entry of a job that wrote something is written in the
transaction of its effect, so either both are there or neither.

The key is the job's: a job keeps it over all retries, time-outs and resolved incidents, and
whatever must be done anew (a loop's next turn, an element activated again by a supervisor, the
second listener of one element) is a job with a key of its own. An element instance key would
take the last of these for a repetition.
Keys start over when a cluster is wiped or goes back to a backup: an entry counts only for a job
of the same type with the same inputs, and the hash of both is therefore part of the key.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)

from workers.state.database import METADATA, Key, Timestamp
from workers.state.personal import holds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from sqlalchemy import Connection

    from workers.handler import JobInfo

LEDGER = Table(
    "job_ledger",
    METADATA,
    Column("job_key", Key, primary_key=True, autoincrement=False),
    Column("inputs_hash", LargeBinary(32), primary_key=True),
    Column("job_type", String(255), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("outputs", LargeBinary, nullable=False),  # the JSON the job was completed with
    Column("done_at", Timestamp, nullable=False),
    Index("job_ledger_done_at", "done_at"),
    info=holds(
        others="job_key inputs_hash job_type process_instance_key element_id outputs done_at"
    ),
)


class Entry(msgspec.Struct, frozen=True):
    """One done job."""

    job_key: int
    inputs_hash: bytes
    job_type: str
    process_instance_key: int
    element_id: str
    outputs: bytes
    done_at: datetime  # aware


Recorded = dict[bytes, bytes]  # outputs by the hash of type and inputs

# Built once: making a statement costs more than running it.
_FIND = select(LEDGER.c.job_key, LEDGER.c.inputs_hash, LEDGER.c.outputs).where(
    LEDGER.c.job_key.in_(bindparam("keys", expanding=True))
)
_ENTER = insert(LEDGER)
_COLUMNS = Entry.__struct_fields__
# Both databases say it with these words.
_ENTER_NEW = text(
    f"INSERT INTO job_ledger ({', '.join(_COLUMNS)}) "  # noqa: S608 -- our own columns
    f"VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) ON CONFLICT DO NOTHING"
).bindparams(bindparam("done_at", type_=Timestamp))


def entry(job: JobInfo, inputs: bytes, outputs: bytes, now: datetime) -> Entry:
    """Make the entry of a job.

    Args:
        job: the job.
        inputs: what it was given, in canonical JSON.
        outputs: what it is completed with, in JSON.
        now: aware.
    """
    return Entry(
        job.key,
        inputs_hash(job.type, inputs),
        job.type,
        job.process_instance_key,
        job.element_id,
        outputs,
        now,
    )


def entries_of(db: Connection, job_keys: Sequence[int]) -> dict[int, Recorded]:
    """Return what is recorded under these keys; a key without an entry is not there."""
    found: dict[int, Recorded] = {}
    for row in db.execute(_FIND, {"keys": job_keys}):
        same = found.setdefault(row.job_key, {})
        same[bytes(row.inputs_hash)] = bytes(row.outputs)
    return found


def recorded_outputs(db: Connection, job: JobInfo, inputs: bytes) -> bytes | None:
    """Return the JSON that ``job`` was completed with, or None: it is not done yet."""
    return entries_of(db, [job.key]).get(job.key, {}).get(inputs_hash(job.type, inputs))


def record(db: Connection, done: Entry) -> None:
    """Enter a job as done.

    Raises:
        IntegrityError: the same job was entered meanwhile by another worker.
    """
    db.execute(_ENTER, msgspec.structs.asdict(done))


def record_all(db: Connection, done: Sequence[Entry]) -> bool:
    """Enter jobs as done; one that was entered before keeps its first entry.

    Returns:
        Whether all of them were new.
    """
    # In one order, or two workers that hold the same jobs may wait for each other.
    in_order = sorted(done, key=lambda each: each.job_key)
    result = db.execute(_ENTER_NEW, [msgspec.structs.asdict(each) for each in in_order])
    return result.rowcount == len(done)


def forget(db: Connection, kept: timedelta) -> int:
    """Drop the entries made longer than ``kept`` before the newest; say how many there were.

    By the newest entry, not by the clock: one that is set wrong must not make us forget.
    """
    newest = db.execute(select(func.max(LEDGER.c.done_at))).scalar()
    if newest is None:
        return 0
    return db.execute(delete(LEDGER).where(LEDGER.c.done_at < newest - kept)).rowcount


def forget_all(db: Connection) -> None:
    """Drop all entries: the engine counts its keys from the start."""
    db.execute(delete(LEDGER))


def inputs_hash(job_type: str, inputs: bytes) -> bytes:
    """Return the SHA-256 of a job's type and its inputs in canonical JSON."""
    return hashlib.sha256(job_type.encode() + b"\0" + inputs).digest()
