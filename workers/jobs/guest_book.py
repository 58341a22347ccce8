"""guest-book: a visit, its purpose and who came (by reference)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from workers.handler import Context, job_handler
from workers.registers import Book, Entry, ParticularsInput, enter
from workers.step import Described, StepInputs, first


class GuestBookInputs(StepInputs, frozen=True, kw_only=True):
    """A visit."""

    guest_number: Annotated[
        str | None,
        Described(description="The number the process carries; kept when this step drew it."),
    ] = None
    guest_purpose: Annotated[
        str | None,
        Described(description="Why the guest came; empty: what the row is about."),
    ] = None
    particulars: ParticularsInput = None


class GuestBookOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The line in the guest book."""

    guest_number: Annotated[str, Described(description="Number in the guest book: 0044/2025.")]
    guest_purpose: Annotated[
        None, Described(description="Null: the form is empty when it is next shown.")
    ] = None


@job_handler("guest-book")
def record_visit(inputs: GuestBookInputs, context: Context) -> GuestBookOutputs:
    """Write the visit under the next number of the year."""
    year = str(context.now.year)
    number = enter(
        context,
        Book(kind="guest-book", office=inputs.office_key, period=year),
        Entry(
            subject=first(inputs.guest_purpose) or inputs.topic,
            particulars=inputs.particulars,
            applicant=inputs.applicant,
        ),
        label=lambda number: f"{number:04}/{year}",
        held=inputs.guest_number,
    )
    return GuestBookOutputs(guest_number=number)
