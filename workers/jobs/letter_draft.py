"""letter-draft: the draft of an official letter, from a template the office edits in Word.

The Word document is the letter: who corrects it, corrects that. The PDF/A is made of it and of
nothing else, so it can be had again at any time, and is then the same file. Which features of Word
come through is said in [letters](../letters.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from workers import people
from workers.handler import BpmnError, Context, job_handler
from workers.letters import filling, phrases
from workers.letters.letterhead import letterhead, office_in_words
from workers.letters.pdf.rendering import pdf_of
from workers.letters.pdf.typesetting import NotRenderedError
from workers.people import Applicant, read_applicant
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first, in_words
from workers.wording import long_date, open_date, slug

if TYPE_CHECKING:
    from datetime import date

ERRORS = people.ERRORS | filling.ERRORS
CONFIG = {"letters": filling.LettersConfig}
_UNKNOWN_PERSON: list[tuple[str, str | None]] = [
    ("Nama", None),
    ("NIK/nomor paspor", None),
    ("Asal instansi", None),
    ("Alamat", None),
]
# What exactly, the log says: these are features of the template, which the officer cannot change.
_SIMPLIFIED = "PDF tidak memuat semua bentuk templat; bandingkan dengan berkas Word."
_ABOUT_A_PERSON = {"surat-keterangan", "surat-izin", "sertifikat"}
Kind = Literal[
    "",
    "surat-dinas",
    "nota-dinas",
    "surat-keterangan",
    "surat-izin",
    "laporan",
    "telaahan-staf",
    "sertifikat",
]


class LetterDraftInputs(StepInputs, frozen=True, kw_only=True):
    """What the letter is made of; whatever is missing is left blank in it."""

    kind: Annotated[
        Kind | None, Described(description="Template to use; empty: told from the row's words.")
    ] = None
    nature: Annotated[str | None, Described(description="Sifat: Biasa, Segera, Rahasia.")] = None
    recipient: Annotated[
        str | None, Described(description="Addressee (an official's title); empty: from the row.")
    ] = None
    signatory: Annotated[
        str | None, Described(description="Who signs (an official's title); empty: from the row.")
    ] = None
    copies: Annotated[
        str | None, Described(description="Tembusan: officials' titles, separated by semicolons.")
    ] = None
    letter_number: Annotated[
        str | None, Described(description="The letter's number, when it has one already.")
    ] = None
    review_note: Annotated[
        str | None,
        Described(description="Why the letter came back; put beside its text as a Word comment."),
    ] = None


class LetterDraftOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The draft."""

    letter: Annotated[DocumentReference, Described(description="The draft, a .docx.")]
    letter_pdf: Annotated[
        DocumentReference, Described(description="The same as PDF/A, to read and to send.")
    ]
    letter_summary: Annotated[str, Described(description="File names and ids, for the row's form.")]


@job_handler("letter-draft", cpu_bound=True)
def draft(inputs: LetterDraftInputs, context: Context) -> LetterDraftOutputs:
    """Fill the letter's template in, and store the document and its PDF."""
    applicant = read_applicant(context.documents, inputs.applicant)
    kind = inputs.kind or phrases.kind_of(inputs.subject, inputs.activity) or "surat-dinas"
    values = _values(inputs, kind, applicant, context.now.date())
    content = filling.fill(kind, values, now=context.now, comment=first(inputs.review_note))
    matter = phrases.matter(kind, inputs.subject, inputs.activity)
    name = f"{slug(f'{kind} {matter}' if matter else kind)}.docx"
    letter = context.documents.put(content, content_type=filling.DOCX, file_name=name)
    pdf, left_out = _pdf(context, letter)
    summary = f"{in_words(letter)}; {in_words(pdf)}"
    return LetterDraftOutputs(
        letter=letter,
        letter_pdf=pdf,
        letter_summary=f"{summary}. {_SIMPLIFIED}" if left_out else summary,
    )


