"""The officer's package: a sheet to work from, the data as a workbook, and the document."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from workers.letters import filling
from workers.letters.pdf.rendering import pdf_of, to_pdf
from workers.letters.pdf.typesetting import NotRenderedError
from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.state.documents import DocumentReference, DocumentStore

Value = str | int | date | None
Part = tuple[str, bytes]  # a file's name and content

DATA = "data.xlsx"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST = 32_767  # characters that a cell of a workbook holds
_USES = {  # by the file's name, or its end
    DATA: "data di atas, untuk disalin atau diimpor",
    ".docx": "naskah untuk disunting",
}


def enclosures(documents: DocumentStore, document: DocumentReference | None) -> list[Part]:
    """The document; of one that is edited in Word also the PDF, which the systems take."""
    if document is None:
        return []
    enclosed = [(_file_name(document), documents.get(document))]
    if document.metadata.content_type == filling.DOCX:
        with suppress(NotRenderedError):
            pdf, _ = pdf_of(documents, document)
            enclosed.append((_file_name(pdf), documents.get(pdf)))
    return enclosed


def sheet(
    values: Mapping[str, Any],
    data: Sequence[tuple[str, Value]],
    beside: Sequence[Part],
    now: datetime,
) -> Part:
    """Fill the sheet in, as PDF; as DOCX where the office's own template has what a PDF cannot.

    Args:
        values: what the template mentions besides these.
        data: labels and values.
        beside: the files that come with it.
        now: the sheet's date.

    Raises:
        IncidentError: the office's own template cannot be filled in.
    """
    files = [(name, _use(name)) for name, _ in beside]
    rows = [(label, _in_words(value)) for label, value in data]
    docx = filling.fill("lembar-serah", {**values, "data": rows, "files": files}, now=now)
    try:
        return "lembar-serah.pdf", to_pdf(docx, title="Lembar serah", created=now)
    except NotRenderedError:
        return "lembar-serah.docx", docx


def _use(name: str) -> str:
    return _USES.get(name) or _USES.get(name[-5:], "naskah yang diunggah")


def _in_words(value: Value) -> str | None:
    """A value as the sheet has it."""
    if isinstance(value, date):
        return long_date(value)
    return None if value is None else str(value)


def workbook(data: Sequence[tuple[str, Value]], now: datetime) -> bytes:
    """Return the data as XLSX: a row of labels and a row of values.

    A cell has its value's type: a NIK is a text and keeps its digits, a date is a date, and no text
    is taken for a formula. The same arguments give the same bytes.
    """
    from xlsxwriter import Workbook

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        page = book.add_worksheet("Data")
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for column, (label, value) in enumerate(data):
            page.write_string(0, column, label, head)
            if isinstance(value, date):
                page.write_datetime(1, column, value, day)
            elif isinstance(value, int):
                page.write_number(1, column, value)
            elif value:
                page.write_string(1, column, value[:_LONGEST], text)
        page.freeze_panes(1, 0)
        page.autofit()
    return written.getvalue()


def pack(parts: Sequence[Part]) -> bytes:
    """Put files into an archive. The same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def _file_name(document: DocumentReference) -> str:
    """Name the enclosed file; a name of somebody's making must not leave the archive."""
    return document.metadata.file_name.replace("/", "_").replace("\\", "_")
