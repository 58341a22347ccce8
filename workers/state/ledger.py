"""The ledger: which jobs are done, and with what result.

The engine delivers a job at least once: again when its time ran out, when the answer was lost,
when the worker died before answering. The entry is written in the transaction of the handler's
own effect, so either both are there or neither.

The key is the job's: a job keeps it over all retries, time-outs and resolved incidents, and
whatever must be done anew (a loop's next turn, an element activated again by a supervisor, the
second listener of one element) is a job with a key of its own. An element instance key would
take the last of these for a repetition.
Keys start over when a cluster is wiped or goes back to a backup: an entry counts only for a job
with the same inputs.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, LargeBinary, String, Table, delete, insert, select

from workers.state.database import METADATA, Key, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.handler import JobInfo

LEDGER = Table(
    "job_ledger",
    METADATA,
    Column("job_key", Key, primary_key=True, autoincrement=False),
    Column("job_type", String(100), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("inputs_hash", LargeBinary(32), nullable=False),
    Column("outputs", LargeBinary, nullable=False),  # the JSON the job was completed with
    Column("done_at", Timestamp, nullable=False),
    Index("job_ledger_done_at", "done_at"),
)


def recorded_outputs(db: Connection, job: JobInfo, inputs: bytes) -> bytes | None:
    """Return the JSON that ``job`` was completed with, or None: it is not done yet."""
    row = db.execute(
        select(LEDGER.c.outputs, LEDGER.c.inputs_hash, LEDGER.c.job_type).where(
            LEDGER.c.job_key == job.key
        )
    ).one_or_none()
    if row is None or (row.job_type, row.inputs_hash) != (job.type, _hash(inputs)):
        return None
    return bytes(row.outputs)


def record(db: Connection, job: JobInfo, inputs: bytes, outputs: bytes, now: datetime) -> None:
    """Enter ``job`` as done.

    Raises:
        IntegrityError: the same job was entered meanwhile by another worker.
    """
    # An entry of an earlier life of the cluster gives way; one of this job conflicts.
    db.execute(
        delete(LEDGER).where(LEDGER.c.job_key == job.key, LEDGER.c.inputs_hash != _hash(inputs))
    )
    db.execute(
        insert(LEDGER).values(
            job_key=job.key,
            job_type=job.type,
            process_instance_key=job.process_instance_key,
            element_id=job.element_id,
            inputs_hash=_hash(inputs),
            outputs=outputs,
            done_at=now,
        )
    )


def forget(db: Connection, before: datetime) -> int:
    """Drop the entries made before ``before`` and say how many there were."""
    return db.execute(delete(LEDGER).where(LEDGER.c.done_at < before)).rowcount


def _hash(inputs: bytes) -> bytes:
    return hashlib.sha256(inputs).digest()