def _pdf(context: Context, letter: DocumentReference) -> tuple[DocumentReference, tuple[str, ...]]:
    try:
        return pdf_of(context.documents, letter)
    except NotRenderedError as error:
        raise BpmnError("TEMPLATE_UNUSABLE", str(error)) from None


def _values(
    inputs: LetterDraftInputs, kind: str, applicant: Applicant, day: date
) -> dict[str, Any]:
    office = office_in_words(inputs)
    process = phrases.process_name(inputs.process_title)
    copies = [copy.strip() for copy in (inputs.copies or "").split(";") if copy.strip()]
    return {
        "letterhead": letterhead(inputs),
        "number": inputs.letter_number,
        "date": long_date(day) if inputs.letter_number else open_date(day),
        "nature": first(inputs.nature) or "Biasa",
        "enclosures": "-",
        "subject": _subject(kind, inputs, process),
        "title": _heading(kind, inputs).upper(),
        "matter": _occasion(process),
        "recipient": _recipient(inputs, kind, applicant),
        "sender": first(inputs.role),
        "signatory": first(inputs.signatory, phrases.signatory(inputs.wording)),
        "copies": copies,
        "person": applicant.name,
        "institution": applicant.institution,
        "particulars": _particulars(kind, inputs, applicant),
        "statement": _statement(kind, inputs, office or filling.BLANK),
        "office": office,
    }


def _particulars(
    kind: str, inputs: StepInputs, applicant: Applicant
) -> list[tuple[str, str | None]]:
    """Who the letter is about; in letters that are about nobody, nobody is named."""
    if kind in _ABOUT_A_PERSON:
        return [*applicant.particulars] or _UNKNOWN_PERSON
    return [*applicant.particulars] if phrases.concerns_request(inputs.wording) else []


def _subject(kind: str, inputs: StepInputs, process: str | None) -> str | None:
    """Hal: what the letter is about, in a line."""
    matter = phrases.matter(kind, inputs.subject, inputs.activity)
    if matter is None:
        named = first(inputs.subject) if inputs.subject != inputs.activity else None
        return phrases.without_draft(named) if named else process
    short = " " not in matter and process is not None
    return phrases.capitalised(f"{matter} \N{EN DASH} {process}" if short else matter)


def _occasion(process: str | None) -> str:
    if process is None:
        return f"pelaksanaan {filling.BLANK}"
    bare = process.removeprefix("Pelaksanaan ")
    return f"pelaksanaan {bare}"


def _recipient(inputs: LetterDraftInputs, kind: str, applicant: Applicant) -> str | None:
    """Whom the row addresses; an answer goes to the applicant, a note to the next official."""
    if named := first(inputs.recipient):
        return named
    if kind == "nota-dinas":
        return first(phrases.addressee(inputs.wording), inputs.next_role)
    if phrases.is_answer(inputs.wording):
        return f"Pimpinan {applicant.institution}" if applicant.institution else applicant.name
    return phrases.addressee(inputs.wording)


def _heading(kind: str, inputs: StepInputs) -> str:
    words = kind.replace("-", " ")
    matter = phrases.matter(kind, inputs.subject, inputs.activity)
    return f"{words} {matter}" if matter else words


def _statement(kind: str, inputs: StepInputs, office: str) -> str | None:
    """The sentence that the SOP's own words give; None: the officer writes it."""
    if kind == "surat-dinas" and phrases.is_answer(inputs.wording):
        return f"Dengan ini kami beri tahukan bahwa permohonan tersebut {filling.BLANK}"
    matter = (phrases.matter(kind, inputs.subject, inputs.activity) or filling.BLANK).lower()
    match kind:
        case "surat-izin":
            period = f"terhitung mulai tanggal {filling.BLANK} sampai dengan {filling.BLANK}"
            return f"untuk melaksanakan {matter} di {office}, {period}"
        case "surat-keterangan":
            return f"Yang bersangkutan telah {matter.removeprefix('telah ')} di {office}."
        case "sertifikat":
            return f"yang telah {matter.removeprefix('telah ')} di {office}"
        case _:
            return None
