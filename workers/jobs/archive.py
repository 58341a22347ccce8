"""archive: a document as PDF/A in the list of archives, with its hash and how long it is kept.

A Word document and a scanned picture become PDF/A; what is PDF/A already, a signed letter for
instance, stays as it is. So does what cannot become PDF/A unchanged, such as another program's PDF:
the log says so (`archived_as_received`).
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Date,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
)

from workers import retention
from workers.config import load
from workers.handler import Context, job_handler
from workers.letters import filling
from workers.letters.letterhead import letterhead
from workers.letters.pdf.archival import archival_copy
from workers.letters.pdf.rendering import PDF, to_pdf
from workers.registers import draw
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.state.personal import holds
from workers.step import Described, StepInputs, first
from workers.wording import long_date

CONFIG: dict[str, type[msgspec.Struct]] = {
    "letters": filling.LettersConfig,
    "archive": retention.ArchiveConfig,
}
ARCHIVE = Table(
    "archive",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("office", Text, nullable=False),
    Column("classification", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("process", Text),
    Column("letter_number", Text),
    Column("place", Text),  # where the paper is, or a link; None: in the document store
    Column("document_id", String(64), nullable=False),  # what is archived
    Column("content_hash", String(64), nullable=False),  # of the document as it came
    Column("active_until", Date, nullable=False),
    Column("inactive_until", Date, nullable=False),
    Column("fate", String(20), nullable=False),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("archived_at", Timestamp, nullable=False),
    Index("archive_title", "title"),
    Index("archive_classification", "classification", "archived_at"),
    Index("archive_content", "content_hash"),
    info=holds(
        documents="document_id",
        words="title place",
        others="id number office classification process letter_number content_hash active_until "
        "inactive_until fate process_instance_key element_id archived_at",
    ),
)


class ArchiveInputs(StepInputs, frozen=True, kw_only=True):
    """What is archived, under which class."""

    document: Annotated[
        DocumentReference | None,
        Described(description="The document; none: an index card is made for what lies elsewhere."),
    ] = None
    letter_number: Annotated[str | None, Described(description="The document's number.")] = None
    archive_place: Annotated[
        str | None, Described(description="Where the paper lies, or a link.")
    ] = None
    classification: Annotated[
        str | None,
        Described(
            description="Classification code, e.g. KP.02.01; empty: `letters.classification`."
        ),
    ] = None
    retention: Annotated[
        str | None,
        Described(
            description="Years active, years inactive, fate: 2-3-musnah, -permanen, -nilai; jra "
            "or empty: as `archive.schedule` has it for the classification, else 2-3-nilai."
        ),
    ] = None


class ArchiveOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """The line in the list of archives."""

    archive_number: Annotated[str, Described(description="Number in the list: KP.02.01/0007/2025.")]
    archived_document: Annotated[
        DocumentReference,
        Described(description="What was archived: the document as PDF/A, or the card."),
    ]
    archive_place: Annotated[
        None, Described(description="Null: the form is empty when it is next shown.")
    ] = None


@job_handler("archive", cpu_bound=True)
def archive(inputs: ArchiveInputs, context: Context) -> ArchiveOutputs:
    """Check that the document is there, and enter it; the same one is entered once."""
    kept = retention.find(first(inputs.retention), _classification(inputs), context.now.date())
    document = inputs.document or _card(inputs, context, kept)
    with context.reading() as db:
        earlier = _entered(db, context, document)
    when = earlier.archived_at if earlier else context.now  # so that the copy is the same one
    archived = archival_copy(context.documents, document, when)
    entered = _entered(context.db, context, document)
    number = entered.number if entered else _enter(inputs, context, (document, archived), kept)
    return ArchiveOutputs(archive_number=number, archived_document=archived)


def _card(inputs: ArchiveInputs, context: Context, kept: retention.Retention) -> DocumentReference:
    data = [
        ("Isi arsip", inputs.topic),
        ("Nomor naskah", inputs.letter_number),
        ("Kode klasifikasi", _classification(inputs)),
        ("Tempat simpan", inputs.archive_place),
        ("Unit pengolah", inputs.role),
        ("Berasal dari SOP", inputs.process_title),
        ("Tanggal diarsipkan", long_date(context.now.date())),
        ("Aktif sampai", long_date(kept.active_until)),
        ("Inaktif sampai", long_date(kept.inactive_until)),
        ("Nasib akhir", kept.fate),
    ]
    values = {"letterhead": letterhead(inputs), "data": data}
    content = filling.fill("kartu-arsip", values, now=context.now)
    pdf = to_pdf(content, title="Kartu arsip", created=context.now)
    return context.documents.put(pdf, content_type=PDF, file_name="kartu-arsip.pdf")


def _entered(db: Connection, context: Context, document: DocumentReference) -> Row[Any, Any] | None:
    query = select(ARCHIVE.c.number, ARCHIVE.c.archived_at).where(
        ARCHIVE.c.content_hash == document.content_hash,
        ARCHIVE.c.process_instance_key == context.job.process_instance_key,
        ARCHIVE.c.element_id == context.job.element_id,
    )
    return db.execute(query).first()


def _enter(
    inputs: ArchiveInputs,
    context: Context,
    documents: tuple[DocumentReference, DocumentReference],
    kept: retention.Retention,
) -> str:
    """Enter what came and what is archived of it."""
    document, archived = documents
    classification, year = _classification(inputs), str(context.now.year)
    drawn = draw(context.db, "archive", inputs.office_key, classification, year)
    office = f"{inputs.office_key}/" if inputs.office_key else ""
    number = f"{office}{classification}/{drawn:04}/{year}"
    context.db.execute(
        insert(ARCHIVE).values(
            number=number,
            office=inputs.office_key,
            classification=classification,
            title=inputs.topic,
            process=inputs.process_title,
            letter_number=inputs.letter_number,
            place=first(inputs.archive_place),
            document_id=archived.document_id,
            content_hash=document.content_hash,
            active_until=kept.active_until,
            inactive_until=kept.inactive_until,
            fate=kept.fate,
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            archived_at=context.now,
        )
    )
    return number


def _classification(inputs: ArchiveInputs) -> str:
    return first(inputs.classification) or load(filling.LettersConfig, "letters").classification
