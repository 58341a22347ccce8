"""The rows' numbers: as printed, and all different."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from converters.readers.sop.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from converters.model import Doubt

_COUNTED = re.compile(r"(\d{1,6})[a-zA-Z]?")


def numbers(printed: Sequence[str], hidden: Collection[str] = ()) -> tuple[list[str], list[Doubt]]:
    """Each row's number as printed; a missing or repeated one is made up, so that all differ.

    A made-up one takes none that a later row prints: "kembali ke 3" means that row. That a number
    is skipped is no riddle where a ``hidden`` row has it.
    """
    taken: dict[str, None] = {}
    doubts: list[Doubt] = []
    repeats: Counter[str] = Counter()
    count = 0  # the last number, without its letter
    for place, text in enumerate(printed, start=1):
        counted = _COUNTED.fullmatch(text)
        value = int(counted[1]) if counted else count + (not text)
        if not text and str(value) in printed[place:]:
            value = count
        number = wanted = text or str(value)
        while number in taken:
            repeats[wanted] += 1
            number = wanted + _letters(repeats[wanted])
        if not text:
            previous = next(reversed(taken), "0")
            doubts.append(doubt("row-number-missing", number, previous=previous))
        elif number != text:
            doubts.append(doubt("row-number-repeated", number, printed=text))
        elif not all(str(skipped) in hidden for skipped in range(count + 1, value)):
            missing = f"{count + 1}" if value == count + 2 else f"{count + 1}–{value - 1}"
            doubts.append(doubt("row-number-skipped", number, missing=missing))
        count = value
        taken[number] = None
    return list(taken), doubts


def _letters(count: int) -> str:
    """1, 2, ... 26, 27 as a, b, ... z, aa."""
    text = ""
    while count:
        count, place = divmod(count - 1, 26)
        text = chr(ord("a") + place) + text
    return text
