"""The heading between an SOP's cover and its table: its name once more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop.lines import Line

_OPENING = re.compile(
    r"STANDARD?\s+OPERASIONAL\s+PROSEDUR(?:\s+ADMINISTRASI\s+PEMERINTAHAN)?\W*", re.IGNORECASE
)
_NAMED = re.compile(r"(?:STANDARD?\s+OPERASIONAL|SOP|SOPAP|PROSEDUR)\b")
_SHARED = 0.5  # of the words of a line in capitals, how many the name must share
_NEARLY_ALL = 0.8  # and of a line that is not in capitals


def find(cover: Sequence[Line], title: str) -> list[Line]:
    """The lines just above the table that name the SOP; empty where there are none.

    They start where the last lines in capitals say "SOP" or words of the title; or, not in
    capitals, with "Standar Operasional Prosedur" or the title itself.
    """
    words = set(title.casefold().split())
    start = len(cover)
    while start and len(cover[start - 1].cells) == 1 and cover[start - 1].text.isupper():
        start -= 1
    for place in range(start, len(cover)):
        if _NAMED.match(cover[place].text) or _share(cover[place], words) >= _SHARED:
            return list(cover[place:])
    first = len(cover) - 1
    while first > 0 and not cover[first].gap:
        first -= 1
    for place in range(max(0, first), len(cover)):
        line = cover[place]
        if len(line.cells) == 1 and (
            _OPENING.match(line.text) or _share(line, words) >= _NEARLY_ALL
        ):
            return list(cover[place:])
    return []


def name(heading: Sequence[Line]) -> str:
    """The SOP's name in its heading, without "Standar Operasional Prosedur"."""
    return _OPENING.sub("", " ".join(line.text for line in heading), count=1)


def _share(line: Line, title: set[str]) -> float:
    own = set(line.text.casefold().split())
    return len(own & title) / len(own)
