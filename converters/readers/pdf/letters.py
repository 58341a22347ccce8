"""What letters are that a PDF does not name, or names wrongly: copied from it, they are no words.

A page holds numbers, and which letter each one stands for is said beside the font. A program that
leaves that out has often left it in the embedded font itself, or has kept the order in which the
fonts of Windows and Macintosh have their glyphs.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from functools import cache
from math import inf
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Mapping

_VOWELS = frozenset("aeiou")
_SHARE = 0.25  # of a text's letters that are vowels: 0.43 of Indonesian, 0.38 of English
_FEWEST = 12  # letters that tell; fewer may be an abbreviation
_STRANGE = frozenset({"Cc", "Co", "Cn", "Cs"})  # controls, and what only a font of its own shows
_UNKNOWN = "\ufffd"


def nonsense(text: str) -> bool:
    """Whether a text is certainly no words: it has letters, and hardly a vowel among them."""
    return _vowels(text) < _SHARE


def numbers(text: str) -> bool:
    """Whether a text that is no words would be words if its characters were numbers of glyphs."""
    return nonsense(text) and _SHARE <= _vowels(ordered(text)) <= 1


def _vowels(text: str) -> float:
    """Their share of a text's letters, of any alphabet; infinite where too few letters tell."""
    found = [one for one in text.lower() if one.isalpha() or _strange(one)]
    return sum(one in _VOWELS for one in found) / len(found) if len(found) >= _FEWEST else inf


def _strange(letter: str) -> bool:
    return letter == _UNKNOWN or unicodedata.category(letter) in _STRANGE


def ordered(text: str) -> str:
    """A text whose characters are numbers of glyphs, in the order of Apple's TrueType manual.

    Arial, Times New Roman and most others have their first 258 glyphs in it ('post', format 1).
    """
    order = _order()
    return "".join(order[code] if (code := _byte(one)) < len(order) else _UNKNOWN for one in text)


def _byte(letter: str) -> int:
    """The number that was taken for a letter of Windows' encoding."""
    try:
        return letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(letter)


@cache
def _order() -> tuple[str, ...]:
    from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

    return tuple(map(_of_name, standardGlyphOrder))


def _of_name(name: str) -> str:
    from fontTools import agl

    return agl.toUnicode(name) or _UNKNOWN


class Fonts:
    """The letters that the fonts of a page hold themselves; each font is taken apart once."""

    def __init__(self) -> None:
        """Nothing is taken apart before a letter of it is asked for."""
        self._known: dict[int | None, Mapping[int, str]] = {}

    def letter(self, face: int | None, item: object, code: int) -> str:
        """The letter that has a number in a font; the number's own if none has.

        Args:
            face: the font, by where pdfium keeps it.
            item: a text object that is set in it.
            code: the number.
        """
        if face not in self._known:
            self._known[face] = _told(_embedded(pdfium.FPDFTextObj_GetFont(item)))
        known = self._known[face]
        return known.get(code, _UNKNOWN) if known else chr(code)


def _embedded(font: object) -> bytes:
    size = ctypes.c_size_t()
    if not font or not pdfium.FPDFFont_GetFontData(font, None, 0, size):
        return b""
    data = (ctypes.c_uint8 * size.value)()
    pdfium.FPDFFont_GetFontData(font, data, size.value, size)
    return bytes(data)


def _told(data: bytes) -> Mapping[int, str]:
    """The letters of a font by its glyphs' numbers; none where it does not tell them."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            if named := font.getBestCmap():
                pairs = ((font.getGlyphID(name), chr(code)) for code, name in named.items())
                return dict(sorted(pairs, reverse=True))  # a space, rather than a fixed one
            names = enumerate(font.getGlyphOrder())
            return {number: text for number, name in names if (text := _of_name(name)) != _UNKNOWN}
    except Exception:  # noqa: BLE001 -- fontTools raises whatever it meets in a damaged font
        return {}
