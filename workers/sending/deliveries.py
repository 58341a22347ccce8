"""What became of a message after it was sent: as the messenger says, twice and in any order.

A delivery only rises, from ``sent`` to ``read``; what is said again or late changes nothing. It is
also proof: a message whose sending is ``unknown`` was sent if the messenger delivers it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import or_, select, update

from workers.outbox import OUTBOX, SENDINGS
from workers.sending import claims, reports

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Each outranks those before it. With several devices one may fail and another receive.
_RANKS = {"sent": 0, "failed": 1, "delivered": 2, "read": 3}
KNOWN = frozenset(_RANKS)


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What a messenger says of a message."""

    provider_key: str  # of the message's id there
    tag: str | None  # the attempt's, if the messenger gives it back
    status: str  # one of KNOWN
    reason: str | None  # of failed: a code
    happened_at: datetime | None  # None: it does not say


def key_of(provider_id: str) -> str:
    """Return what is kept of the id that a messenger gives a message: its SHA-256.

    WhatsApp's ids hold the recipient's phone number, which has no place in the outbox; the rest of
    an id is long and random, so that its hash tells nothing.
    """
    return hashlib.sha256(provider_id.encode()).hexdigest()


def enter(db: Connection, channel: str, delivery: Delivery, now: datetime) -> str | None:
    """Enter what a messenger says of a message.

    Args:
        db: in a transaction.
        channel: of the message.
        delivery: what it says.
        now: aware.

    Returns:
        The message's number; None: no such message is ours, or this is not news of it.
    """
    row = _find(db, channel, delivery)
    if row is None or _rank(delivery.status) <= _rank(row.delivery):
        return None
    said = {
        "provider_key": delivery.provider_key,
        "delivery": delivery.status,
        "delivered_at": delivery.happened_at or now,
    }
    status = "failed" if delivery.status == "failed" else "sent"
    if row.status == status:
        db.execute(update(SENDINGS).where(SENDINGS.c.outbox_id == row.id).values(said))
    else:
        said |= {"reason": delivery.reason, "not_before": None}
        claims.move(db, row.id, status, now, **said)
    for name in _news(row.delivery, delivery.status):
        at = delivery.happened_at or now
        reports.add(db, row.id, name, tag=row.tag, reason=delivery.reason, happened_at=at)
    return str(row.number)


def _find(db: Connection, channel: str, delivery: Delivery) -> Any:
    """Find a message by the messenger's id of it or by our own. None: it is not ours.

    Both its rows are locked: on PostgreSQL one that is not might be read as it was before.
    """
    named = SENDINGS.c.provider_key == delivery.provider_key
    if delivery.tag:
        named = or_(named, SENDINGS.c.tag == delivery.tag)
    query = (
        select(OUTBOX.c.id, OUTBOX.c.number, OUTBOX.c.status, SENDINGS.c.tag, SENDINGS.c.delivery)
        .join_from(OUTBOX, SENDINGS)
        .where(OUTBOX.c.channel == channel, named)
    )
    return db.execute(query.with_for_update()).first()


def _news(before: str | None, now: str) -> list[str]:
    """Name what a process may wait for and has not heard: a message that is read was delivered."""
    if now == "failed":
        return ["failed"]
    steps = ("delivered", "read")
    return [step for step in steps if _rank(before) < _rank(step) <= _rank(now)]


def _rank(delivery: str | None) -> int:
    return _RANKS[delivery] if delivery else -1
