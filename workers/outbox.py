"""The outbox: messages composed in full, each a document in the store, waiting to be sent.

A row says for whom (the applicant's record, or an official's title), never a phone number or an
address: those stand in the message alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
)

from workers.registers import draw
from workers.state.database import METADATA, Key, Timestamp, alone
from workers.state.documents import DocumentReference
from workers.state.personal import holds
from workers.step import Described

if TYPE_CHECKING:
    from workers.handler import Context

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("channel", String(20), nullable=False),
    Column("recipient_kind", String(20), nullable=False),
    Column("recipient", Text, nullable=False),  # a record's document id, or a title
    # unaddressed, ready, claimed, sending, sent, failed, unknown, dropped:
    # see workers.sending.claims
    Column("status", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", String(64), nullable=False),  # the composed message, a document
    Column("content_hash", String(64), nullable=False),  # of what it says, whenever it says it
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("created_at", Timestamp, nullable=False),
    # The same thing is said to the same person once in a step, however often the step is done.
    UniqueConstraint("process_instance_key", "element_id", "channel", "recipient", "content_hash"),
    Index("outbox_status", "status", "created_at"),
    info=holds(
        person="recipient",
        documents="message_id",
        words="subject",
        others="id number channel recipient_kind status content_hash process_instance_key "
        "element_id created_at",
    ),
)

# How far a message is on its way out. Beside the table above, which older installations have.
SENDINGS = Table(
    "outbox_sendings",
    METADATA,
    Column(
        "outbox_id",
        ForeignKey(OUTBOX.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claimed_by", Text),  # the worker that has it, or had it last
    Column("changed_at", Timestamp, nullable=False),  # when its status last changed
    Column("not_before", Timestamp),  # None: at once
    Column("reason", Text),  # of its status: a code, the kind of a fault
    Column("tag", String(32)),  # names the last attempt to who sent it
    Column("provider_key", String(64)),  # of the id it has there: workers.sending.deliveries
    Column("delivery", String(20)),  # what is said of it since: sent, failed, delivered, read
    Column("delivered_at", Timestamp),  # when that was
    Index("outbox_sendings_changed", "changed_at"),  # how many were sent just now
    Index("outbox_sendings_tag", "tag"),
    Index("outbox_sendings_provider_key", "provider_key"),
    info=holds(
        others="outbox_id attempts claimed_by changed_at not_before reason tag provider_key "
        "delivery delivered_at"
    ),
)


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a message is for."""

    kind: Literal["applicant", "official"]
    reference: str  # the record's document id, or the official's title
    name: str | None  # as the message addresses the person


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is said, before it takes the shape of a channel."""

    recipient: Recipient
    subject: str
    body: str
    attachment: DocumentReference | None = None

    @property
    def content_hash(self) -> str:
        """The same for the same words and enclosure, on whatever day."""
        enclosed = self.attachment.document_id if self.attachment else ""
        return hashlib.sha256(f"{self.subject}\n{self.body}\n{enclosed}".encode()).hexdigest()


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A notice in the shape of its channel."""

    content: bytes
    content_type: str
    file_name: str
    addressed: bool  # False: whom to send it to is known by title only


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the outbox, as a process variable holds it."""

    number: str
    channel: str
    recipient: str  # "applicant" or an official's title
    status: str


NotificationOutput = Annotated[
    Notification,
    Described(description="Number, channel, recipient (applicant or a title) and status."),
]


def find(context: Context, channel: str, notice: Notice) -> Notification | None:
    """Return what this step has put into the outbox already, if it is the same."""
    alone(context.db, f"outbox {context.job.process_instance_key}")
    query = select(OUTBOX.c.number, OUTBOX.c.status).where(
        OUTBOX.c.process_instance_key == context.job.process_instance_key,
        OUTBOX.c.element_id == context.job.element_id,
        OUTBOX.c.channel == channel,
        OUTBOX.c.recipient == notice.recipient.reference,
        OUTBOX.c.content_hash == notice.content_hash,
    )
    row = context.db.execute(query).one_or_none()
    return _notification(row.number, channel, notice, row.status) if row else None


def add(context: Context, channel: str, notice: Notice, message: Message) -> Notification:
    """Put a message into the outbox: ready to be sent, or unaddressed."""
    year = str(context.now.year)
    number = f"KLR-{draw(context.db, 'outbox', year):05}/{year}"
    status = "ready" if message.addressed else "unaddressed"
    stored = context.documents.put(
        message.content, content_type=message.content_type, file_name=message.file_name
    )
    context.db.execute(
        insert(OUTBOX).values(
            number=number,
            channel=channel,
            recipient_kind=notice.recipient.kind,
            recipient=notice.recipient.reference,
            status=status,
            subject=notice.subject,
            message_id=stored.document_id,
            content_hash=notice.content_hash,
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            created_at=context.now,
        )
    )
    return _notification(number, channel, notice, status)


def _notification(number: str, channel: str, notice: Notice, status: str) -> Notification:
    recipient = notice.recipient
    named = "applicant" if recipient.kind == "applicant" else recipient.reference
    return Notification(number=number, channel=channel, recipient=named, status=status)
