"""How much room a paragraph takes: an estimate, for there is no layout engine here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from converters.diagram import fonts

if TYPE_CHECKING:
    from converters.readers.word.paragraphs import Paragraph

# A font's letters by Arial's (widths), and its line by its size.
_FONTS = {
    "arial": (1.0, 1.15), "arial narrow": (0.82, 1.15), "bookman old style": (1.08, 1.17),
    "calibri": (0.9, 1.22), "cambria": (0.95, 1.17), "tahoma": (0.98, 1.21),
    "times new roman": (0.89, 1.15), "verdana": (1.16, 1.22), "segoe ui": (0.98, 1.33),
}  # fmt: skip
_ORDINARY = (0.95, 1.18)
_LINES = 500  # of one paragraph; more would only make a hostile page longer


def width(text: str, size: float, font: str) -> float:
    """Points that a text takes on one line."""
    return fonts.width(text, 1) * size * _FONTS.get(font.lower(), _ORDINARY)[0]


def height(paragraph: Paragraph, room: float) -> float:
    """Points from the top of the paragraph's first line to the bottom of its last.

    Args:
        paragraph: what stands there.
        room: points of width it is set in, its indents taken off.
    """
    return line_height(paragraph) * min(_LINES, _lines(paragraph, room))


def line_height(paragraph: Paragraph) -> float:
    """Points from line to line."""
    look = paragraph.look
    own = paragraph.size * _FONTS.get(paragraph.font.lower(), _ORDINARY)[1]
    if look.rule == "exact":
        return look.line
    return max(own, look.line) if look.rule == "atLeast" else own * look.line


def _lines(paragraph: Paragraph, room: float) -> int:
    wide = _FONTS.get(paragraph.font.lower(), _ORDINARY)[0]
    size = max(1, math.floor(paragraph.size))
    # fonts.lines takes whole sizes and allows for other fonts: the room is scaled by both, and by
    # what the font differs from Arial.
    scaled = max(size, round(room * fonts.SLACK / wide * size / paragraph.size))
    texts = paragraph.text[: _LINES * 100].split("\n")
    return sum(fonts.lines(text, scaled, size) for text in texts)
