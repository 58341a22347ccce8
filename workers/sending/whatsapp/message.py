"""A stored WhatsApp message as its providers take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from workers.decoding import decode
from workers.sending.envelope import UnsendableError
from workers.state.documents import DocumentReference

if TYPE_CHECKING:
    from workers.sending.claims import Claim
    from workers.state.documents import DocumentStore


class Enclosure(msgspec.Struct, frozen=True, kw_only=True):
    """A document that goes with a message."""

    content: bytes
    content_type: str
    file_name: str


class WhatsappMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message to one person."""

    number: str  # the outbox's
    tag: str  # of this attempt
    to: str  # E.164
    text: str  # all of it, as WhatsApp shows it: its subject in *asterisks*
    subject: str  # plain
    body: str  # without the subject
    enclosure: Enclosure | None


class _Text(msgspec.Struct):
    body: str


class _Request(msgspec.Struct):
    to: str | None
    text: _Text


class _Notice(msgspec.Struct):
    subject: str = ""
    body: str = ""


class _Stored(msgspec.Struct):
    """What notify-whatsapp stores."""

    request: _Request
    notice: _Notice | None = None
    attachment: DocumentReference | None = None


def read_message(documents: DocumentStore, held: Claim) -> WhatsappMessage:
    """Read a message, and what is enclosed, from the store.

    Raises:
        DocumentUnavailableError: one of them is missing or damaged.
        UnsendableError: it names nobody to send it to, or is no WhatsApp message.
        OSError: the store cannot be read.
    """
    try:
        stored = decode(documents.read(held.message_id), _Stored)
    except msgspec.DecodeError:
        raise UnsendableError("the document is no WhatsApp message") from None
    if not stored.request.to:
        raise UnsendableError("the message names nobody to send it to")
    attached, notice = stored.attachment, stored.notice or _Notice()
    return WhatsappMessage(
        number=held.number,
        tag=held.tag,
        to=stored.request.to,
        text=stored.request.text.body,
        subject=notice.subject,
        body=notice.body or stored.request.text.body,
        enclosure=_enclosed(documents, attached) if attached else None,
    )


def _enclosed(documents: DocumentStore, reference: DocumentReference) -> Enclosure:
    return Enclosure(
        content=documents.get(reference),
        content_type=reference.metadata.content_type,
        file_name=reference.metadata.file_name,
    )
