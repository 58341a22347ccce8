"""Characters of symbol fonts as the letters that look like them."""

from __future__ import annotations

_PRIVATE = range(0xF000, 0xF100)  # where Word keeps the characters of symbol fonts

# By font: code (without the private area's F000) -> what is seen.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•",
    0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→",
    0xF0: "→", 0xFB: "✗", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x2A: "□", 0xA3: "□"}
_SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB7: "•", 0xD6: "√", 0xDE: "→",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def seen(text: str, font: str) -> str:
    """The text as a reader sees it; what a symbol font shows otherwise is "•"."""
    table = _FONTS.get(font.lower())
    if table is None and not any(ord(letter) in _PRIVATE for letter in text):
        return text
    return "".join(_letter(letter, table) for letter in text)


def _letter(letter: str, table: dict[int, str] | None) -> str:
    code = ord(letter)
    if code in _PRIVATE:
        code -= _PRIVATE.start
        return (table or {**_SYMBOL, **_WINGDINGS}).get(code, "•")
    return letter if table is None or letter.isspace() else table.get(code, "•")
