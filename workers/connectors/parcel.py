"""What a step submits: the facts of it, the document, and the key that tells it from all others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec

from workers.connectors.contract import Enclosure, Person, Submission
from workers.letters import filling, phrases
from workers.letters.pdf.rendering import pdf_of
from workers.letters.pdf.typesetting import NotRenderedError
from workers.people import read_applicant
from workers.step import first

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.handler import Context, JobInfo
    from workers.handoff import HandoffInputs
    from workers.state.documents import DocumentReference
    from workers.systems import System, Target

_KEYS = UUID("5c1f3f0e-7f0e-4c0b-9c39-0e4a7a3f6d52")  # the namespace of our keys


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A submission and the document that belongs to it."""

    submission: Submission
    document: bytes  # empty without one


def pack(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    details: Mapping[str, str | int | None],
) -> Parcel:
    """Put together what the systems behind ``system`` are told.

    Args:
        system: to which it goes.
        inputs: of the step.
        context: the job's.
        details: values of the system's facts, by key.

    Raises:
        IncidentError: the applicant's record cannot be read.
        DocumentUnavailableError: a document is not in the store.
    """
    document = inputs.document and _as_systems_take_it(inputs.document, context)
    content = context.documents.get(document) if document else b""
    submission = Submission(
        subject=phrases.without_draft(inputs.topic),
        date=context.now.date(),
        letter_number=first(inputs.letter_number),
        service=phrases.process_name(inputs.process_title),
        office=inputs.office,
        sender=first(inputs.role),
        details={key: value for key, value in details.items() if value is not None},
        person=_person(inputs, context) if system.personal else None,
        document=_enclosure(document, content) if document else None,
    )
    return Parcel(submission=submission, document=content)


def key_of(
    target: Target, inputs: HandoffInputs, job: JobInfo, details: Mapping[str, str | int | None]
) -> UUID:
    """Return the key of a step's submission: the same for each try of it.

    Not the job's key: an engine that was killed may make a job anew with another one, and keys
    start over when a cluster is wiped (see ``workers.registers``). Without an applicant or a
    document nothing but the job tells one submission of a step from the next.
    """
    same = (target.code, job.process_instance_key, job.element_id)
    other = None if inputs.applicant or inputs.document else job.key
    what = msgspec.json.encode((same, other, inputs, dict(details)), order="deterministic")
    return uuid5(_KEYS, what.decode())


def _person(inputs: HandoffInputs, context: Context) -> Person:
    applicant = read_applicant(context.documents, inputs.applicant)
    return Person(**{name: getattr(applicant, name) for name in Person.__struct_fields__})


def _as_systems_take_it(document: DocumentReference, context: Context) -> DocumentReference:
    """Of a Word document its PDF, if it has one."""
    if document.metadata.content_type != filling.DOCX:
        return document
    try:
        pdf, _ = pdf_of(context.documents, document)
    except NotRenderedError:
        return document
    return pdf


def _enclosure(document: DocumentReference, content: bytes) -> Enclosure:
    return Enclosure(
        file_name=document.metadata.file_name,
        content_type=document.metadata.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
