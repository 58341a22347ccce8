"""Whose message it is: a row of the outbox on its way out, from claim to result.

``ready`` -> ``claimed`` by a worker, that tells the server all but the message's end ->
``sending``, while the end is on its way and not answered yet -> ``sent``; or back to ``ready``,
or ``failed``. A claim of a worker that died goes back to ``ready``: the server has discarded what
it was told. What was ``sending`` becomes ``unknown``, which a person settles, or the messenger's
word on its delivery (``workers.sending.deliveries``). What waits may be ``dropped`` by a person's
word. Each step is committed before the next is taken, and taken only by who holds the claim.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, insert, or_, select, update

from workers.outbox import OUTBOX, SENDINGS
from workers.sending import reports
from workers.sending.pace import UNHURRIED, Pace, may_hear

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Select

LONGEST_WAIT = timedelta(hours=1)
# Some five days at the longest wait: RFC 5321, section 4.5.4.1.
MOST_ATTEMPTS = 120
_HELD = ("claimed", "sending", "unknown")  # unknown: declared so while its worker was slow


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A message that one worker may send."""

    outbox_id: int
    number: str
    message_id: str  # of the document that is the message
    process_instance_key: int  # whose message it is
    holder: str
    attempts: int  # this one included
    tag: str  # names this attempt to who sends it, and says nothing else


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an attempt."""

    status: str  # sent, ready (again, later), failed, unknown
    reason: str | None = None  # a code or the kind of a fault; nothing personal
    wait: timedelta = timedelta()  # of ready: what the server asked for; zero: it did not say
    provider_key: str | None = None  # of sent: see workers.sending.deliveries


SENT = Outcome(status="sent")


def is_waiting(db: Connection, channel: str, now: datetime, pace: Pace = UNHURRIED) -> bool:
    """Whether there is a message to send now."""
    return db.execute(_due(channel, now, pace)).first() is not None


def claim(
    db: Connection, channel: str, holder: str, now: datetime, pace: Pace = UNHURRIED
) -> Claim | None:
    """Claim the oldest message that is due, or return None: there is none.

    Args:
        db: in a transaction, which commits the claim.
        channel: of the message.
        holder: tells this claim's worker from all others.
        now: aware.
        pace: messages to who was written to within ``pace.apart`` are not due.
    """
    due = _due(channel, now, pace).with_for_update(of=OUTBOX, skip_locked=True)
    row = db.execute(due).first()
    if row is None:
        return None
    attempts, tag = (row.attempts or 0) + 1, secrets.token_hex(16)
    # What is still said of an earlier attempt, which failed, says nothing of this one.
    fresh = {"provider_key": None, "delivery": None, "delivered_at": None}
    move(db, row.id, "claimed", now, claimed_by=holder, attempts=attempts, tag=tag, **fresh)
    return Claim(
        outbox_id=row.id,
        number=row.number,
        message_id=row.message_id,
        process_instance_key=row.process_instance_key,
        holder=holder,
        attempts=attempts,
        tag=tag,
    )


def begin_sending(db: Connection, held: Claim, now: datetime) -> bool:
    """Enter that the message's end goes out now; False: the claim is no longer ours, stop."""
    if _status(db, held) != "claimed":
        return False
    move(db, held.outbox_id, "sending", now)
    return True


def finish(
    db: Connection, held: Claim, outcome: Outcome, now: datetime, *, first_wait: timedelta
) -> bool:
    """Enter what became of it; False: somebody else has settled it meanwhile."""
    if _status(db, held) not in _HELD:
        return False
    status, not_before = outcome.status, None
    if status == "ready" and held.attempts >= MOST_ATTEMPTS:
        status = "failed"
    elif status == "ready":
        wait = outcome.wait or first_wait * 2 ** min(held.attempts - 1, 20)
        not_before = now + min(wait, LONGEST_WAIT)
    said = {"not_before": not_before, "reason": outcome.reason}
    said |= {"provider_key": outcome.provider_key} if outcome.provider_key else {}
    move(db, held.outbox_id, status, now, **said)
    if status == "failed":
        outbox_id, tag, reason = held.outbox_id, held.tag, outcome.reason
        reports.add(db, outbox_id, "failed", tag=tag, reason=reason, happened_at=now)
    return True


