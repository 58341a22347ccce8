"""How fast a channel sends, over all workers together.

Reckoned from the outbox itself, which knows when which message last moved: there is no other
account of it that could be lost, or that each worker would keep for itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from workers.outbox import OUTBOX, SENDINGS
from workers.state.database import alone

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a server wants."""

    most: int = 0  # messages in each period; 0: as many as it takes
    period: timedelta = timedelta(seconds=1)
    apart: timedelta = timedelta()  # between two messages to the same person


UNHURRIED = Pace()  # the server's own answers are all there is to heed


def wait(db: Connection, channel: str, pace: Pace, now: datetime) -> timedelta:
    """Say how long to wait until the next message may be claimed; zero: it may be now.

    Args:
        db: in the transaction that will claim it: others who ask wait until it ends.
        channel: of the messages.
        pace: the channel's.
        now: aware.
    """
    if not (pace.most or pace.apart):
        return timedelta()
    alone(db, f"outbox pace {channel}")
    if not pace.most:
        return timedelta()
    query = (
        select(SENDINGS.c.changed_at)
        .join_from(SENDINGS, OUTBOX)
        .where(OUTBOX.c.channel == channel)
        .where(_lately(SENDINGS.c.changed_at, now, pace.period))
        .order_by(SENDINGS.c.changed_at.desc())
        .offset(pace.most - 1)
        .limit(1)
    )
    first_of_most: datetime | None = db.execute(query).scalar()
    if first_of_most is None:
        return timedelta()
    return min(first_of_most + pace.period - now, pace.period)


def may_hear(channel: str, pace: Pace, now: datetime) -> ColumnElement[bool]:
    """Select the messages of the outbox whose recipients have not been written to just now."""
    other, sent = OUTBOX.alias(), SENDINGS.alias()
    lately = (
        select(other.c.recipient)
        .join_from(other, sent, sent.c.outbox_id == other.c.id)
        .where(other.c.channel == channel, _lately(sent.c.changed_at, now, pace.apart))
    )
    return OUTBOX.c.recipient.not_in(lately)


def _lately(
    moved_at: ColumnElement[datetime], now: datetime, period: timedelta
) -> ColumnElement[bool]:
    """Within the period; what is of far in the future is of before a clock was set back."""
    return moved_at.between(now - period, now + period)
