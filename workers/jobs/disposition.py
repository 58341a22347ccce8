"""disposition: the routing slip (lembar disposisi), and word to the official it goes to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import msgspec

from workers import mail, notices, outbox
from workers.handler import BpmnError, Context, job_handler
from workers.letters import filling, phrases
from workers.letters.letterhead import letterhead
from workers.outbox import Notice, Notification
from workers.registers import draw
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first
from workers.wording import long_date, with_weekday

ERRORS = filling.ERRORS | {
    "DUE_INVALID": "The due time is no whole number of working days from 1 to 366.",
}
CONFIG = {"letters": filling.LettersConfig} | mail.CONFIG
_LONGEST_DUE = 366
_SATURDAY = 5


class DispositionInputs(StepInputs, frozen=True, kw_only=True):
    """What is asked of whom."""

    document: Annotated[
        DocumentReference | None, Described(description="The document that is passed on.")
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    instruction: Annotated[
        str | None, Described(description="What is to be done; empty: the row's activity.")
    ] = None
    due_days: Annotated[
        int | str | None, Described(description="Working days to do it in; empty: no due date.")
    ] = None


class DispositionOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The slip and who was told."""

    disposition: Annotated[DocumentReference, Described(description="The routing slip, a .docx.")]
    notification: Annotated[
        Notification | None,
        Described(description="The message to the next official; null: the row names none."),
    ]
    instruction: Annotated[
        None, Described(description="Null: the form is empty when it is next shown.")
    ] = None


@job_handler("disposition", cpu_bound=True)
def dispose(inputs: DispositionInputs, context: Context) -> DispositionOutputs:
    """Write the slip and tell the next official."""
    due = _due(inputs.due_days, context.now.date())
    year = str(context.now.year)
    number = f"DSP-{draw(context.db, 'disposition', inputs.office_key, year):04}/{year}"
    slip = _slip(inputs, context, number, due)
    recipient = first(inputs.next_role)
    told = _tell(inputs, context, recipient, slip, due) if recipient else None
    return DispositionOutputs(disposition=slip, notification=told)


def _slip(
    inputs: DispositionInputs, context: Context, number: str, due: date | None
) -> DocumentReference:
    document = inputs.document
    values = {
        "letterhead": letterhead(inputs),
        "disposition_number": number,
        "subject": _matter(inputs),
        "number": inputs.letter_number,
        "date": long_date(context.now.date()),
        "nature": "Biasa",
        "process": phrases.process_name(inputs.process_title),
        "sender": inputs.role,
        "recipient": inputs.next_role,
        "instruction": _instruction(inputs),
        "due": with_weekday(due) if due else "-",
        "enclosures": document.metadata.file_name if document else "-",
    }
    content = filling.fill("lembar-disposisi", values, now=context.now)
    return context.documents.put(
        content, content_type=filling.DOCX, file_name="lembar-disposisi.docx"
    )


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
    return outbox.add(context, "email", notice, mail.compose(context, notice, None))


def _matter(inputs: DispositionInputs) -> str:
    """Hal: many SOPs call the row's output just "disposisi"; then it is about the SOP's matter."""
    named = phrases.without_draft(inputs.topic)
    bare = named.casefold().startswith("disposisi")
    return (phrases.process_name(inputs.process_title) if bare else None) or named


def _instruction(inputs: DispositionInputs) -> str | None:
    return first(inputs.instruction, inputs.activity)


def _due(days: int | str | None, start: date) -> date | None:
    """Count working days on from ``start``; the state's holidays are not known here."""
    if days is None or not str(days).strip():
        return None
    text = str(days).strip()
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST_DUE:
        raise BpmnError("DUE_INVALID", "The due time must be 1 to 366 working days.")
    day, left = start, int(text)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
