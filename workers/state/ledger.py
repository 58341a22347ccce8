"""The ledger: which jobs are done, and with what result.

The engine delivers a job at least once: again when its time ran out, when the answer was lost,
when the worker died before answering. The entry is written in the transaction of the handler's
own effect, so either both are there or neither.

The key is the job's: a job keeps it over all retries, time-outs and resolved incidents, and
whatever must be done anew (a loop's next turn, an element activated again by a supervisor, the
second listener of one element) is a job with a key of its own. An element instance key would
take the last of these for a repetition.
Keys start over when a cluster is wiped or goes back to a backup: an entry counts only for a job
with the same inputs, whose hash is therefore part of the key.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
)

from workers.state.database import METADATA, Key, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

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
)

# Built once: making a statement costs more than running it.
_FIND = select(LEDGER.c.outputs).where(
    LEDGER.c.job_key == bindparam("job_key"),
    LEDGER.c.inputs_hash == bindparam("inputs_hash"),
    LEDGER.c.job_type == bindparam("job_type"),
)
_ENTER = insert(LEDGER)


def recorded_outputs(db: Connection, job: JobInfo, inputs: bytes) -> bytes | None:
    """Return the JSON that ``job`` was completed with, or None: it is not done yet."""
    entry = {"job_key": job.key, "inputs_hash": _hash(inputs), "job_type": job.type}
    outputs = db.execute(_FIND, entry).scalar_one_or_none()
    return None if outputs is None else bytes(outputs)


def record(db: Connection, job: JobInfo, inputs: bytes, outputs: bytes, now: datetime) -> None:
    """Enter ``job`` as done.

    Raises:
        IntegrityError: the same job was entered meanwhile by another worker.
    """
    entry = {
        "job_key": job.key,
        "inputs_hash": _hash(inputs),
        "job_type": job.type,
        "process_instance_key": job.process_instance_key,
        "element_id": job.element_id,
        "outputs": outputs,
        "done_at": now,
    }
    db.execute(_ENTER, entry)


def forget(db: Connection, before: datetime) -> int:
    """Drop the entries made before ``before`` and say how many there were."""
    return db.execute(delete(LEDGER).where(LEDGER.c.done_at < before)).rowcount


def _hash(inputs: bytes) -> bytes:
    return hashlib.sha256(inputs).digest()
