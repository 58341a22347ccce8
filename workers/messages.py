"""Messages to the engine: what processes wait for, written in the transaction of what it tells.

Every worker process publishes what is not published yet (``workers.runtime.publisher``), at least
once; the engine takes a message of the same id only once while it remembers it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    select,
    text,
    update,
)

from workers.state.database import METADATA, Timestamp
from workers.state.personal import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

MESSAGES = Table(
    "process_messages",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("correlation_key", String(255), nullable=False),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("variables", Text, nullable=False),  # a JSON object, emptied when it was told
    Column("created_at", Timestamp, nullable=False),
    Column("published_at", Timestamp),  # None: not yet
    Column("refused", String(40)),  # the code with which the engine refused it for good
    Index("process_messages_waiting", "published_at", "refused"),
    info=holds(
        others="id name correlation_key message_id variables created_at published_at refused"
    ),
)
AT_ONCE = 100
_NAMES = ("name", "correlation_key", "message_id", "variables", "created_at")
# PostgreSQL and SQLite both read this; SQLAlchemy would have one of them write it each its own way.
_PUT = text(
    f"INSERT INTO process_messages ({', '.join(_NAMES)}) "  # noqa: S608 -- our own names
    f"VALUES ({', '.join(f':{name}' for name in _NAMES)}) ON CONFLICT DO NOTHING"
).bindparams(bindparam("created_at", type_=Timestamp()))


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is to be published."""

    id: int
    name: str
    correlation_key: str
    message_id: str
    variables: str
    created_at: datetime


def put(
    db: Connection,
    name: str,
    correlation_key: str,
    variables: Mapping[str, Any],
    now: datetime,
    *,
    message_id: str,
) -> None:
    """Write a message, to be published once this transaction is committed; not a second time.

    Args:
        db: in a transaction.
        name: as the diagram's message has it.
        correlation_key: which instance it is for.
        variables: for the instance; no personal data.
        now: aware.
        message_id: of this telling; the same thing told again has the same.
    """
    db.execute(
        _PUT,
        {
            "name": name,
            "correlation_key": correlation_key,
            "message_id": message_id,
            "variables": msgspec.json.encode(variables).decode(),
            "created_at": now,
        },
    )


def unpublished(db: Connection) -> list[Message]:
    """Return messages that are to be published, the oldest first; not all, if they are many."""
    columns = (MESSAGES.c[name] for name in Message.__struct_fields__)
    query = select(*columns).where(MESSAGES.c.published_at.is_(None), MESSAGES.c.refused.is_(None))
    rows = db.execute(query.order_by(MESSAGES.c.id).limit(AT_ONCE)).mappings()
    return [Message(**row) for row in rows]


def enter_published(db: Connection, message: Message, now: datetime) -> None:
    """Enter that the engine has a message."""
    told = update(MESSAGES).where(MESSAGES.c.id == message.id)
    db.execute(told.values(published_at=now, variables="{}"))


def enter_refused(db: Connection, message: Message, code: str) -> None:
    """Enter that the engine will never take a message."""
    db.execute(update(MESSAGES).where(MESSAGES.c.id == message.id).values(refused=code))
