"""signature-result: what became of a request for a signature.

It comes after the event that waits for the message `tertib-signature-decided`, whose correlation
key is the request's number: docs/signatures.md shows the diagram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from sqlalchemy import select

from workers.handler import BpmnError, Context, IncidentError, job_handler
from workers.jobs.signature_request import SIGNATURES, SignatureRequest
from workers.masking import mask
from workers.signing import beside
from workers.signing.decisions import PDF, reference_of, signed_name
from workers.state.documents import DocumentMetadata, DocumentReference
from workers.step import Described

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

ERRORS = {
    "SIGNATURE_REFUSED": "The official refused to sign; `signature_reason` says why.",
    "SIGNATURE_EXPIRED": "Nobody decided before the request expired.",
    "SIGNATURE_WITHDRAWN": "The request was taken back, or a corrected document took its place; "
    "`signature_reason` says why, if somebody did.",
}
_CODES = {
    "refused": "SIGNATURE_REFUSED",
    "expired": "SIGNATURE_EXPIRED",
    "withdrawn": "SIGNATURE_WITHDRAWN",
    "superseded": "SIGNATURE_WITHDRAWN",
}


class SignatureResultInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Which request is meant."""

    signature_request: Annotated[
        SignatureRequest, Described(description="The request, as signature-request gave it.")
    ]


class SignatureResultOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """A signed request."""

    signature_request: Annotated[
        SignatureRequest, Described(description="Number, official and status (signed).")
    ]
    signed_document: Annotated[
        DocumentReference | None,
        Described(description="The signed document; none: it was signed on paper."),
    ]


@job_handler("signature-result")
def tell_result(inputs: SignatureResultInputs, context: Context) -> SignatureResultOutputs:
    """Give the signed document, or throw what was decided instead."""
    number = inputs.signature_request.number
    columns = (
        SIGNATURES.c[name]
        for name in ("official", "status", "signed_document_id", "reason", "decided_at")
    )
    with context.reading() as db:
        row = db.execute(select(*columns).where(SIGNATURES.c.number == number)).one_or_none()
        document_id = _signed_most(db, context, number, row)
    if row is None:
        raise IncidentError(f"There is no request {number} for a signature in this database.")
    if row.status in _CODES:
        told = f"Request {number} is {row.status}."
        # An official wrote it, perhaps with the applicant's NIK in it: that stays in the queue.
        reason = mask(row.reason) if row.reason else None
        raise BpmnError(_CODES[row.status], told, {"signature_reason": reason})
    if row.status != "signed":
        raise IncidentError(
            f"Request {number} is not decided yet ({row.status}): before this task the diagram "
            "must wait for the message tertib-signature-decided."
        )
    request = SignatureRequest(number=number, official=row.official, status=row.status)
    document = _signed_document(number, document_id, context)
    return SignatureResultOutputs(signature_request=request, signed_document=document)


def _signed_most(db: Connection, context: Context, number: str, row: Row[Any] | None) -> str | None:
    """The document as it is with the signatures that other branches have set on it since.

    Whichever branch comes last, the process goes on with all of them.
    """
    if row is None or row.signed_document_id is None or row.status != "signed":
        return None
    return beside.newest(db, context.documents, number, row.signed_document_id, row.decided_at)


def _signed_document(
    number: str, document_id: str | None, context: Context
) -> DocumentReference | None:
    if document_id is None:
        return None
    size = len(context.documents.get(reference_of(document_id)))
    metadata = DocumentMetadata(content_type=PDF, file_name=signed_name(number), size=size)
    return msgspec.structs.replace(reference_of(document_id), metadata=metadata)
