"""disposition: the routing slip (lembar disposisi), and word to the official it goes to.

The slip is made in Word, by the office's template, and stored as PDF/A. Its number is of the
register of dispositions (`tertib registers`). The official is told by WhatsApp when
`letters.officials` knows a phone number for the title, else by e-mail. Due days are working days,
without the holidays of `calendar.holidays`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from workers import mail, notices, outbox, phone, workdays
from workers.handler import BpmnError, Context, IncidentError, job_handler
from workers.jobs import notify_email, notify_whatsapp
from workers.letters import filling, phrases
from workers.letters.letterhead import letterhead
from workers.letters.pdf.rendering import pdf_of
from workers.outbox import Message, Notice, Notification
from workers.people import Applicant
from workers.registers import Book, Entry, enter
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first
from workers.wording import long_date, with_weekday

if TYPE_CHECKING:
    from datetime import date

    from workers.officials import Official

CONFIG: dict[str, type[msgspec.Struct]] = {
    "letters": filling.LettersConfig,
    **mail.CONFIG,
    "calendar": workdays.CalendarConfig,
}
_LONGEST_DUE = 366
_TICKED, _OPEN = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"
# What slips of Indonesian offices offer to tick, and the words of an instruction that tick it.
_ACTIONS = (
    ("Untuk diketahui", r"(?:di|me)ketahui|maklum"),
    ("Tanggapan dan saran", r"tanggap\w*|saran|pendapat|masukan"),
    ("Proses lebih lanjut", r"proses|tindak\s*lanjut\w*|tindaklanjuti|laksanakan|selesaikan"),
    ("Pelajari dan teliti", r"pelajari|teliti|telaah|periksa|verifikasi|kaji"),
    ("Koordinasi/konfirmasi", r"koordinasi\w*|konfirmasi\w*"),
    ("Siapkan bahan/konsep", r"siapkan|susun|konsep\w*|draf\w*|buat(?:kan)?"),
    ("Hadiri/wakili", r"hadir\w*|wakili"),
    ("Arsipkan", r"arsip\w*|simpan"),
)
# In this order: what is very urgent is also called urgent.
_NATURES = (
    ("Rahasia", r"rahasia"),
    ("Sangat segera", r"sangat\s+segera|kilat|hari\s+ini\s+juga"),
    ("Segera", r"segera"),
)


class DispositionInputs(StepInputs, frozen=True, kw_only=True):
    """What is asked of whom."""

    document: Annotated[
        DocumentReference | None, Described(description="The document that is passed on.")
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    instruction: Annotated[
        str | None,
        Described(description="What is to be done; empty: the row's activity."),
    ] = None
    due_days: Annotated[
        int | str | None, Described(description="Working days to do it in; empty: no due date.")
    ] = None


Emptied = Annotated[None, Described(description="Null: the form is empty when it is next shown.")]


class DispositionOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The slip and who was told."""

    disposition: Annotated[DocumentReference, Described(description="The routing slip, PDF/A.")]
    notification: Annotated[
        Notification | None,
        Described(description="The message to the next official; null: the row names none."),
    ]
    instruction: Emptied = None
    due_days: Emptied = None


@job_handler("disposition", cpu_bound=True)
def dispose(inputs: DispositionInputs, context: Context) -> DispositionOutputs:
    """Write the slip and tell the next official."""
    due = _due(inputs.due_days, context.now.date())
    slip = _slip(inputs, context, _number(inputs, context), due)
    recipient = first(inputs.next_role)
    told = _tell(inputs, context, recipient, slip, due) if recipient else None
    return DispositionOutputs(disposition=slip, notification=told)


def _number(inputs: DispositionInputs, context: Context) -> str:
    year = str(context.now.year)
    entered = ": ".join(filter(None, (_matter(inputs), _instruction(inputs))))
    return enter(
        context,
        Book(kind="disposition", office=inputs.office_key, period=year),
        Entry(subject=entered, document=inputs.document),
        label=lambda number: f"DSP-{number:04}/{year}",
        held=None,
    )


