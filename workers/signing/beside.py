"""Officials who sign one document at the same time: branches of a process ask for it side by side.

Each asks about the document as it was before any signed. Whoever signs later signs what the others
have signed by then, so that one document bears all signatures in the end. A signature is appended:
a document that begins as another one is that one, signed further.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from workers.jobs.signature_request import SIGNATURES
from workers.signing.decisions import reference_of
from workers.signing.errors import SigningError
from workers.state.documents import DocumentUnavailableError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from workers.state.documents import DocumentStore


def newest(  # noqa: PLR0917 -- whose document, which, and of when
    db: Connection,
    documents: DocumentStore,
    number: str,
    document_id: str,
    since: datetime,
    until: datetime | None = None,
) -> str:
    """Return the id of a document with the signatures that other requests brought it meanwhile.

    Args:
        db: where requests are.
        documents: where their documents are.
        number: of the request that the document is of.
        document_id: the document's.
        since: what was signed before belongs to an earlier round of the process.
        until: what was signed later does not count; None: all does.
    """
    theirs = (SIGNATURES.c.status == "signed") & (SIGNATURES.c.decided_at >= since)
    if until is not None:
        theirs &= SIGNATURES.c.decided_at <= until
    found = [each for each in _others(db, number, theirs) if each["signed_document_id"]]
    if not found:
        return document_id
    content = _content(documents, document_id)
    for each in sorted(found, key=lambda each: each["decided_at"], reverse=True):
        signed: str = each["signed_document_id"]
        same = each["document_id"] == document_id
        if same or (content and _content(documents, signed).startswith(content)):
            return signed
    return document_id


def require_settled(
    db: Connection, documents: DocumentStore, number: str, document_id: str
) -> None:
    """Refuse to sign a document that a service may be signing for another request.

    Raises:
        SigningError: names that request.
    """
    others = _others(db, number, SIGNATURES.c.status == "unknown")
    document = _content(documents, document_id) if others else b""
    for other in others:
        theirs = _content(documents, other["document_id"])
        both = document and theirs
        if both and (document.startswith(theirs) or theirs.startswith(document)):
            raise SigningError(
                f"{number}: dokumen yang sama sedang ditandatangani menurut {other['number']}, "
                "yang belum pasti. Selesaikan itu dahulu (tertib sign settle), supaya satu "
                "dokumen memuat semua tanda tangan."
            )


def lock(db: Connection, number: str) -> None:
    """Lock all requests of the process that a request is of, until the transaction ends."""
    query = select(SIGNATURES.c.id).where(_of_its_process(number))
    db.execute(query.order_by(SIGNATURES.c.id).with_for_update()).all()


def _others(db: Connection, number: str, wanted: ColumnElement[bool]) -> list[RowMapping]:
    """The requests of the same process but this one."""
    other = _of_its_process(number) & (SIGNATURES.c.number != number)
    return list(db.execute(select(SIGNATURES).where(other, wanted)).mappings())


def _of_its_process(number: str) -> ColumnElement[bool]:
    ours = SIGNATURES.alias()
    instance = select(ours.c.process_instance_key).where(ours.c.number == number)
    return SIGNATURES.c.process_instance_key == instance.scalar_subquery()


def _content(documents: DocumentStore, document_id: str | None) -> bytes:
    """A document; nothing of one that is on paper, or gone."""
    if document_id is None:
        return b""
    try:
        return documents.get(reference_of(document_id))
    except DocumentUnavailableError:
        return b""
