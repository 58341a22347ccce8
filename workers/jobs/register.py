"""register: a line in one of the office's registers, numbered without a gap."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from workers.handler import Context, job_handler
from workers.letters.phrases import process_name
from workers.registers import Book, Entry, ParticularsInput, enter
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first

_NAMED = re.compile(
    r"\bregister\s+(\w+(?:\s+\w+){0,3}?)(?=\s+(?:dan|pada|di|untuk)\b|[,.;]|\s*$)", re.IGNORECASE
)


class RegisterInputs(StepInputs, frozen=True, kw_only=True):
    """What is entered, and where."""

    document: Annotated[
        DocumentReference | None, Described(description="The permit or letter the line is about.")
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    register_number: Annotated[
        str | None,
        Described(description="The number the process carries; kept when this step drew it."),
    ] = None
    book: Annotated[
        str | None,
        Described(description="Name of the register; empty: the one the row names, or the SOP's."),
    ] = None
    particulars: ParticularsInput = None


class RegisterOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The line's number."""

    register_number: Annotated[str, Described(description="Number in the register: 0012/2025.")]


@job_handler("register")
def register(inputs: RegisterInputs, context: Context) -> RegisterOutputs:
    """Enter the applicant's record and the document by reference, under the next number."""
    year = str(context.now.year)
    subject = " ".join(filter(None, (inputs.topic, first(inputs.letter_number))))
    number = enter(
        context,
        Book(kind="register", office=inputs.office_key, name=_book(inputs), period=year),
        Entry(
            subject=subject,
            particulars=inputs.particulars,
            applicant=inputs.applicant,
            document=inputs.document,
        ),
        label=lambda number: f"{number:04}/{year}",
        held=inputs.register_number,
    )
    return RegisterOutputs(register_number=number)


def _book(inputs: RegisterInputs) -> str:
    named = _NAMED.search(inputs.wording)
    by_row = f"Register {named[1]}" if named else None
    return first(inputs.book, by_row, process_name(inputs.process_title)) or "Register umum"
