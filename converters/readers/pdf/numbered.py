"""Lists whose numbers stand in a column of their own, level with the middle of each item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.readers.page import Box
from converters.readers.pdf import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.pdf.words import Line, Piece

_NUMBER = re.compile(r"\(?\d{1,2}[.,)]")
_LEVEL = 0.4  # of the font's height: a number this near stands in a line of its item
_MIDDLE = 0.7  # of the font's height: and this near in the middle between two lines
_LEAST = 2  # numbers that make a list


def lines(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """The lines of a cell from top to bottom, each number at the first line of its item."""
    plain = words.lines(pieces)
    numbers = [piece for piece in pieces if _NUMBER.fullmatch(piece.text)]
    rest = [piece for piece in pieces if piece not in numbers and not piece.blank]
    if len(numbers) < _LEAST or not rest or any(piece.turn for piece in pieces):
        return plain
    if min(piece.box.left for piece in rest) < max(piece.box.right for piece in numbers) - 1:
        return plain  # not a column of their own
    marks, texts = words.lines(numbers), words.lines(rest)
    if all(any(_level(mark, text) for text in texts) for mark in marks):
        return plain
    return _joined(marks, texts) or plain


def _level(mark: Line, text: Line) -> bool:
    return abs(mark.box.bottom - text.box.bottom) <= _LEVEL * text.size


def _joined(marks: Sequence[Line], texts: Sequence[Line]) -> tuple[Line, ...]:
    """The items, each with as many lines as put its number in the middle; empty: they do not."""
    found: list[Line] = []
    start = 0
    for mark in marks:
        ends = range(start + 1, len(texts) + 1)
        if not ends:
            return ()
        end = min(ends, key=lambda end: _off(mark, texts[start], texts[end - 1]))
        if _off(mark, texts[start], texts[end - 1]) > _MIDDLE * mark.size:
            return ()
        found += [_with_number(mark, texts[start]), *texts[start + 1 : end]]
        start = end
    return tuple(found) if start == len(texts) else ()


def _off(mark: Line, first: Line, last: Line) -> float:
    """How far a number is from the middle of an item's lines."""
    return abs(mark.box.centre.y - (first.box.top + last.box.bottom) / 2)


def _with_number(mark: Line, line: Line) -> Line:
    box = Box(mark.box.left, line.box.top, line.box.right, line.box.bottom)
    return msgspec.structs.replace(line, text=f"{mark.text} {line.text}", box=box, first=mark.first)
