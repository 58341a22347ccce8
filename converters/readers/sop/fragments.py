"""Text that an OCR broke apart at a cell border, put together again where its words tell how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"(?<=;)\s*")
_MANY = 200  # parts of a text; no list is that long


def words(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document, case folded."""
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def rejoin(pieces: Sequence[str], known: frozenset[str]) -> str:
    """One text from the pieces of several cells.

    A piece that ends within a word ("is la") goes before the part of the last piece whose first
    word completes it to a known one ("yanan": "layanan"); other pieces stay in their order.
    """
    *heads, last = pieces
    parts = _PART.split(last)
    if len(parts) > _MANY:
        return " ".join(pieces)
    loose = [head for head in heads if not _attach(head, parts, known)]
    return " ".join([*loose, *parts])


def _attach(head: str, parts: list[str], known: frozenset[str]) -> bool:
    """Put the head before the part it belongs to; False where there is none."""
    end = _WORD.findall(head[-_MANY:])[-1:]
    for place, part in enumerate(parts):
        start = _WORD.match(part)
        if end and start and part[0].islower() and (end[0] + start[0]).casefold() in known:
            parts[place] = head + part
            return True
    return False
