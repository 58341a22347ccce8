"""Hand-offs: a step in a government system that has no public interface, prepared for a person.

The officer gets a package with everything that system asks for and a checklist, does the step, and
enters the receipt number in the form of the row; the process carries on with it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import msgspec
from sqlalchemy import Column, Index, Integer, String, Table, Text, insert, update

from workers import people
from workers.letters import filling, phrases
from workers.letters.letterhead import letterhead, office_in_words
from workers.letters.pdf.rendering import pdf_of
from workers.letters.pdf.typesetting import NotRenderedError
from workers.people import read_applicant
from workers.registers import draw
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds
from workers.step import Described, StepInputs, first, in_words
from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.handler import Context
    from workers.people import Applicant

ERRORS = people.ERRORS | filling.ERRORS
CONFIG = {"letters": filling.LettersConfig}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_USES = {".docx": "naskah untuk disunting"}  # by the end of the file's name
HANDOFFS = Table(
    "handoffs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("system", String(40), nullable=False),
    Column("status", String(20), nullable=False),  # open, superseded
    Column("subject", Text, nullable=False),
    Column("package_id", String(64), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("opened_at", Timestamp, nullable=False),
    Index("handoffs_status", "status", "system"),
    info=holds(
        documents="package_id",
        words="subject",
        others="id number system status process_instance_key element_id opened_at",
    ),
)


class System(msgspec.Struct, frozen=True, kw_only=True):
    """A system that is worked by hand."""

    code: str
    name: str
    receipt: str  # what the officer brings back, in Indonesian
    tasks: tuple[str, ...]  # what the officer does there, in Indonesian
    personal: bool  # it takes the applicant's data; if not, none leave the store


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
    status: str
    address: str | None
    package: DocumentReference


class HandoffOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The hand-off that waits for its officer."""

    handoff: Annotated[
        Handoff, Described(description="Number, system, status (open), address and package.")
    ]
    summary: Annotated[str, Described(description="What to do, for the row's form.")]
    receipt: Annotated[
        None, Described(description="Null until the officer enters it in the row's form.")
    ] = None


def hand_over(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    facts: Sequence[tuple[str, str | None]] = (),
) -> HandoffOutputs:
    """Prepare the package and open the hand-off.

    Args:
        system: where the step is done.
        inputs: what is handed over.
        context: the job's.
        facts: labels and values that this system asks for besides the usual ones.
    """
    data = [*_usual(inputs, context), *facts]
    if system.personal:
        data += _personal(read_applicant(context.documents, inputs.applicant))
    year = str(context.now.year)
    number = f"SRH-{draw(context.db, 'handoff', year):05}/{year}"
    enclosed = _enclosed(inputs.document, context)
    sheet = _sheet(system, inputs, context, number, data, [name for name, _ in enclosed])
    parts = [("lembar-serah.docx", sheet), ("data.csv", _csv(data)), *enclosed]
    package = context.documents.put(
        _zip(parts), content_type="application/zip", file_name=f"serah-{system.code}.zip"
    )
    _open(system, inputs, context, number, package)
    handoff = Handoff(
        number=number,
        system=system.code,
        status="open",
        address=first(inputs.address),
        package=package,
    )
    return HandoffOutputs(handoff=handoff, summary=_summary(system, handoff))


def _summary(system: System, handoff: Handoff) -> str:
    lines = [f"{handoff.number}: {in_words(handoff.package)}"]
    lines += [f"Alamat: {handoff.address}"] if handoff.address else []
    lines += [f"{number}. {task}" for number, task in enumerate(system.tasks, start=1)]
    return "\n".join(lines)


def _usual(inputs: HandoffInputs, context: Context) -> list[tuple[str, str | None]]:
    return [
        ("Nomor naskah", inputs.letter_number),
        ("Tanggal", long_date(context.now.date())),
        ("Hal", phrases.without_draft(inputs.topic)),
        ("Layanan", phrases.process_name(inputs.process_title)),
        ("Asal", office_in_words(inputs)),
        ("Unit kerja", first(inputs.named_office.unit, inputs.unit)),
    ]


def _personal(applicant: Applicant) -> list[tuple[str, str | None]]:
    contacts = (("Telepon/WhatsApp", applicant.phone), ("Surel", applicant.email))
    return [*applicant.particulars, *(contact for contact in contacts if contact[1])]


def _sheet(  # noqa: PLR0917 -- what one sheet holds
    system: System,
    inputs: HandoffInputs,
    context: Context,
    number: str,
    data: list[tuple[str, str | None]],
    enclosed: list[str],
) -> bytes:
    files = [("data.csv", "data di atas, untuk disalin atau diimpor")]
    files += [(name, _USES.get(name[-5:], "naskah yang diunggah")) for name in enclosed]
    values = {
        "letterhead": letterhead(inputs),
        "system": system.name,
        "handoff_number": number,
        "date": long_date(context.now.date()),
        "sender": inputs.role,
        "address": inputs.address,
        "data": data,
        "files": files,
        "tasks": system.tasks,
        "receipt": system.receipt,
    }
    return filling.fill("lembar-serah", values, now=context.now)


def _file_name(document: DocumentReference) -> str:
    """Name the enclosed file; a name of somebody's making must not leave the archive."""
    return document.metadata.file_name.replace("/", "_").replace("\\", "_")


def _enclosed(document: DocumentReference | None, context: Context) -> list[tuple[str, bytes]]:
    """The document; of one that is edited in Word also the PDF, which the systems take."""
    if document is None:
        return []
    enclosed = [(_file_name(document), context.documents.get(document))]
    if document.metadata.content_type == filling.DOCX:
        with suppress(NotRenderedError):
            pdf, _ = pdf_of(context.documents, document)
            enclosed.append((_file_name(pdf), context.documents.get(pdf)))
    return enclosed


def _csv(data: list[tuple[str, str | None]]) -> bytes:
    """Two columns; a spreadsheet reads UTF-8 by the mark, and takes no value for a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(("Isian", "Nilai"))
    for label, value in data:
        text = value or ""
        writer.writerow((label, f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text))
    return written.getvalue().encode("utf-8-sig")


def _zip(parts: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def _open(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    number: str,
    package: DocumentReference,
) -> None:
    """Enter the hand-off; the one this step opened before a correction gives way."""
    job = context.job
    context.db.execute(
        update(HANDOFFS)
        .where(
            HANDOFFS.c.process_instance_key == job.process_instance_key,
            HANDOFFS.c.element_id == job.element_id,
            HANDOFFS.c.status == "open",
        )
        .values(status="superseded")
    )
    context.db.execute(
        insert(HANDOFFS).values(
            number=number,
            system=system.code,
            status="open",
            subject=inputs.topic,
            package_id=package.document_id,
            process_instance_key=job.process_instance_key,
            element_id=job.element_id,
            opened_at=context.now,
        )
    )
