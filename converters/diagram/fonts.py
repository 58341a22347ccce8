"""How much room a text takes in Camunda Modeler's font (Arial), and how it breaks into lines."""

from __future__ import annotations

import math
from functools import lru_cache

TASK_SIZE = 12  # px: text inside shapes and pool and lane headers
LABEL_SIZE = 11  # px: labels beside shapes
LINE_HEIGHT = 1.2  # of the size
SLACK = 1.06  # what Arial is replaced by, and hinting, make lines a little longer

# Advance widths in thousandths of the size, by character (Arial's own metrics).
_GROUPS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTHS = {character: width for width, group in _GROUPS.items() for character in group}
_OTHER = 667


def width(text: str, size: int = LABEL_SIZE) -> float:
    """Pixels that ``text`` takes on one line."""
    return sum(_WIDTHS.get(character, _OTHER) for character in text) * size / 1000


def lines(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Lines that ``text`` takes when broken at spaces (and in words that are too long alone)."""
    return len(wrap(text, room, size))


def height(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Pixels that ``text`` takes from top to bottom within ``room`` pixels of width."""
    return math.ceil(lines(text, room, size) * size * LINE_HEIGHT)


def longest_line(text: str, room: int) -> int:
    """Pixels of width that the label ``text`` takes once it is broken to fit ``room``."""
    longest = max(width(line) for line in wrap(text, room, LABEL_SIZE))
    return min(room, math.ceil(longest * SLACK) + 1)


def longest_word(text: str) -> int:
    """Pixels of width that no word of the label ``text`` is broken in."""
    return max((math.ceil(width(word) * SLACK) + 1 for word in text.split()), default=0)


@lru_cache(maxsize=4096)
def wrap(text: str, room: int, size: int) -> tuple[str, ...]:
    """``text`` broken into lines at spaces (and in words that are too long alone)."""
    done, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > room / SLACK:
            done.append(line)
            longer = word
        line = longer
        while (fits := _fitting(line, room, size)) < len(line):
            done.append(line[:fits])
            line = line[fits:]
    return (*done, line)


def _fitting(word: str, room: int, size: int) -> int:
    """How many characters fit; one at least."""
    used = 0.0
    for count, character in enumerate(word):
        used += width(character, size)
        if used > room:
            return max(count, 1)
    return len(word)
