"""The outbox as an operator reads it: nothing of who a message is for but the record's id."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from workers.outbox import OUTBOX, SENDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

STATUSES = ("ready", "claimed", "sending", "sent", "failed", "unknown", "unaddressed", "dropped")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A message."""

    number: str
    channel: str
    status: str  # one of STATUSES
    recipient_kind: str  # applicant, official
    recipient: str  # the record's document id, or the official's title
    subject: str
    created_at: datetime
    changed_at: datetime | None  # when its status last changed; None: never
    attempts: int
    not_before: datetime | None  # when it is tried again; None: at once, or no more
    reason: str | None  # a code, or the kind of a fault
    delivery: str | None  # since it was sent: sent, failed, delivered, read; None: nothing is known
    delivered_at: datetime | None  # when that was
    process_instance_key: int
    element_id: str
    message_id: str  # of the document that is the message


def newest(db: Connection, statuses: Sequence[str], most: int) -> list[Line]:
    """Return messages, the newest first.

    Args:
        db: where the outbox is.
        statuses: only those that have one of these; empty: all.
        most: how many to return at most.
    """
    query = _query().order_by(OUTBOX.c.id.desc()).limit(most)
    if statuses:
        query = query.where(OUTBOX.c.status.in_(statuses))
    return [Line(**row) for row in db.execute(query).mappings()]


def find(db: Connection, number: str) -> Line | None:
    """Return the message of this number, or None: there is none."""
    row = db.execute(_query().where(OUTBOX.c.number == number)).mappings().one_or_none()
    return Line(**row) if row else None


def _query() -> Select[tuple[object, ...]]:
    theirs = {"changed_at", "not_before", "reason", "delivery", "delivered_at"}
    attempts = func.coalesce(SENDINGS.c.attempts, 0).label("attempts")
    columns = [
        (SENDINGS if name in theirs else OUTBOX).c[name]
        for name in Line.__struct_fields__
        if name != attempts.name
    ]
    return select(*columns, attempts).join_from(OUTBOX, SENDINGS, isouter=True)
