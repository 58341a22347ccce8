"""Names and texts of others, as a terminal, a page and a message can have them."""

from __future__ import annotations

import unicodedata

_LINE_ENDS = frozenset({"Zl", "Zp"})


def visible(text: str) -> str:
    """``text`` on one line, with "?" for what is not seen but acted on.

    That is what moves a terminal's cursor or turns its writing round, line ends, and the bytes of
    a file name that are no UTF-8.
    """
    return "".join("?" if _acts(letter) else letter for letter in text)


def _acts(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] == "C" or category in _LINE_ENDS
