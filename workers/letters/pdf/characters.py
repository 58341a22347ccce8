"""Which characters can be shown, and what stands for the others.

PDF/A forbids a character that its font does not have, and a name may hold anything.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

# What Typst's own DejaVu Sans Mono has of the signs that offices use.
SYMBOLS = frozenset(map(ord, "☐☑☒✓✔✗✘●○■□▪▫◆◇►▶→←↑↓⇒➢★☆☎✉✎"))
UNKNOWN = "\N{WHITE SQUARE}"
# The symbol fonts of Word have their signs in the private use area (or on plain letters).
_WINGDINGS = {
    0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑",
    0xFD: "☒", 0xD8: "➢", 0x6C: "●", 0x6E: "■", 0x76: "◆", 0xE0: "→", 0xDF: "←", 0x78: "☒",
}  # fmt: skip
_SYMBOL = {0xB7: "•", 0xAE: "→", 0xAC: "←", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥"}
_SYMBOL_FONTS = {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings"}
_PRIVATE = 0xF000
_HIDDEN = {"Cf", "Cc", "Cs"}  # they show nothing, and may turn what others show
_SPACES = {"Zs", "Zl", "Zp"}


def from_symbol_font(font: str | None, code: int) -> str:
    """The sign that a symbol font shows for a code."""
    signs = _SYMBOL if (font or "").casefold() == "symbol" else _WINGDINGS
    return signs.get(code & 0xFF, UNKNOWN)


def is_symbol_font(font: str | None) -> bool:
    """Whether a font shows signs in the place of letters."""
    return (font or "").casefold() in _SYMBOL_FONTS


def displayable(text: str, known: AbstractSet[int], font: str | None = None) -> tuple[str, bool]:
    """The text as it can be shown, and whether that is all of it.

    Args:
        text: what somebody wrote.
        known: the characters that the font has.
        font: Word's font, for the signs of symbol fonts.
    """
    shown = [_shown(character, known, font) for character in unicodedata.normalize("NFC", text)]
    return "".join(shown), UNKNOWN not in shown or UNKNOWN in text


def _shown(character: str, known: AbstractSet[int], font: str | None) -> str:
    code = ord(character)
    if _PRIVATE <= code <= _PRIVATE + 0xFF or (is_symbol_font(font) and not character.isspace()):
        return from_symbol_font(font, code)
    kind = unicodedata.category(character)
    if kind in _HIDDEN:
        return " " if character.isspace() else ""
    if (code in known and kind != "Co") or code in SYMBOLS:
        return character
    if kind in _SPACES:
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character and all(ord(each) in known for each in plain) else UNKNOWN
