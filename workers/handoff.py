"""Hand-offs: a step in another system, prepared for a person or told to be sent already.

Where a system has no adapter, the officer gets a package with everything it asks for and a
checklist, does the step, and enters the receipt number in the form of the row; the process carries
on with it. What a connector has sent comes with its receipt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from workers.handoff_package import DATA, enclosures, pack, sheet, workbook
from workers.handoff_register import enter, next_number
from workers.letters import filling, phrases
from workers.letters.letterhead import letterhead, office_in_words
from workers.people import read_applicant
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first, in_words
from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.handler import Context
    from workers.handoff_package import Part, Value
    from workers.people import Applicant
    from workers.systems import System, Target

CONFIG = {"letters": filling.LettersConfig}


class HandoffInputs(StepInputs, frozen=True, kw_only=True):
    """What is handed over."""

    document: Annotated[
        DocumentReference | None, Described(description="The document to upload, if there is one.")
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    address: Annotated[
        str | None, Described(description="Where the system is; printed for the officer.")
    ] = None


class Handoff(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-off, as a process variable holds it."""

    number: str
    system: str
    status: str  # open: an officer has it; sent: a connector did it
    address: str | None
    package: DocumentReference  # for the officer, or what was sent


class HandoffOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was prepared or sent."""

    handoff: Annotated[
        Handoff,
        Described(description="Number, system, status (open, or sent), address and package."),
    ]
    summary: Annotated[str, Described(description="What to do, for the row's form.")]
    receipt: Annotated[
        str | None,
        Described(
            description="The system's number, once sent; null until the officer enters it in the "
            "row's form."
        ),
    ] = None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What connectors heard, by the names of the systems."""

    taken: dict[str, str] = {}  # the receipt
    refused: dict[str, str] = {}  # the reason's code


def hand_over(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    facts: Mapping[str, str | int | None],
    answered: Answered | None = None,
) -> HandoffOutputs:
    """Prepare the package and open the hand-off.

    Args:
        system: where the step is done.
        inputs: what is handed over.
        context: the job's.
        facts: values of ``system.facts``, by key.
        answered: what systems said already; those that did not take it are the officer's.
    """
    heard = answered or Answered()
    data = _data(system, inputs, context, facts)
    left = [target for target in system.targets if target.name not in heard.taken]
    beside = [(DATA, workbook(data, context.now)), *enclosures(context.documents, inputs.document)]
    number = next_number(context)  # from here on others wait who write
    cover = _cover(system, left, inputs, context, number, data, beside)
    package = context.documents.put(
        pack([cover, *beside]), content_type="application/zip", file_name=f"serah-{system.code}.zip"
    )
    handoff = _entered(system, inputs, context, number, package)
    return HandoffOutputs(handoff=handoff, summary=_to_do(handoff, left, heard))


def enter_sent(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    receipts: Mapping[str, str],
    submission: msgspec.Struct,
) -> HandoffOutputs:
    """Enter what connectors have sent.

    Args:
        system: where the step was done.
        inputs: what was sent.
        context: the job's.
        receipts: by the names of the systems.
        submission: what they were told; kept as a document.
    """
    told = context.documents.put(
        msgspec.json.encode(submission),
        content_type="application/json",
        file_name=f"kiriman-{system.code}.json",
    )
    receipt = _joined(receipts)
    number = next_number(context)
    handoff = _entered(system, inputs, context, number, told, receipt)
    summary = f"{number}: sudah dikirim ke {system.name}.\n{system.receipt}: {receipt}"
    return HandoffOutputs(handoff=handoff, summary=summary, receipt=receipt)


def _entered(  # noqa: PLR0917 -- what one entry says
    system: System,
    inputs: HandoffInputs,
    context: Context,
    number: str,
    package: DocumentReference,
    receipt: str | None = None,
) -> Handoff:
    enter(
        context,
        number=number,
        system=system.code,
        subject=inputs.topic,
        package=package,
        receipt=receipt,
    )
    return Handoff(
        number=number,
        system=system.code,
        status="sent" if receipt else "open",
        address=first(inputs.address),
        package=package,
    )


def _joined(receipts: Mapping[str, str]) -> str:
    """One number as it is; several each with the name of its system."""
    if len(receipts) == 1:
        return next(iter(receipts.values()))
    return "; ".join(f"{name} {receipt}" for name, receipt in receipts.items())


def _to_do(handoff: Handoff, left: Sequence[Target], heard: Answered) -> str:
    lines = [f"{handoff.number}: {in_words(handoff.package)}"]
    lines += [f"Alamat: {handoff.address}"] if handoff.address else []
    lines += [f"Sudah dikirim: {name} {receipt}" for name, receipt in heard.taken.items()]
    lines += [f"Ditolak {name}: {reason}" for name, reason in heard.refused.items()]
    tasks = (task for target in left for task in target.tasks)
    lines += [f"{number}. {task}" for number, task in enumerate(tasks, start=1)]
    return "\n".join(lines)


def _data(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    facts: Mapping[str, str | int | None],
) -> list[tuple[str, Value]]:
    """Labels and values of all that the system asks for."""
    data: list[tuple[str, Value]] = [
        ("Nomor naskah", inputs.letter_number),
        ("Tanggal", context.now.date()),
        ("Hal", phrases.without_draft(inputs.topic)),
        ("Layanan", phrases.process_name(inputs.process_title)),
        ("Asal", office_in_words(inputs)),
        ("Unit kerja", first(inputs.named_office.unit, inputs.unit)),
    ]
    data += [(fact.label, facts.get(fact.key)) for fact in system.facts]
    if system.personal:
        data += _personal(read_applicant(context.documents, inputs.applicant))
    return data


def _personal(applicant: Applicant) -> list[tuple[str, str | None]]:
    contacts = (("Telepon/WhatsApp", applicant.phone), ("Surel", applicant.email))
    return [*applicant.particulars, *(contact for contact in contacts if contact[1])]


def _cover(  # noqa: PLR0917 -- what one sheet says
    system: System,
    left: Sequence[Target],
    inputs: HandoffInputs,
    context: Context,
    number: str,
    data: Sequence[tuple[str, Value]],
    beside: Sequence[Part],
) -> Part:
    values = {
        "letterhead": letterhead(inputs),
        "system": ", ".join(target.name for target in left),
        "handoff_number": number,
        "date": long_date(context.now.date()),
        "sender": inputs.role,
        "address": inputs.address,
        "tasks": [task for target in left for task in target.tasks],
        "receipt": system.receipt,
    }
    return sheet(values, data, beside, context.now)
