"""The pictures on a page that hold what no text and no lines say: scans, pasted tables."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from converters.readers.geometry import bounds
from converters.readers.page import Box, Point
from converters.readers.pdf.paths import objects
from converters.readers.scan import recogniser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Grid
    from converters.readers.pdf.sheet import Sheet
    from converters.readers.pdf.words import Piece
    from converters.readers.scan.reading import Seen

_PAGES = 20  # of a document that are read; each takes about two seconds
_WIDE = 0.5  # of a page's width: a picture so wide is no logo and no QR code
_PIXELS = 40_000_000  # of one picture; A4 at 600 dpi has 35 millions
_NEXT = 3.0  # points between the parts of a picture that was pasted, or scanned, in strips
_UNIT = ((0, 0), (1, 0), (0, 1), (1, 1))  # what a picture fills (PDF 32000-1, 8.9.5)


class Scans:
    """The pictures of one document; it knows which pages it did not come to."""

    def __init__(self) -> None:
        """Nothing is read where there is no OCR."""
        self._ready = recogniser.ready()
        self._read = 0
        self._passed: set[int] = set()
        self.illegible: set[int] = set()  # numbers of pages whose text says nothing

    def read(
        self, sheet: Sheet, number: int, grids: Sequence[Grid], pieces: Sequence[Piece]
    ) -> Seen | None:
        """What the pictures of a page show beside its own tables and text; None: nothing to read.

        Args:
            sheet: the page.
            number: 1-based.
            grids: what its own lines rule; a picture below them is a background.
            pieces: its own text; the same words in the picture are left out.
        """
        places = list(_places(sheet, grids)) if self._ready else []
        return _seen(sheet, places, pieces) if places and self._may(number) else None

    def letters(self, sheet: Sheet, number: int) -> Seen | None:
        """The words of a page whose own letters are none, as a reader sees them; None: not read.

        Its lines are its own: those seen are left out.
        """
        from converters.readers.scan.figures import Figures

        seen = _seen(sheet, [Box(0, 0, *sheet.size)], ()) if self._may(number) else None
        if seen is None or seen.sure is None:
            self.illegible.add(number)
            return None
        return seen._replace(paths=(), figures=Figures())

    def _may(self, number: int) -> bool:
        """Whether one more page is read."""
        if self._read == _PAGES:
            self._passed.add(number)
            return False
        self._read += self._ready
        return self._ready

    def fault(self, number: int) -> str:
        """The code of why a page that is only a picture was not read."""
        if number in self.illegible:
            return "letters-unknown"
        if not self._ready:
            return "scan-page"
        return "scan-passed" if number in self._passed else "scan-unread"


def _places(sheet: Sheet, grids: Sequence[Grid]) -> Iterator[Box]:
    """The pictures that are wide, strips of one put together."""
    width, height = sheet.size
    strips = [
        bounds([painted.matrix(x, y) for x, y in _UNIT])
        for painted in objects(sheet)
        if painted.kind == pdfium.FPDF_PAGEOBJ_IMAGE and 0 < _pixels(painted.item) <= _PIXELS
    ]
    cells = [cell.box.centre for grid in grids for cell in grid.cells]
    for box in _joined([strip for strip in strips if strip.width > _WIDE * width]):
        shown = Box(
            max(0, box.left), max(0, box.top), min(width, box.right), min(height, box.bottom)
        )
        ruled = any(shown.holds(centre) for centre in cells)
        if not ruled and min(shown.width, shown.height) > 1:
            yield shown


def _pixels(item: object) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    return width.value * height.value


def _joined(strips: Sequence[Box]) -> list[Box]:
    joined: list[Box] = []
    for strip in sorted(strips, key=lambda box: box.top):
        above = joined[-1] if joined else None
        if above is None or strip.top - above.bottom > _NEXT:
            joined.append(strip)
        else:
            corners = [Point(*box[at : at + 2]) for box in (above, strip) for at in (0, 2)]
            joined[-1] = bounds(corners)
    return joined


def _seen(sheet: Sheet, places: Sequence[Box], pieces: Sequence[Piece]) -> Seen:
    """What all the pictures show, put together."""
    from converters.readers.scan import reading

    width, height = sheet.size
    found = []
    for box in places:
        dpi = reading.dpi(box.width, box.height)
        sides = (box.left, height - box.bottom, width - box.right, box.top)
        crop = [side / sheet.scale for side in sides]
        pixels = dpi / reading.POINTS * sheet.scale
        picture = sheet.page.render(scale=pixels, grayscale=True, crop=crop).to_pil()
        found.append(reading.read(picture, dpi, Point(box.left, box.top)))
    known = [piece.box for piece in pieces]
    return reading.together(found, known)
