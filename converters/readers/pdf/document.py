"""PDF files to pages: opening them, and what each page holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from converters.errors import DocumentError
from converters.readers import faults
from converters.readers.page import Page
from converters.readers.pdf import (
    cells,
    drawing,
    labels,
    layers,
    letters,
    limits,
    margins,
    pictured,
    sideways,
    sizes,
    visible,
    words,
)
from converters.readers.pdf.paths import TooFullError, paths, pictures
from converters.readers.pdf.scanned import Scans
from converters.readers.pdf.sheet import Sheet
from converters.readers.scan import recogniser
from converters.readers.sop_pages import assembly

if TYPE_CHECKING:
    from converters.readers.result import ReadResult

_FEW = 80  # letters that may stand beside a scan: a page's number, a heading


class _Read(NamedTuple):
    """What could be read, and what was wrong with the other pages."""

    pages: tuple[Page, ...]
    errors: tuple[DocumentError, ...]
    scans: Scans


def pages(file: str, content: bytes) -> tuple[Page, ...]:
    """The pages of a PDF in their order; those that are damaged are left out.

    Raises:
        DocumentError: it cannot be opened, has too many pages, or none can be read.
    """
    return _read(file, content).pages


def read(file: str, content: bytes) -> ReadResult:
    """The SOPs of a PDF; pages that are damaged or only a picture give errors beside them.

    Raises:
        DocumentError: it cannot be opened, or there is no SOP in it.
    """
    found = _read(file, content)
    scans = tuple(
        faults.fault(found.scans.fault(page.number), file=file, page=page.number)
        for page in found.pages
        if _scanned(page) or page.number in found.scans.illegible
    )
    if len(scans) == len(found.pages):
        raise scans[0]
    result = assembly.assemble(found.pages, file)
    errors = result.errors
    if scans and not result.tables:  # why there is no SOP is told by what could not be read
        errors = tuple(error for error in errors if error.code != "no-sop-table")
    return msgspec.structs.replace(result, errors=(*errors, *found.errors, *scans))


def _read(file: str, content: bytes) -> _Read:
    limits.check(file, content, pictures=recogniser.ready())
    document = _open(file, layers.shown(content))
    try:
        if len(document) > limits.PAGES:
            counts = {"pages": len(document), "limit": limits.PAGES}
            raise faults.fault("too-many-pages", file=file, **counts)
        scans, scale = Scans(), sizes.scale(document)
        found = [_one(document, place, file, scans, scale) for place in range(len(document))]
    finally:
        document.close()
    errors = tuple(one for one in found if isinstance(one, DocumentError))
    if len(errors) == len(found):
        raise errors[0]
    return _Read(tuple(one for one in found if isinstance(one, Page)), errors, scans)


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


def _one(
    document: pypdfium2.PdfDocument, place: int, file: str, scans: Scans, scale: float
) -> Page | DocumentError:
    """A page, or what is wrong with it."""
    try:
        page = document[place]
    except pypdfium2.PdfiumError:
        return faults.fault("page-damaged", file=file, page=place + 1)
    try:
        return _page(Sheet(page, scale), place + 1, scans)
    except TooFullError:
        return faults.fault("page-too-full", file=file, page=place + 1)
    finally:
        page.close()


def _page(sheet: Sheet, number: int, scans: Scans) -> Page:
    sheet, turned, glyphs = sideways.upright(sheet)
    found = words.pieces(glyphs)
    width, height = sheet.size
    drawn = tuple(paths(sheet))
    pieces = margins.without_notes(visible.seen(found, drawn))
    if letters.nonsense("".join(piece.text for piece in pieces)):
        seen = scans.letters(sheet, number)
        pieces = margins.without_notes(seen.pieces) if seen is not None else ()
        filled = cells.read(drawn, pieces)
    else:
        filled = cells.read(drawn, pieces)
        seen = scans.read(sheet, number, filled.grids, found)
        if seen is not None:
            pieces += margins.without_notes(seen.pieces)
            filled = cells.read((*drawn, *seen.paths), pieces)
    pixels = [*pictured.lines(sheet), *(seen.figures.pieces if seen else ())]
    flow = labels.named(drawing.read(drawn, filled.grids, pixels), pieces)
    return Page(
        number=number,
        scale=sheet.scale,
        turned=turned,
        width=width,
        height=height,
        grids=filled.grids,
        shapes=flow.shapes,
        connectors=flow.connectors,
        pictures=pictures(sheet),
        texts=labels.texts(pieces, filled.rest, filled.grids, flow),
        ocr=seen.sure if seen is not None else None,
    )
