"""What is archived of a document: PDF/A, wherever it can be had."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import structlog

from workers.letters.filling import DOCX
from workers.letters.pdf.rendering import PDF, pdf_of
from workers.letters.pdf.scan import scan_to_pdf
from workers.letters.pdf.typesetting import NotRenderedError

if TYPE_CHECKING:
    from datetime import datetime

    from workers.state.documents import DocumentReference, DocumentStore

log = structlog.get_logger()
_PDF_MAGIC = b"%PDF-"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")
_CLAIM = b"http://www.aiim.org/pdfa/ns/id/"


def archival_copy(
    documents: DocumentStore, document: DocumentReference, when: datetime
) -> DocumentReference:
    """Return the document to archive. A Word document and a scanned picture become PDF/A.

    What is PDF/A already stays as it is, and so does what cannot become PDF/A without being
    changed (another PDF, a spreadsheet): that is logged.

    Args:
        documents: where it is, and where the copy goes.
        document: what is to be archived.
        when: the date of a copy that has none of its own.

    Raises:
        DocumentUnavailableError: it is missing or damaged; nothing such is called archived.
    """
    content = documents.get(document)
    if is_pdf_a(content):
        return document
    try:
        if document.metadata.content_type == DOCX:
            return pdf_of(documents, document)[0]
        if content.startswith(_PICTURES):
            return _scan(documents, document, content, when)
    except NotRenderedError as error:
        reason = str(error)
    else:
        kind = "PDF" if content.startswith(_PDF_MAGIC) else "file"
        reason = f"A {kind} of another program."
    log.warning("archived_as_received", document=document.document_id, reason=reason)
    return document


def _scan(
    documents: DocumentStore, document: DocumentReference, content: bytes, when: datetime
) -> DocumentReference:
    stem = document.metadata.file_name.rpartition(".")[0] or document.metadata.file_name
    pdf = scan_to_pdf(content, title="Pindaian", created=when)
    return documents.put(pdf, content_type=PDF, file_name=f"{stem}.pdf")


def is_pdf_a(content: bytes) -> bool:
    """Whether a PDF says of itself that it is PDF/A; that it keeps its word is not checked here."""
    if not content.startswith(_PDF_MAGIC):
        return False
    from pypdf import PdfReader

    try:
        metadata = PdfReader(io.BytesIO(content)).root_object.get("/Metadata")
        return metadata is not None and _CLAIM in metadata.get_object().get_data()
    except Exception:  # noqa: BLE001 a damaged file breaks its reader in any way
        return False
