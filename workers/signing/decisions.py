"""What becomes of a request for a signature, told to the process that waits for it.

A decision and the message that tells it are written in one transaction. The message is a wake-up:
what was decided is read from here by ``signature-result``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from workers import messages, processings
from workers.jobs.signature_request import SIGNATURES
from workers.state.documents import (
    STORE_ID,
    DocumentMetadata,
    DocumentReference,
    DocumentUnavailableError,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.state.documents import DocumentStore

MESSAGE = "tertib-signature-decided"  # its correlation key is the request's number
PDF = "application/pdf"


def decide(db: Connection, number: str, status: str, now: datetime, **values: object) -> None:
    """Enter a decision, and that its process is to be told.

    Args:
        db: in a transaction that holds the request's lock.
        number: the request's.
        status: signed, refused, withdrawn or expired.
        now: aware.
        values: other columns.
    """
    ours = SIGNATURES.c.number == number
    db.execute(update(SIGNATURES).where(ours).values(status=status, decided_at=now, **values))
    held = db.execute(select(SIGNATURES).where(ours)).one()
    if held.signed_document_id:
        processings.pass_on(db, held.document_id, held.signed_document_id)
    request = {"number": number, "official": held.official, "status": status}
    variables = {"signature_request": request}
    # With the instance, since a restored database gives numbers anew that the engine has heard.
    told = f"{number} {status} {held.process_instance_key}"
    messages.put(db, MESSAGE, number, variables, now, message_id=told)


def reference_of(document_id: str, file_name: str = "dokumen.pdf") -> DocumentReference:
    """The reference of a document that a request names by its id."""
    metadata = DocumentMetadata(content_type=PDF, file_name=file_name, size=0)
    return DocumentReference(
        store_id=STORE_ID, document_id=document_id, content_hash=document_id, metadata=metadata
    )


def is_stored(documents: DocumentStore, document_id: str | None) -> bool:
    """Whether a document is there, whole."""
    if document_id is None:
        return False
    try:
        documents.get(reference_of(document_id))
    except DocumentUnavailableError:
        return False
    return True


def signed_name(number: str) -> str:
    """Name the file of a request's signed document: TTD-00001-2025.pdf."""
    return f"{number.replace('/', '-')}.pdf"
