"""queue-number: the next number at a counter today; vulnerable groups have their own series.

The counter calls its numbers with `tertib queue`, the priority series first.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from workers.calling import KIND, ORDINARY, PRIORITY, book_of
from workers.handler import Context, job_handler
from workers.people import read_applicant
from workers.registers import Book, Entry, enter
from workers.step import Described, StepInputs, first

# Whom a counter serves first: UU 25/2009, article 29, and what SOPs call them.
_VULNERABLE = re.compile(
    r"\b(?:kelompok\s+rentan|lansia|lanjut\s+usia|disabilitas|difabel|penyandang\s+cacat"
    r"|(?:ibu|wanita|perempuan)\s+(?:hamil|menyusui)|balita|korban\s+bencana)\b",
    re.IGNORECASE,
)


class QueueNumberInputs(StepInputs, frozen=True, kw_only=True):
    """Who queues where."""

    queue_number: Annotated[
        str | None,
        Described(description="The number the process carries; kept when this step drew it."),
    ] = None
    counter: Annotated[
        str | None, Described(description="The counter; empty: who performs the row.")
    ] = None
    priority: Annotated[
        bool | None,
        Described(description="Vulnerable group; null: by the applicant's record or the SOP."),
    ] = None


class QueueNumberOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The number drawn."""

    queue_number: Annotated[str, Described(description="A-014; of the priority series P-003.")]
    queue_priority: Annotated[bool, Described(description="True: called before the A series.")]


@job_handler("queue-number")
def draw_queue_number(inputs: QueueNumberInputs, context: Context) -> QueueNumberOutputs:
    """Draw the next number of this counter, day and series."""
    priority = _is_priority(inputs, context)
    series = PRIORITY if priority else ORDINARY
    counter = first(inputs.counter, inputs.role) or "Umum"
    day = context.now.date().isoformat()
    number = enter(
        context,
        Book(kind=KIND, office=inputs.office_key, name=book_of(counter, series), period=day),
        Entry(subject=inputs.topic, applicant=inputs.applicant),
        label=lambda number: f"{series}-{number:03}",
        held=inputs.queue_number,
        lasting=False,
    )
    return QueueNumberOutputs(queue_number=number, queue_priority=priority)


def _is_priority(inputs: QueueNumberInputs, context: Context) -> bool:
    if inputs.priority is not None:
        return inputs.priority
    recorded = read_applicant(context.documents, inputs.applicant).vulnerable
    if recorded is not None:
        return recorded
    return _VULNERABLE.search(f"{inputs.process_title or ''} {inputs.wording}") is not None
