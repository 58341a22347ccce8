"""What processes are to hear of their messages: that one was delivered, read, or failed.

A process waits for it by a message event named ``message-delivered``, ``message-read`` or
``message-failed``, whose correlation key is the number of the message in the outbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from workers import messages
from workers.outbox import OUTBOX

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def add(
    db: Connection,
    outbox_id: int,
    name: str,
    *,
    tag: str | None,
    reason: str | None,
    happened_at: datetime,
) -> None:
    """Have the process told, once however often it is said.

    Args:
        db: in the transaction that learns of it.
        outbox_id: of the message.
        name: delivered, read, failed.
        tag: of the attempt.
        reason: of failed: a code or the kind of a fault.
        happened_at: aware.
    """
    number = db.execute(select(OUTBOX.c.number).where(OUTBOX.c.id == outbox_id)).scalar_one()
    said = {"number": number, "status": name, "reason": reason, "at": happened_at}
    message_id = f"{number} {name} {tag or ''}"
    told = {"delivery": said}
    messages.put(db, f"message-{name}", number, told, happened_at, message_id=message_id)
