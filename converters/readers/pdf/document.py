"""PDF files to pages: opening them, and what each page holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from converters.readers import faults
from converters.readers.page import Page
from converters.readers.pdf import (
    cells,
    drawing,
    glyphs,
    labels,
    margins,
    paragraphs,
    pictured,
    visible,
    words,
)
from converters.readers.pdf.paths import paths, pictures
from converters.readers.sop_pages import assembly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.readers.result import ReadResult

PAGES = 200  # no SOP has more than a dozen
_FEW = 80  # letters that may stand beside a scan: a page's number, a heading


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF in their order.

    Raises:
        DocumentError: it cannot be opened, has too many pages, or only pictures are on them.
    """
    document = _open(file, content)
    try:
        if len(document) > PAGES:
            raise faults.fault("too-many-pages", file=file, pages=len(document), limit=PAGES)
        return tuple(_pages(document))
    finally:
        document.close()


def read(file: str, content: bytes) -> ReadResult:
    """The SOPs of a PDF; pages that are only a picture give an error beside them.

    Raises:
        DocumentError: it cannot be opened, or there is no SOP in it.
    """
    found = pages(file, content)
    scans = tuple(
        faults.fault("scan-page", file=file, page=page.number) for page in found if _scanned(page)
    )
    if len(scans) == len(found):
        raise scans[0]
    result = assembly.assemble(found, file)
    return msgspec.structs.replace(result, errors=(*result.errors, *scans))


def _scanned(page: Page) -> bool:
    """Whether a page is a picture, but for what was printed into its margins."""
    wide = any(2 * box.width > page.width for box in page.pictures)  # no logo, no QR code
    letters = sum(len(text.text) for text in page.texts)
    return not page.grids and letters < _FEW and wide


def _open(file: str, content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        code = "pdf-locked" if locked else "pdf-damaged"
        raise faults.fault(code, file=file) from None


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    for place in range(len(document)):
        page = document[place]
        try:
            yield _page(page, place + 1)
        finally:
            page.close()


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    drawn = tuple(paths(page))
    found = words.pieces(glyphs.glyphs(page))
    pieces = margins.without_notes(visible.seen(found, drawn))
    known = paragraphs.habits(words.lines(pieces))
    filled = cells.read(drawn, pieces, known)
    flow = drawing.read(drawn, filled.grids, pictured.lines(page))
    return Page(
        number=number,
        width=width,
        height=height,
        grids=filled.grids,
        shapes=labels.in_shapes(flow.shapes, pieces),
        connectors=flow.connectors,
        pictures=pictures(page),
        texts=labels.texts(pieces, filled.rest, filled.grids, flow),
    )
