"""What a job knows of its row in the SOP: the inputs that most element templates pass on."""

from __future__ import annotations

from typing import Annotated

import msgspec

from workers.state.documents import DocumentReference

Described = msgspec.Meta


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The office a process runs in, as its start variable says."""

    name: str | None = None
    unit: str | None = None
    code: str | None = None  # as in letter numbers: W.6


class StepInputs(msgspec.Struct, frozen=True, kw_only=True):
    """All optional: an instance started by hand knows none of it."""

    row: Annotated[str | None, Described(description="Number of the SOP row, as printed.")] = None
    activity: Annotated[str | None, Described(description="The row's activity in full.")] = None
    subject: Annotated[
        str | None, Described(description="The row's first output, or its activity.")
    ] = None
    role: Annotated[str | None, Described(description="Who performs the row.")] = None
    next_role: Annotated[str | None, Described(description="Who performs the row after it.")] = None
    process_title: Annotated[str | None, Described(description="Title of the SOP.")] = None
    unit: Annotated[str | None, Described(description="Unit that the SOP belongs to.")] = None
    applicant: Annotated[
        DocumentReference | None,
        Described(description="Reference of the applicant's record in the document store."),
    ] = None
    office: Annotated[
        Office | None, Described(description="The office: name, unit, code as in letter numbers.")
    ] = None

    @property
    def topic(self) -> str:
        """What the step is about, in the SOP's own words."""
        return first(self.subject, self.activity, self.process_title) or "(tanpa perihal)"

    @property
    def wording(self) -> str:
        """All that the SOP says of the step, for telling what is meant by it."""
        return ". ".join(filter(None, (self.activity, self.subject)))

    @property
    def named_office(self) -> Office:
        """The office as the process was told it; one without a word when it was not."""
        return self.office or Office()

    @property
    def office_key(self) -> str:
        """What tells this office's registers from another's. Empty: the only one there is."""
        office = self.named_office
        return first(office.code, office.name, office.unit, self.unit) or ""


def first(*texts: str | None) -> str | None:
    """Return the first text that says something, trimmed."""
    return next((text.strip() for text in texts if text and text.strip()), None)


def in_words(document: DocumentReference) -> str:
    """Name a document so that an officer can find it: its file and the start of its id."""
    return f"{document.metadata.file_name} (dokumen {document.document_id[:12]})"
