"""letter-draft: the draft of an official letter, from a template the office edits in Word.

The Word document is the letter: who corrects it, corrects that. The PDF/A is made of it and of
nothing else, so it can be had again at any time, and is then the same file. Which features of Word
come through is said in [letters](../letters.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from workers.config import load
from workers.handler import Context, job_handler
from workers.letters import filling, phrases
from workers.letters.contents import contents, title_of
from workers.letters.pdf.rendering import pdf_of
from workers.people import read_applicant
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first, in_words
from workers.wording import slug

CONFIG = {"letters": filling.LettersConfig}
# What exactly, the log says: these are features of the template, which the officer cannot change.
_SIMPLIFIED = "PDF tidak memuat semua bentuk templat; bandingkan dengan berkas Word."
Kind = Literal[
    "",
    "surat-dinas",
    "surat-permohonan",
    "surat-balasan",
    "surat-persetujuan",
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
        str | None,
        Described(
            description="Who signs (an official's title); empty: from the row, or as configured."
        ),
    ] = None
    copies: Annotated[
        str | None, Described(description="Tembusan: officials' titles, separated by semicolons.")
    ] = None
    reference: Annotated[
        str | None, Described(description="The letter that is answered: its number and date.")
    ] = None
    enclosures: Annotated[
        str | None, Described(description="Lampiran: how many, of what; empty: by the kind.")
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
    further_letters: Annotated[
        list[DocumentReference],
        Described(description="What else the row names, each as .docx and PDF/A; often empty."),
    ]
    letter_summary: Annotated[str, Described(description="File names and ids, for the row's form.")]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A stored letter in both forms."""

    word: DocumentReference
    pdf: DocumentReference
    is_simplified: bool  # the PDF lacks something that the template has


@job_handler("letter-draft", cpu_bound=True)
def draft(inputs: LetterDraftInputs, context: Context) -> LetterDraftOutputs:
    """Fill the templates of what the row names in, and store the documents and their PDFs."""
    if inputs.kind:
        kinds: list[str] = [inputs.kind]
    else:
        kinds = phrases.kinds_of(inputs.subject, inputs.activity)
    # The number is the letter's; what comes with it has none, or draws one of its own.
    unnumbered = msgspec.structs.replace(inputs, letter_number=None)
    letter = _drafted(kinds[0], inputs, context)
    further = [_drafted(kind, unnumbered, context) for kind in kinds[1:]]
    return LetterDraftOutputs(
        letter=letter.word,
        letter_pdf=letter.pdf,
        further_letters=[form for each in further for form in (each.word, each.pdf)],
        letter_summary=_summary([letter, *further]),
    )


def _drafted(kind: str, inputs: LetterDraftInputs, context: Context) -> Draft:
    applicant = read_applicant(context.documents, inputs.applicant)
    config = load(filling.LettersConfig, "letters")
    values = contents(kind, inputs, applicant, context.now.date(), config)
    content = filling.fill(kind, values, now=context.now, comment=first(inputs.review_note))
    name = f"{slug(title_of(kind, inputs))}.docx"
    word = context.documents.put(content, content_type=filling.DOCX, file_name=name)
    pdf, left_out = pdf_of(context.documents, word)
    return Draft(word=word, pdf=pdf, is_simplified=bool(left_out))


def _summary(drafts: list[Draft]) -> str:
    named = "; ".join(in_words(form) for each in drafts for form in (each.word, each.pdf))
    return f"{named}. {_SIMPLIFIED}" if any(each.is_simplified for each in drafts) else named
