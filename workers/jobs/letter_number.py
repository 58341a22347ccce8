"""letter-number: the next number of the office's agenda, in the office's own pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import msgspec

from workers.handler import BpmnError, Context, job_handler
from workers.registers import Book, Entry, enter
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first
from workers.wording import ROMAN_MONTHS

if TYPE_CHECKING:
    from datetime import date


ERRORS = {
    "NUMBER_PATTERN_INVALID": "The pattern has a part that is not known, or none for the number.",
}
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_OFFICE = re.compile(r"\{office\}[^{]*")
_KNOWN = re.compile(
    r"(?:[^{}]|\{(?:office|classification|number(?::[1-9])?|month(?::roman)?|year)\})*"
)


class LetterNumberInputs(StepInputs, frozen=True, kw_only=True):
    """What the number is drawn for."""

    document: Annotated[
        DocumentReference | None, Described(description="The letter that gets the number.")
    ] = None
    classification: Annotated[
        str | None, Described(description="Classification code of the letter, e.g. OT.02.02.")
    ] = None
    letter_number: Annotated[
        str | None,
        Described(description="The number the process carries; kept when this step drew it."),
    ] = None
    pattern: Annotated[
        str | None,
        Described(description="How the office writes it: {office}.{classification}-{number:4}."),
    ] = None


class LetterNumberOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The number drawn."""

    letter_number: Annotated[str, Described(description="As written: W.6.OT.02.02-0136.")]


@job_handler("letter-number")
def number_letter(inputs: LetterNumberInputs, context: Context) -> LetterNumberOutputs:
    """Draw the next number of this office, year and classification."""
    code = first(inputs.named_office.code)
    classification = first(inputs.classification) or "UM.01.01"
    day = context.now.date()
    pattern = first(inputs.pattern) or "{office}.{classification}-{number:4}"
    pattern = _checked(pattern if code else _OFFICE.sub("", pattern))
    book = Book(
        kind="letter-number", office=inputs.office_key, name=classification, period=str(day.year)
    )
    written = enter(
        context,
        book,
        Entry(subject=inputs.topic, applicant=inputs.applicant, document=inputs.document),
        label=lambda number: _write(pattern, number, code or "", classification, day),
        held=inputs.letter_number,
    )
    return LetterNumberOutputs(letter_number=written)


def _checked(pattern: str) -> str:
    if _KNOWN.fullmatch(pattern) and "{number" in pattern:
        return pattern
    message = (
        "The number's pattern may hold {office}, {classification}, {number:4}, {month}, {year}."
    )
    raise BpmnError("NUMBER_PATTERN_INVALID", message)


def _write(pattern: str, number: int, code: str, classification: str, day: date) -> str:
    def part(match: re.Match[str]) -> str:
        match match[1]:
            case "number":
                return f"{number:0{match[2] or 1}}"
            case "month":
                return ROMAN_MONTHS[day.month - 1] if match[2] else f"{day.month:02}"
            case name:
                known = {"office": code, "classification": classification, "year": str(day.year)}
                return known[name]

    return _PART.sub(part, pattern)
