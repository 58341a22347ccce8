"""Pages that lie on their side: a table across, saved on an upright sheet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from converters.readers.pdf import glyphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2

    from converters.readers.pdf.glyphs import Glyph

_MOST = 0.67  # of a page's letters; the rest is the note about its signature, a page number
_FEWEST = 100  # letters; a page with fewer may be a picture with a turned title


def upright(page: pypdfium2.PdfPage) -> Sequence[Glyph]:
    """The characters of a page, which is turned if most of its text is read from its side."""
    found = glyphs.glyphs(page)
    (turn, letters), *_ = Counter(glyph.turn for glyph in found).most_common(1) or [(0, 0)]
    if turn % 180 == 0 or len(found) < _FEWEST or letters < _MOST * len(found):
        return found
    page.set_rotation((page.get_rotation() - turn) % 360)
    return glyphs.glyphs(page)
