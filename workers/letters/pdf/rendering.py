"""A Word document as PDF/A."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from workers.letters.pdf.typesetting import NotRenderedError, moment, typeset
from workers.step import first

if TYPE_CHECKING:
    from workers.state.documents import DocumentReference, DocumentStore

PDF = "application/pdf"
log = structlog.get_logger()
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rendering:
    """The PDF/A, and what of the Word document is not in it."""

    pdf: bytes
    left_out: tuple[str, ...]  # names of features, no content


def to_pdf(docx: bytes, *, title: str, created: datetime) -> bytes:
    """Return a Word document as PDF/A-2u. What does not come through is logged by name.

    Args:
        docx: the document.
        title: in the PDF's metadata, which no reader of a process variable sees.
        created: the PDF's date. The same arguments give the same bytes.

    Raises:
        NotRenderedError: it is no Word document, or cannot be set.
    """
    return render(docx, title=title, created=created).pdf


def render(docx: bytes, *, title: str | None = None, created: datetime | None = None) -> Rendering:
    """As ``to_pdf``, and say what does not come through; the document has its own date and title.

    Raises:
        NotRenderedError: as ``to_pdf``.
    """
    from workers.letters.pdf.sections import sections
    from workers.letters.pdf.source import Source
    from workers.letters.pdf.tree import Layout

    document = _opened(docx)
    when = created or document.core_properties.created or _UNDATED
    try:
        source = Source(document)
        layout = Layout(
            title=first(title, document.core_properties.title) or "Naskah",
            created=moment(when),
            tab=source.tab,
            sections=sections(source),
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise NotRenderedError(f"The Word document is damaged ({type(error).__name__}).") from None
    left_out = tuple(sorted(source.left_out))
    if left_out:
        log.warning("document_simplified", features=left_out)
    return Rendering(typeset(layout, source.files, when), left_out)


def pdf_of(
    documents: DocumentStore, document: DocumentReference
) -> tuple[DocumentReference, tuple[str, ...]]:
    """Store a stored Word document's PDF, and say what is not in it.

    It depends on nothing but the Word document: asked for again, it is the same one.

    Raises:
        NotRenderedError: as ``to_pdf``.
        DocumentUnavailableError: the document is not in the store.
    """
    stem = document.metadata.file_name.rpartition(".")[0] or document.metadata.file_name
    rendering = render(documents.get(document), title=_title(stem))
    stored = documents.put(rendering.pdf, content_type=PDF, file_name=f"{stem}.pdf")
    return stored, rendering.left_out


def _title(stem: str) -> str:
    words = stem.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _opened(docx: bytes) -> Any:
    """Open it; what is no Word document fails in many ways."""
    from docx import Document

    try:
        return Document(io.BytesIO(docx))
    except Exception as error:  # noqa: BLE001 zip, XML and package are each damaged in their way
        message = f"The file is no Word document ({type(error).__name__})."
        raise NotRenderedError(message) from None
