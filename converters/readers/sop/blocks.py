"""Blocks of text below section labels: which block belongs to which label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converters.readers.sop import items

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from converters.readers.sop.lines import Line

Block = list["Line"]

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
    for line in section:
        number = items.first_number(line.text)
        if found and _goes_on(found[-1], line, number, previous):
            found[-1].append(line)
            previous = number or previous
        else:
            found.append([line])
            previous = number or 0
    return found


def _goes_on(block: Block, line: Line, number: int | None, previous: int) -> bool:
    """Whether a line belongs to the block above it."""
    if previous and number is not None:
        return number == previous + 1 or (number > 1 and not line.gap)
    worded = _worded(line)
    if line.gap or (worded and worded != _worded(block[0])):
        return _continues(block[-1].text, line.text)
    return True


def _worded(line: Line) -> str | None:
    """The field whose wording a line begins with."""
    return next((field for field, begin in _WORDING.items() if begin.match(line.text)), None)


def _continues(above: str, text: str) -> bool:
    """Whether a paragraph ends the sentence that the one above began."""
    return text[:1].islower() and _UNFINISHED.search(above) is not None


def claimed(found: list[Block], fields: Collection[str]) -> dict[str, Block]:
    """Take the blocks out of ``found`` whose wording belongs to one of these fields."""
    taken: dict[str, Block] = {}
    for field in _WORDING:
        if field in fields:
            block = next((block for block in found if _worded(block[0]) == field), None)
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
        taken[fields[-1]] = [line for block in found[len(fields) - 1 :] for line in block]
        return taken, len(found) == len(fields) or len(fields) == 1
    left = list(found)
    taken = claimed(left, fields)
    rest = [field for field in fields if field not in taken]
    return taken | dict(zip(rest, left, strict=False)), not left
