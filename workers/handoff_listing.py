"""The register of hand-offs as an operator reads it, and the receipts that close them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update

from workers.handoff_register import HANDOFFS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

STATUSES = ("open", "closed", "sent", "superseded", "dropped")
CLOSABLE = ("open", "dropped")  # a receipt may come after all


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-off. Nothing of whom it is about."""

    number: str
    system: str
    status: str  # one of STATUSES
    subject: str
    opened_at: datetime
    receipt: str | None  # the other system's number
    closed_at: datetime | None  # when the receipt was entered
    package_id: str  # the package's document
    process_instance_key: int
    element_id: str


_COLUMNS = [HANDOFFS.c[name] for name in Line.__struct_fields__]


def receipt_variable(system: str) -> str:
    """Name the process variable that the receipt of a system is entered in.

    It is the one that the element templates name; a diagram that names another has to be told by
    hand.
    """
    return f"{system}_receipt"


def oldest(db: Connection, statuses: Sequence[str]) -> list[Line]:
    """Return the hand-offs of these statuses, the oldest first."""
    query = select(*_COLUMNS).where(HANDOFFS.c.status.in_(statuses)).order_by(HANDOFFS.c.id)
    return [Line(**row) for row in db.execute(query).mappings()]


def find(db: Connection, number: str) -> Line | None:
    """Return the hand-off of this number, or None: there is none."""
    row = db.execute(select(*_COLUMNS).where(HANDOFFS.c.number == number)).mappings().one_or_none()
    return Line(**row) if row else None


def close(db: Connection, number: str, receipt: str, now: datetime) -> str | None:
    """Enter the receipt of a hand-off that is open, or was dropped.

    Args:
        db: in a transaction.
        number: the hand-off's.
        receipt: the other system's number.
        now: aware.

    Returns:
        The status it had; None: there is no such hand-off.
    """
    query = select(HANDOFFS.c.status).where(HANDOFFS.c.number == number)
    status: str | None = db.execute(query.with_for_update()).scalar_one_or_none()
    if status in CLOSABLE:
        _change(db, number, *CLOSABLE, status="closed", receipt=receipt, closed_at=now)
    return status


def drop(db: Connection, number: str, now: datetime) -> None:
    """Enter of a hand-off that is open that nobody waits for its receipt any more.

    Args:
        db: in a transaction.
        number: the hand-off's.
        now: aware.
    """
    _change(db, number, "open", status="dropped", closed_at=now)


def _change(db: Connection, number: str, *statuses: str, **values: str | datetime) -> None:
    ours = HANDOFFS.c.number == number
    db.execute(update(HANDOFFS).where(ours, HANDOFFS.c.status.in_(statuses)).values(**values))


def next_opening(db: Connection, line: Line) -> datetime | None:
    """When the instance opened its next hand-off to the same system; None: it has not."""
    query = select(func.min(HANDOFFS.c.opened_at)).where(
        HANDOFFS.c.process_instance_key == line.process_instance_key,
        HANDOFFS.c.system == line.system,
        HANDOFFS.c.opened_at > line.opened_at,
    )
    opened: datetime | None = db.execute(query).scalar_one()
    return opened
