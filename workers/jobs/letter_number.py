"""letter-number: the next number of the office's agenda, in the office's own pattern.

It is written into the letter where the template has it, with the day where there are dots still:
what is signed then cannot change any more. A file without that place (an upload, a PDF) stays as it
is, and the number stands in the agenda alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import msgspec

from workers import processings
from workers.config import load
from workers.handler import Context, IncidentError, job_handler
from workers.letters import filling, places
from workers.letters.pdf.rendering import pdf_of
from workers.registers import Book, Entry, enter
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first, in_words
from workers.wording import ROMAN_MONTHS

if TYPE_CHECKING:
    from datetime import date


DEFAULT_PATTERN = "{office}.{classification}-{number:4}"
_PART = re.compile(r"\{(\w+)(?::(\w+))?\}")
_OFFICE = re.compile(r"\{office\}[^{]*")
_KNOWN = re.compile(
    r"(?:[^{}]|\{(?:office|classification|number(?::[1-9])?|month(?::roman)?|year)\})*"
)


class NumberConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``letter-number``."""

    pattern: str = DEFAULT_PATTERN  # the office's own, where a step names none


CONFIG: dict[str, type[msgspec.Struct]] = {
    "letter-number": NumberConfig,
    "letters": filling.LettersConfig,
}


class LetterNumberInputs(StepInputs, frozen=True, kw_only=True):
    """What the number is drawn for."""

    document: Annotated[
        DocumentReference | None, Described(description="The letter that gets the number.")
    ] = None
    classification: Annotated[
        str | None,
        Described(
            description="Classification code of the letter, e.g. OT.02.02; empty: "
            "`letters.classification`."
        ),
    ] = None
    letter_number: Annotated[
        str | None,
        Described(description="The number the process carries; kept when this step drew it."),
    ] = None
    pattern: Annotated[
        str | None,
        Described(description="How it is written; empty: as `letter-number.pattern` says."),
    ] = None


class LetterNumberOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The number drawn, and the letter with it."""

    letter_number: Annotated[str, Described(description="As written: W.6.OT.02.02-0136.")]
    numbered_letter: Annotated[
        DocumentReference | None,
        Described(description="The .docx with the number in it; none: it has no place for one."),
    ]
    numbered_pdf: Annotated[
        DocumentReference | None, Described(description="The same as PDF/A, to sign and to send.")
    ]
    number_summary: Annotated[
        str, Described(description="The number and where it stands, for the row's form.")
    ]


@job_handler("letter-number", cpu_bound=True)
def number_letter(inputs: LetterNumberInputs, context: Context) -> LetterNumberOutputs:
    """Draw the next number of this office, year and classification; write it into the letter."""
    number = _draw(inputs, context)
    letter, pdf = _in_letter(inputs.document, number, context)
    return LetterNumberOutputs(
        letter_number=number,
        numbered_letter=letter,
        numbered_pdf=pdf,
        number_summary=_summary(number, inputs.document, [each for each in (letter, pdf) if each]),
    )


def _draw(inputs: LetterNumberInputs, context: Context) -> str:
    code = first(inputs.named_office.code)
    letters = load(filling.LettersConfig, "letters")
    classification = first(inputs.classification) or letters.classification
    day = context.now.date()
    pattern = _pattern(inputs)
    pattern = pattern if code else _OFFICE.sub("", pattern)
    book = Book(
        kind="letter-number", office=inputs.office_key, name=classification, period=str(day.year)
    )
    return enter(
        context,
        book,
        Entry(subject=inputs.topic, applicant=inputs.applicant, document=inputs.document),
        label=lambda number: _write(pattern, number, code or "", classification, day),
        held=inputs.letter_number,
    )


def _in_letter(
    document: DocumentReference | None, number: str, context: Context
) -> tuple[DocumentReference | None, DocumentReference | None]:
    """Store the letter with its number, and its PDF."""
    if document is None or document.metadata.content_type != filling.DOCX:
        return None, None
    filled = places.fill(context.documents.get(document), number, context.now.date())
    if filled is None:
        return None, None
    name = document.metadata.file_name
    letter = context.documents.put(filled, content_type=filling.DOCX, file_name=name)
    pdf, _ = pdf_of(context.documents, letter)
    for made in (letter, pdf):
        processings.pass_on(context.db, document.document_id, made.document_id)
    return letter, pdf


def _summary(
    number: str, document: DocumentReference | None, numbered: list[DocumentReference]
) -> str:
    if document is None:
        return number
    if numbered:
        return f"{number}, tertulis dalam {'; '.join(map(in_words, numbered))}"
    return (
        f"{number}, hanya tercatat di buku agenda: {document.metadata.file_name} tidak mempunyai "
        "tempat nomor. Bila belum bernomor, tulis sendiri dalam naskahnya."
    )


def _pattern(inputs: LetterNumberInputs) -> str:
    """The step's pattern, else the office's; either is checked."""
    named = first(inputs.pattern)
    pattern = named or load(NumberConfig, "letter-number").pattern
    if _KNOWN.fullmatch(pattern) and "{number" in pattern:
        return pattern
    holds = "may hold {office}, {classification}, {number:4}, {month}, {month:roman}, {year}."
    whose = "letter-number.pattern" if named is None else "The step's pattern"
    raise IncidentError(f"{whose} {holds}")


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
