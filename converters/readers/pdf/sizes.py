"""How large a document's text is printed, and so what its lengths are measured by."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pypdfium2

from converters.readers.pdf.glyphs import glyphs
from converters.readers.pdf.paths import TooFullError
from converters.readers.pdf.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL = (5.5, 9.5)  # points from ascent to descent; signed SOPs have 6.1 to 9.3
_MIDDLE = 7.5
_FEWEST = 100  # letters that tell how large a page's text is
_MOST = 400  # that are looked at of a page
_PAGES = 10  # that are looked at; an SOP has rarely as many


def scale(document: pypdfium2.PdfDocument) -> float:
    """What all lengths of a document are multiplied by; 1 where a page's text is as usual.

    One for all its pages: tables go on from one to the next.
    """
    sizes = []
    for size in _sizes(document):
        if _USUAL[0] <= size <= _USUAL[1]:
            return 1.0
        sizes.append(size)
    return _MIDDLE / median(sizes) if sizes else 1.0


def _sizes(document: pypdfium2.PdfDocument) -> Iterator[float]:
    """That of the text on each of the first pages, where there is enough."""
    for place in range(min(_PAGES, len(document))):
        try:
            page = document[place]
        except pypdfium2.PdfiumError:
            continue  # it is told of when it is read
        try:
            found = [glyph.size for glyph in glyphs(Sheet(page), _MOST) if not glyph.text.isspace()]
        except TooFullError:
            continue
        finally:
            page.close()
        if len(found) >= _FEWEST and (size := median(found)) > 0:
            yield size