def release_stale(
    db: Connection, channel: str, now: datetime, *, claimed: timedelta, sending: timedelta
) -> Mapping[str, int]:
    """Take the claims of the dead: return how many are ready again and how many are unknown.

    A claim from the future is one from before a clock was set back: nobody can tell its age.

    Args:
        db: in a transaction.
        channel: of the messages.
        now: aware.
        claimed: after this long a claim counts as a dead worker's.
        sending: likewise, while an end is not answered.
    """
    counts = {}
    for status, age, then in (("claimed", claimed, "ready"), ("sending", sending, "unknown")):
        query = (
            select(OUTBOX.c.id)
            .join(SENDINGS)
            .where(OUTBOX.c.channel == channel, OUTBOX.c.status == status)
            .where(or_(SENDINGS.c.changed_at < now - age, SENDINGS.c.changed_at > now + age))
            .with_for_update(of=OUTBOX, skip_locked=True)
        )
        rows = db.execute(query).scalars().all()
        for outbox_id in rows:
            move(db, outbox_id, then, now, reason="worker-gone")
        counts[then] = len(rows)
    return counts


def doubt_all(db: Connection, now: datetime) -> int:
    """Call every message on its way unknown, and return how many there were.

    For a database that was restored: they may have been sent after the backup was made.
    """
    query = select(OUTBOX.c.id).where(OUTBOX.c.status.in_(("ready", "claimed", "sending")))
    rows = db.execute(query).scalars().all()
    for outbox_id in rows:
        move(db, outbox_id, "unknown", now, reason="restored")
    return len(rows)


def count(db: Connection) -> dict[tuple[str, str], int]:
    """Return how many messages there are, by channel and status."""
    columns = (OUTBOX.c.channel, OUTBOX.c.status)
    rows = db.execute(select(*columns, func.count().label("messages")).group_by(*columns))
    return {(row.channel, row.status): row.messages for row in rows}


def settle(
    db: Connection, number: str, allowed: tuple[str, ...], then: str, now: datetime
) -> str | None:
    """Settle a message by a person's word; of one that is dropped its process hears that it failed.

    Args:
        db: in a transaction.
        number: the message's.
        allowed: the statuses it may have.
        then: the status it gets, with its attempts forgotten.
        now: aware.

    Returns:
        The status it had; None: there is no such message. It is changed if that is allowed.
    """
    query = select(OUTBOX.c.id, OUTBOX.c.status).where(OUTBOX.c.number == number)
    row = db.execute(query.with_for_update()).one_or_none()
    if row is None:
        return None
    if row.status in allowed:
        move(db, row.id, then, now, claimed_by=None, attempts=0, reason=None, not_before=None)
        if then == "dropped":
            reports.add(db, row.id, "failed", tag=None, reason="dropped", happened_at=now)
    return str(row.status)


def move(db: Connection, outbox_id: int, status: str, now: datetime, **values: object) -> None:
    """Change a message's status; its row is locked.

    Args:
        db: in a transaction.
        outbox_id: the message's.
        status: what it gets.
        now: aware.
        values: other columns of SENDINGS to change.
    """
    db.execute(update(OUTBOX).where(OUTBOX.c.id == outbox_id).values(status=status))
    changed = {"changed_at": now, **values}
    mine = update(SENDINGS).where(SENDINGS.c.outbox_id == outbox_id)
    if db.execute(mine.values(changed)).rowcount == 0:
        db.execute(insert(SENDINGS).values(outbox_id=outbox_id, **changed))


def _due(channel: str, now: datetime, pace: Pace) -> Select[tuple[int, str, str, int, int | None]]:
    # Nothing is put off for longer than the longest wait: then a clock was set back meanwhile.
    until = SENDINGS.c.not_before
    due = or_(until.is_(None), until <= now, until > now + LONGEST_WAIT)
    query = (
        select(
            OUTBOX.c.id,
            OUTBOX.c.number,
            OUTBOX.c.message_id,
            OUTBOX.c.process_instance_key,
            SENDINGS.c.attempts,
        )
        .join(SENDINGS, isouter=True)
        .where(OUTBOX.c.channel == channel, OUTBOX.c.status == "ready", due)
        .order_by(OUTBOX.c.id)
        .limit(1)
    )
    return query.where(may_hear(channel, pace, now)) if pace.apart else query


def _status(db: Connection, held: Claim) -> str | None:
    """Lock the message and return its status, or None: the claim is somebody else's."""
    locking = select(OUTBOX.c.status).where(OUTBOX.c.id == held.outbox_id).with_for_update()
    status = db.execute(locking).scalar_one()
    holder = select(SENDINGS.c.claimed_by).where(SENDINGS.c.outbox_id == held.outbox_id)
    return status if db.execute(holder).scalar_one() == held.holder else None
