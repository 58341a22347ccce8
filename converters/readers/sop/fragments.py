"""Text that an OCR broke apart at a cell border, put together again where its words tell how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"(?<=;)\s*")


def rejoin(pieces: Sequence[str], document: Iterable[str]) -> str:
    """One text from the pieces of several cells.

    A piece that ends within a word ("is la") goes before the part of the last piece whose first
    word completes it to one that the document knows ("yanan": "layanan"); others stay in order.
    """
    *heads, last = pieces
    words = {word.casefold() for text in document for word in _WORD.findall(text)}
    parts = _PART.split(last)
    loose = [head for head in heads if not _attach(head, parts, words)]
    return " ".join([*loose, *parts])


def _attach(head: str, parts: list[str], words: set[str]) -> bool:
    """Put the head before the part it belongs to; False where there is none."""
    ends = _WORD.findall(head)
    for place, part in enumerate(parts):
        starts = _WORD.match(part)
        if ends and starts and part[0].islower() and (ends[-1] + starts[0]).casefold() in words:
            parts[place] = head + part
            return True
    return False
