"""Blocks of text below section labels: which block belongs to which label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.readers.sop import items

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from converters.readers.sop.lines import Line

Block = list[str]  # raw lines

# How the texts of two sections begin; the others cannot be told from their wording.
_WORDING = {
    "recording": re.compile(r"\W*di\s?(?:simpan|catat|arsip|dokumentasi)", re.IGNORECASE),
    "warning": re.compile(r"\W*(?:apabila|jika|bila)\b", re.IGNORECASE),
}
_UNFINISHED = re.compile(r"[^.:;!?]$")


def blocks(section: Sequence[Line]) -> list[Block]:
    """The paragraphs and lists below labels: kept apart by a blank line or by a new "1."."""
    found: list[Block] = []
    previous = 0  # number of the last list item
    text = ""
    for line in section:
        number = items.first_number(line.text)
        restarts = number == 1 and previous > 0
        goes_on = number is not None and number == previous + 1 and previous > 0
        if found and not restarts and (not line.gap or goes_on or _continues(text, line.text)):
            found[-1].append(" ".join(line.raw))
        else:
            found.append([" ".join(line.raw)])
            previous = 0
        previous, text = number or previous, line.text
    return found


def _continues(above: str, text: str) -> bool:
    """Whether a paragraph ends the sentence that the one above began."""
    return text[:1].islower() and _UNFINISHED.search(above) is not None


def claimed(found: list[Block], fields: Collection[str]) -> dict[str, Block]:
    """Take the blocks out of ``found`` whose wording belongs to one of these fields."""
    taken: dict[str, Block] = {}
    for field, wording in _WORDING.items():
        if field in fields:
            block = next((block for block in found if wording.match(block[0])), None)
            if block is not None:
                found.remove(block)
                taken[field] = block
    return taken


def assign(fields: Sequence[str], found: list[Block]) -> tuple[dict[str, Block], bool]:
    """Blocks to labels in the order printed; also whether their numbers agree.

    Fewer blocks than labels: wording tells first, then the first labels get them. More: the last
    label gets the rest.
    """
    if len(found) >= len(fields):
        taken = dict(zip(fields, found, strict=False))
        taken[fields[-1]] = [raw for block in found[len(fields) - 1 :] for raw in block]
        return taken, len(found) == len(fields) or len(fields) == 1
    left = list(found)
    taken = claimed(left, fields)
    rest = [field for field in fields if field not in taken]
    return taken | dict(zip(rest, left, strict=False)), not left
