"""Characters of symbol fonts as the letters that look like them."""

from __future__ import annotations

import re

_PRIVATE = range(0xF000, 0xF100)  # where Word and PDF files keep the characters of symbol fonts
_BYTE = 0xFF  # a character beyond is what is seen, whatever its font

# By font: code (without the private area's F000) -> what is seen.
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "→", 0xFB: "✗", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x2A: "□", 0xA3: "□"}
_SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB7: "•", 0xD6: "√", 0xDE: "→",
}  # fmt: skip
_TICKS = {0x61: "√", 0x62: "√", 0x72: "✗"}
_FONTS = {
    "wingdings": _WINGDINGS, "wingdings2": _WINGDINGS_2, "symbol": _SYMBOL,
    "webdings": _TICKS, "marlett": _TICKS,
}  # fmt: skip

# As PDF files spell their names: "ABCDEE+Wingdings-Regular", "SymbolMT".
_SPELLED = re.compile(r"^[a-z]{6}\+|[\s_-]|regular|mt$")


def seen(text: str, font: str) -> str:
    """The text as a reader sees it; what a symbol font shows otherwise is "•"."""
    table = _table(font)
    if table is None and not any(ord(letter) in _PRIVATE for letter in text):
        return text
    return "".join(_letter(letter, table) for letter in text)


def shows_symbols(font: str) -> bool:
    """Whether a font shows others than the letters of its text."""
    return _table(font) is not None


def _table(font: str) -> dict[int, str] | None:
    return _FONTS.get(_SPELLED.sub("", font.lower()))


def _letter(letter: str, table: dict[int, str] | None) -> str:
    code = ord(letter)
    if code in _PRIVATE:
        code -= _PRIVATE.start
        return (table or {**_SYMBOL, **_WINGDINGS}).get(code, "•")
    if table is None or code > _BYTE or letter.isspace():
        return letter
    return table.get(code, "•")
