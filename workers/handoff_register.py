"""The register of hand-offs: what was prepared for or sent to another system, and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Integer, String, Table, Text, insert, update

from workers.registers import draw
from workers.state.database import METADATA, Key, Timestamp
from workers.state.personal import holds

if TYPE_CHECKING:
    from workers.handler import Context
    from workers.state.documents import DocumentReference

HANDOFFS = Table(
    "handoffs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("system", String(40), nullable=False),
    # open: an officer has it. closed: the officer brought the receipt. sent: a connector did.
    # superseded: the step was done anew before there was a receipt. dropped: its process ended.
    Column("status", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("package_id", String(64), nullable=False),  # what was prepared, or what was sent
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("opened_at", Timestamp, nullable=False),
    Column("receipt", Text),  # the other system's number
    Column("closed_at", Timestamp),  # when the receipt was entered here
    Index("handoffs_status", "status", "system"),
    info=holds(
        documents="package_id",
        words="subject",
        kept="receipt",
        others="id number system status process_instance_key element_id opened_at closed_at",
    ),
)


def next_number(context: Context) -> str:
    """Draw the number of a hand-off, e.g. SRH-00012/2025."""
    year = str(context.now.year)
    return f"SRH-{draw(context.db, 'handoff', year):05}/{year}"


def enter(
    context: Context,
    *,
    number: str,
    system: str,
    subject: str,
    package: DocumentReference,
    receipt: str | None = None,
) -> None:
    """Enter a hand-off; the one this step opened before a correction gives way.

    Args:
        context: the job's.
        number: drawn in the same transaction.
        system: its code.
        subject: what it is about, in the SOP's words.
        package: what the officer gets, or what was sent.
        receipt: of what was sent; None: an officer has yet to bring it.
    """
    job = context.job
    _supersede(context)
    context.db.execute(
        insert(HANDOFFS).values(
            number=number,
            system=system,
            status="sent" if receipt else "open",
            subject=subject,
            package_id=package.document_id,
            process_instance_key=job.process_instance_key,
            element_id=job.element_id,
            opened_at=context.now,
            receipt=receipt,
            closed_at=context.now if receipt else None,
        )
    )


def _supersede(context: Context) -> None:
    context.db.execute(
        update(HANDOFFS)
        .where(
            HANDOFFS.c.process_instance_key == context.job.process_instance_key,
            HANDOFFS.c.element_id == context.job.element_id,
            HANDOFFS.c.status == "open",
        )
        .values(status="superseded")
    )
