"""Pages that lie on their side, or head down: a table across, saved on an upright sheet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from converters.readers.pdf import glyphs
from converters.readers.pdf.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.pdf.glyphs import Glyph

_MOST = 0.67  # of a page's letters; the rest is the note about its signature, a page number
_FEWEST = 100  # letters; a page with fewer may be a picture with a turned title


def upright(sheet: Sheet) -> tuple[Sheet, int, Sequence[Glyph]]:
    """The page as most of its text is read, by how many degrees it was turned, its characters."""
    found = glyphs.glyphs(sheet)
    (turn, letters), *_ = Counter(glyph.turn for glyph in found).most_common(1) or [(0, 0)]
    if turn == 0 or len(found) < _FEWEST or letters < _MOST * len(found):
        return sheet, 0, found
    sheet.page.set_rotation((sheet.page.get_rotation() - turn) % 360)
    turned = Sheet(sheet.page, sheet.scale)
    return turned, -turn % 360, glyphs.glyphs(turned)
