"""How much room a text takes in Camunda Modeler's font (Arial), and how it breaks into lines."""

from __future__ import annotations

from functools import lru_cache

TASK_SIZE = 12  # px: text inside shapes and pool and lane headers
LABEL_SIZE = 11  # px: labels beside shapes
LINE_HEIGHT = 1.2  # of the size

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


@lru_cache(maxsize=4096)
def lines(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Lines that ``text`` takes when broken at spaces (and in words that are too long alone)."""
    count, used = 1, 0.0
    space = width(" ", size)
    for word in text.split():
        needed = width(word, size)
        if used and used + space + needed > room:
            count, used = count + 1, 0.0
        used += needed + (space if used else 0)
        while used > room:  # a word longer than the line is broken
            count, used = count + 1, used - room
    return count


def height(text: str, room: int, size: int = LABEL_SIZE) -> int:
    """Pixels that ``text`` takes from top to bottom within ``room`` pixels of width."""
    return -int(-lines(text, room, size) * size * LINE_HEIGHT // 1)
