"""The lines of a cell as its paragraphs: which line ends were the writer's, which the program's."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.readers.pdf.words import Line

_BLANK = 1.6  # of the usual distance of two lines: an empty line stands between
_MARGINS = (1.0, 6.0)  # points between border and text: Excel's least, Word's usual and a bit
_SLACK = 2.0  # points by which programs that measure text differ
# In heights of the font: so wide are paragraphs, and so much shorter are their full lines at most.
_PROSE, _RAGGED = 20, 4
_FULL = 3  # lines that show where full ones end
_CENTRED = 0.15  # of the cell's width: left and right gap of a centred line differ less
_ITEM = re.compile(r"(?:\(?\d{1,2}[.)]|[a-z][.)]|[-–•▪●◦*✓➢])\s|[•▪●✓➢]")
_NUMBER = re.compile(r"(\d{1,2})[.)]?\s")
_NO_BEGIN = ".,;:!?)/"  # no word begins so: ".id" goes on with an address
_ENDED = re.compile(r"[.:;!?]$")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Habits(msgspec.Struct, frozen=True):
    """What the rest of a page tells about how its lines were broken."""

    spaced: bool  # a space is painted where a paragraph's line is broken
    words: Counter[str]  # those within lines, in lower case


def habits(lines: Iterable[Line]) -> Habits:
    """What a page's lines tell."""
    every = list(lines)
    words: Counter[str] = Counter()
    for line in every:
        words.update(word.lower() for word in _WORD.findall(line.text))
    return Habits(sum(line.open for line in every) > 2, words)  # noqa: PLR2004 - not by chance


def text(lines: Sequence[Line], box: Box, known: Habits) -> str:
    r"""The paragraphs of a cell with "\\n" between them.

    Args:
        lines: from top to bottom.
        box: the cell's, turned as the lines are.
        known: what the page tells.
    """
    if not lines:
        return ""
    cell = _Cell.of(lines, box)
    found = lines[0].text
    for above, line in itertools.pairwise(lines):
        found += _joint(above, line, cell, known) + line.text
    return found


class _Cell(msgspec.Struct, frozen=True):
    """How a cell's lines are set."""

    box: Box
    margin: float
    centred: bool
    pitch: float  # from one line to the next

    @classmethod
    def of(cls, lines: Sequence[Line], box: Box) -> _Cell:
        gaps = [(line.box.left - box.left, box.right - line.box.right) for line in lines]
        centred = all(abs(one - two) < _CENTRED * box.width for one, two in gaps) and (
            max(one for one, _ in gaps) - min(one for one, _ in gaps) > _SLACK
        )
        least = min(min(gap) for gap in gaps)
        steps = [two.box.bottom - one.box.bottom for one, two in itertools.pairwise(lines)]
        pitch = min((step for step in steps if step > lines[0].size / 2), default=lines[0].size)
        margin = min(max(least, _MARGINS[0]), _MARGINS[1])
        return cls(Box(box.left, box.top, _right(lines, box), box.bottom), margin, centred, pitch)

    def room(self, line: Line) -> float:
        """Width that was left in a line."""
        right = self.box.right - line.box.right
        if self.centred:
            return right + line.box.left - self.box.left - 2 * self.margin
        return right - self.margin


def _right(lines: Sequence[Line], box: Box) -> float:
    """Where the lines of a cell end that are full; a spreadsheet's ruled box is often wider."""
    last = max(line.box.right for line in lines)
    size = lines[0].size
    wide = last - min(line.box.left for line in lines) > _PROSE * size
    full = sum(line.box.right > last - _RAGGED * size for line in lines)
    return min(box.right, last + _MARGINS[1]) if wide and full >= _FULL else box.right


def _joint(above: Line, line: Line, cell: _Cell, known: Habits) -> str:
    """What stands between two lines: a paragraph's end, a space, or nothing within a word."""
    apart = line.box.bottom - above.box.bottom > _BLANK * cell.pitch
    if apart or _ITEM.match(line.text) or _next_number(above, line):
        return "\n"
    room = cell.room(above)
    space = above.size / 4
    goes_on = line.text[:1].islower() and not _ENDED.search(above.text)
    if line.first + space + _SLACK < room and not goes_on:
        return "\n"
    if above.open or (goes_on and above.text[-1:] in ",;"):
        return " "
    return "" if _within_word(above, line, room, known) else " "


def _next_number(above: Line, line: Line) -> bool:
    """Whether a line begins with the number after that of the line above ("7. A", "8 B")."""
    one, two = _NUMBER.match(above.text), _NUMBER.match(line.text)
    return one is not None and two is not None and int(two[1]) == int(one[1]) + 1


def _within_word(above: Line, line: Line, room: float, known: Habits) -> bool:
    """Whether a line was broken inside a word, for which the column was too narrow."""
    last, first = above.text.split(" ")[-1], line.text.split(" ")[0]
    if first[0] in _NO_BEGIN:
        return True
    if last.endswith(("-", "/")) and len(last) > 1:
        return "://" not in last or known.words[first.lower()] <= 1  # an address may end in "/"
    if not (last[-1:].isalnum() and first[:1].islower()) and "/" not in last:
        return False
    if " " in above.text or room > above.size:
        return False  # a word begins on a line of its own before it is broken
    whole = (_WORD.findall(last + first) or [""])[0].lower()
    parts = [word.lower() for word in _WORD.findall(f"{last} {first}")]
    if known.words[whole] and not all(known.words[part] > 1 for part in parts):
        return True
    return known.spaced
