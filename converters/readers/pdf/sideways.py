"""Pages that lie on their side (a table across, saved on an upright sheet), head down or askew."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

from converters.readers.pdf import glyphs
from converters.readers.pdf.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.pdf.glyphs import Glyph

_MOST = 0.67  # of a page's letters; the rest is the note about its signature, a page number
_WIDE = 20.0  # points; of a shorter text the fall is not to be measured
_LEVEL = 0.0002  # radians, a sixth of a point from side to side: no rule is missed for it
_ASKEW = 0.01  # half a degree; what leans more is no page that a program set
_FEWEST = 100  # letters; a page with fewer may be a picture with a turned title


def upright(sheet: Sheet) -> tuple[Sheet, int, Sequence[Glyph]]:
    """The page as most of its text is read, by how many degrees it was turned, its characters."""
    found = glyphs.glyphs(sheet)
    (turn, letters), *_ = Counter(glyph.turn for glyph in found).most_common(1) or [(0, 0)]
    if len(found) < _FEWEST or letters < _MOST * len(found):
        return sheet, 0, found
    if turn:
        sheet.page.set_rotation((sheet.page.get_rotation() - turn) % 360)
        sheet = Sheet(sheet.page, sheet.scale)
        found = glyphs.glyphs(sheet)
    lean = _lean(found)
    if _LEVEL < abs(lean) < _ASKEW:
        sheet = Sheet(sheet.page, sheet.scale, lean)
        found = glyphs.glyphs(sheet)
    return sheet, -turn % 360, found


def _lean(found: Sequence[Glyph]) -> float:
    """By how much most lines of text fall to the right, in radians."""
    falls = []
    for _, run in groupby((glyph for glyph in found if not glyph.turn), key=attrgetter("run")):
        line = list(run)
        width = line[-1].box.left - line[0].box.left
        if width > _WIDE:
            falls.append((line[-1].base - line[0].base) / width)
    return median(falls) if falls else 0.0