def _slip(
    inputs: DispositionInputs, context: Context, number: str, due: date | None
) -> DocumentReference:
    # Of the day, not of the moment: made again after a fault, it is the same slip.
    day = context.now.replace(hour=0, minute=0, second=0, microsecond=0)
    content = filling.fill("lembar-disposisi", _values(inputs, day.date(), number, due), now=day)
    word = context.documents.put(
        content, content_type=filling.DOCX, file_name="lembar-disposisi.docx"
    )
    return pdf_of(context.documents, word)[0]


def _values(inputs: DispositionInputs, day: date, number: str, due: date | None) -> dict[str, Any]:
    nature = _nature(inputs)
    document = inputs.document
    return {
        "letterhead": letterhead(inputs),
        "disposition_number": number,
        "subject": _matter(inputs),
        "number": inputs.letter_number,
        "date": long_date(day),
        "nature": nature,
        "natures": "   ".join(
            f"{_TICKED if name == nature else _OPEN} {name}"
            for name in ("Biasa", *(name for name, _ in reversed(_NATURES)))
        ),
        "process": phrases.process_name(inputs.process_title),
        "sender": inputs.role,
        "recipient": inputs.next_role,
        "instruction": _instruction(inputs),
        "actions": _actions(first(inputs.instruction) or ""),
        "due": with_weekday(due) if due else "-",
        "enclosures": document.metadata.file_name if document else "-",
    }


def _actions(instruction: str) -> list[tuple[str, str, str, str]]:
    """What can be ticked, two in a row: box, words, box, words."""
    boxes = [(_TICKED if _says(words, instruction) else _OPEN, label) for label, words in _ACTIONS]
    return [(*left, *right) for left, right in zip(boxes[::2], boxes[1::2], strict=True)]


def _nature(inputs: DispositionInputs) -> str:
    instruction = first(inputs.instruction) or ""
    return next((name for name, words in _NATURES if _says(words, instruction)), "Biasa")


def _says(words: str, instruction: str) -> bool:
    return re.search(rf"\b(?:{words})\b", instruction, re.IGNORECASE) is not None


def _tell(
    inputs: DispositionInputs,
    context: Context,
    recipient: str,
    slip: DocumentReference,
    due: date | None,
) -> Notification:
    lines = [f"Yth. {recipient},", "", f"Isi disposisi: {_instruction(inputs)}"]
    lines += [f"Dari: {inputs.role}"] if inputs.role else []
    lines += [f"Tenggat: {with_weekday(due)}"] if due else []
    notice = Notice(
        recipient=notices.official(recipient),
        subject=f"Disposisi: {_matter(inputs)}",
        body="\n".join(lines) + "\n",
        attachment=slip,
    )
    contact = notices.contact_of(notice.recipient, Applicant())
    channel = notify_whatsapp.CHANNEL if contact.phone else notify_email.CHANNEL
    if said := outbox.find(context, channel, notice):
        return said
    try:
        message = _message(context, notice, contact)
    except BpmnError:  # nobody waits for this message: who keeps the list corrects it
        text = f"letters.officials: how to reach {recipient} cannot be used; correct it there."
        raise IncidentError(text) from None
    return outbox.add(context, channel, notice, message)


def _message(context: Context, notice: Notice, contact: Applicant | Official) -> Message:
    if contact.phone:
        return notify_whatsapp.compose(notice, phone.normalise(contact.phone))
    return mail.compose(context, notice, contact.email)


def _matter(inputs: DispositionInputs) -> str:
    """Hal: many SOPs call the row's output just "disposisi"; then it is about the SOP's matter."""
    named = phrases.without_draft(inputs.topic)
    bare = named.casefold().startswith("disposisi")
    return (phrases.process_name(inputs.process_title) if bare else None) or named


def _instruction(inputs: DispositionInputs) -> str | None:
    return first(inputs.instruction, inputs.activity)


def _due(days: int | str | None, start: date) -> date | None:
    if days is None or not str(days).strip():
        return None
    text = str(days).strip()
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST_DUE:
        raise IncidentError("The due time must be 1 to 366 working days.")
    return workdays.after(start, int(text), workdays.holidays())
