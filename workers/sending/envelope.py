"""A stored message, and whom it is from and for."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING

import msgspec

from workers.errors import IncidentError
from workers.state.documents import STORE_ID, DocumentMetadata, DocumentReference

if TYPE_CHECKING:
    from workers.state.documents import DocumentStore


class UnsendableError(IncidentError):
    """A message that no server could take. Names no address."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What the mail server is given."""

    sender: str  # where bounces go
    recipients: tuple[str, ...]
    content: bytes


def read_envelope(documents: DocumentStore, message_id: str, sender: str) -> Envelope:
    """Read a message from the store.

    Args:
        documents: the store.
        message_id: the document's.
        sender: where bounces go.

    Raises:
        DocumentUnavailableError: it is missing or damaged.
        UnsendableError: it names nobody to send it to.
        OSError: the store cannot be read.
    """
    content = documents.get(reference_of(message_id))
    to = message_from_bytes(content, policy=SMTP)["To"]
    recipients = tuple(address.addr_spec for address in to.addresses) if to else ()
    if not recipients or not all(address.isascii() for address in recipients):
        message = "the message names nobody to send it to"
        raise UnsendableError(message)
    return Envelope(sender=sender, recipients=recipients, content=content)


def reference_of(message_id: str) -> DocumentReference:
    """The reference of a message that the outbox names by its document's id."""
    metadata = DocumentMetadata(content_type="message/rfc822", file_name="surel.eml", size=0)
    return DocumentReference(
        store_id=STORE_ID, document_id=message_id, content_hash=message_id, metadata=metadata
    )
