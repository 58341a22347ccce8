"""signature-request: a document waits in the queue of a named official."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from sqlalchemy import Column, Index, Integer, String, Table, Text, insert, select, update

from workers.config import load
from workers.handler import Context, IncidentError, job_handler
from workers.letters import phrases
from workers.letters.filling import DOCX
from workers.letters.pdf.rendering import pdf_of
from workers.registers import draw
from workers.signing.blanks import blanks
from workers.signing.pades import unfit
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds
from workers.step import Described, StepInputs, first, in_words

SIGNATURES = Table(
    "signature_requests",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("official", Text, nullable=False),  # a title, not a person
    Column("subject", Text, nullable=False),
    Column("document_id", String(64)),  # None: the document is on paper
    # waiting, unknown, superseded, signed, refused, withdrawn, expired:
    # see workers.signing.queue
    Column("status", String(20), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("requested_at", Timestamp, nullable=False),
    Column("signed_document_id", String(64)),
    Column("decided_at", Timestamp),
    Column("reason", Text),
    Column("provider", String(20)),  # the service elsewhere that was asked to sign: bsre
    Column("attempted_at", Timestamp),  # when it was asked last
    Column("expires_at", Timestamp),  # None: it waits however long it takes
    Index("signature_requests_queue", "status", "official"),
    info=holds(
        documents="document_id signed_document_id",
        words="subject reason",
        others="id number official status process_instance_key element_id requested_at decided_at "
        "provider attempted_at expires_at",
    ),
)


class RequestConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``signature-request``."""

    expires: Annotated[float, msgspec.Meta(ge=0)] = 0.0  # days until a request expires; 0: never


CONFIG = {"signature-request": RequestConfig}


class SignatureRequestInputs(StepInputs, frozen=True, kw_only=True):
    """What is to be signed, and by whom."""

    document: Annotated[
        DocumentReference | None,
        Described(description="The document to sign; none: the document is on paper."),
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    official: Annotated[
        str | None,
        Described(description="Title of who signs; empty: whom the row names, or who performs it."),
    ] = None


class SignatureRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the queue."""

    number: str
    official: str
    status: str


class SignatureRequestOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The request."""

    signature_request: Annotated[
        SignatureRequest, Described(description="Number, official and status (waiting).")
    ]
    signature_summary: Annotated[str, Described(description="Who signs what, for the row's form.")]


@job_handler("signature-request", cpu_bound=True)
def request_signature(inputs: SignatureRequestInputs, context: Context) -> SignatureRequestOutputs:
    """Queue the document; a corrected one takes the place of the one before."""
    official = first(inputs.official, phrases.signatory(inputs.wording), inputs.role)
    official = official or "Kepala Kantor"
    document = _to_be_signed(inputs.document, context)
    document_id = document.document_id if document else None
    number = _waiting(context, official, document_id)
    if number is None:
        _supersede(context)
        number = _queue(inputs, context, official, document_id)
    request = SignatureRequest(number=number, official=official, status="waiting")
    paper = first(inputs.letter_number) or inputs.topic
    what = in_words(document) if document else paper
    summary = f"{number}: {what}, oleh {official}{_left_open(document, context)}"
    return SignatureRequestOutputs(signature_request=request, signature_summary=summary)


def _left_open(document: DocumentReference | None, context: Context) -> str:
    """Tell that a document is not filled in yet: signed, it can be no more."""
    if document is None:
        return ""
    left = blanks(context.documents.get(document))
    return f". Masih ada {left} isian kosong (titik-titik)." if left else ""


def _to_be_signed(document: DocumentReference | None, context: Context) -> DocumentReference | None:
    """Return the PDF that is signed: of a Word document, the one made of it.

    Raises:
        IncidentError: there is none. What stands in `document` is the diagram's choice, and no
            official at a desk can mend it.
    """
    if document is None:
        return None
    if document.metadata.content_type == DOCX:
        return pdf_of(context.documents, document)[0]
    if why := unfit(context.documents.get(document)):
        raise IncidentError(
            f"The document to be signed ({document.document_id[:12]}) {why}. Only a PDF or a Word "
            "document can be signed: let the task's input `document` refer to one, and retry."
        )
    return document


def _waiting(context: Context, official: str, document_id: str | None) -> str | None:
    """Return the number of the same request, if it waits already or may have been signed."""
    query = select(SIGNATURES.c.number).where(
        SIGNATURES.c.status.in_(("waiting", "unknown")),
        SIGNATURES.c.official == official,
        SIGNATURES.c.document_id == document_id,
        SIGNATURES.c.process_instance_key == context.job.process_instance_key,
        SIGNATURES.c.element_id == context.job.element_id,
    )
    return context.db.execute(query).scalars().first()


def _supersede(context: Context) -> None:
    context.db.execute(
        update(SIGNATURES)
        .where(
            SIGNATURES.c.status == "waiting",
            SIGNATURES.c.process_instance_key == context.job.process_instance_key,
            SIGNATURES.c.element_id == context.job.element_id,
        )
        .values(status="superseded")
    )


def _queue(
    inputs: SignatureRequestInputs, context: Context, official: str, document_id: str | None
) -> str:
    year = str(context.now.year)
    number = f"TTD-{draw(context.db, 'signature-request', year):05}/{year}"
    context.db.execute(
        insert(SIGNATURES).values(
            number=number,
            official=official,
            subject=first(inputs.letter_number) or inputs.topic,
            document_id=document_id,
            status="waiting",
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            requested_at=context.now,
            expires_at=_end(context.now),
        )
    )
    return number


def _end(now: datetime) -> datetime | None:
    """Say when a request expires."""
    days = load(RequestConfig, "signature-request").expires
    return now + timedelta(days=days) if days else None
