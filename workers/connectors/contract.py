"""What goes to an adapter and what comes back, as ``docs/systems/*.openapi.json`` declare it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from workers.step import Office

SUBMISSIONS = "/submissions"
KEY_HEADER = "Idempotency-Key"
UNSPECIFIED = "UNSPECIFIED"  # a refusal that does not say why as the contract asks

Receipt = Annotated[
    str,
    Meta(
        pattern=r"^\S+( \S+)*$",
        max_length=100,
        description="The system's number for what it took: what an officer would write down.",
    ),
]
# Letters alone, so that no number of a person can be in it: it goes to Operate and the log.
Reason = Annotated[
    str,
    Meta(
        pattern="^[A-Z]+(_[A-Z]+)*$",
        max_length=40,
        description="Why, as a code of the adapter's: DOCUMENT_UNREADABLE, DUPLICATE_LETTER, ...",
    ),
]


class Person(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """The applicant; what the office does not know is left out."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    nik: str | None = None
    passport_number: str | None = None
    nationality: str | None = None
    birth_place: str | None = None
    birth_date: str | None = None  # ISO where the record has it so
    address: str | None = None
    institution: str | None = None
    study_program: str | None = None
    student_number: str | None = None


class Enclosure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The document that comes in the part ``document``."""

    file_name: str
    content_type: str
    size: int
    sha256: str


class Submission(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One step of a process, for the system to record; what is not known is left out."""

    subject: Annotated[str, Meta(description="What it is about, in the SOP's words.")]
    date: Annotated[dt.date, Meta(description="Today, where the office is.")]
    letter_number: str | None = None
    service: Annotated[str | None, Meta(description="The SOP's title, for people to read.")] = None
    office: Office | None = None
    sender: Annotated[str | None, Meta(description="Who performs the step, by title.")] = None
    details: Annotated[
        dict[str, Any], Meta(description="What this system asks for besides the usual.")
    ] = {}
    person: Person | None = None
    document: Enclosure | None = None


class Accepted(msgspec.Struct, frozen=True, kw_only=True, tag_field="status", tag="accepted"):
    """The system has taken it."""

    receipt: Receipt


class Pending(msgspec.Struct, frozen=True, kw_only=True, tag_field="status", tag="pending"):
    """The adapter has it and does not know yet whether the system takes it."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """The system does not take it. Nothing of it is kept under its key."""

    reason: Reason


Answer = Accepted | Pending
