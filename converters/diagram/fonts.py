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
    return len(_broken(text, room, size))


def height(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Pixels that ``text`` takes from top to bottom within ``room`` pixels of width."""
    return math.ceil(lines(text, room, size) * size * LINE_HEIGHT)


def longest_line(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Pixels of width that ``text`` takes once it is broken to fit ``room``."""
    return min(room, math.ceil(max(_broken(text, room, size)) * SLACK) + 1)


@lru_cache(maxsize=4096)
def _broken(text: str, room: int, size: int) -> tuple[float, ...]:
    """The widths of the lines."""
    done, used = [], 0.0
    space = width(" ", size)
    for word in text.split():
        needed = width(word, size)
        if used and used + space + needed > room / SLACK:
            done.append(used)
            used = 0.0
        used += needed + (space if used else 0)
        while used > room:  # a word longer than the line is broken
            done.append(float(room))
            used -= room
    return (*done, used)
