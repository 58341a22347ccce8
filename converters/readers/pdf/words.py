"""Characters to pieces of text, and pieces to lines."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.geometry import hull
from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.pdf.glyphs import Glyph

# In heights of the font:
_SPACE = 0.14  # a gap that is a space; those of a font are 0.22 to 0.28, squeezed at least 0.16
_APART = 0.1  # a gap that is a space between two text objects, which no kerning explains
_PIECE = 1.2  # a gap that no justified line has beside the space that is painted
_LEVEL = 0.4  # how far characters of one line stand above or below each other


class Piece(NamedTuple):
    """Characters painted in one go, in one line without a wide gap."""

    glyphs: tuple[Glyph, ...]
    box: Box

    @property
    def turn(self) -> int:
        """As of its characters."""
        return self.glyphs[0].turn

    @property
    def run(self) -> int:
        """As of its characters."""
        return self.glyphs[0].run

    @property
    def white(self) -> bool:
        """As of its characters."""
        return self.glyphs[0].white

    @property
    def text(self) -> str:
        """Its characters as painted, without spaces at its ends."""
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @property
    def blank(self) -> bool:
        """Whether there are only spaces in it."""
        return all(glyph.text.isspace() for glyph in self.glyphs)


class Line(msgspec.Struct, frozen=True):
    """One line of text."""

    text: str  # words with one space between them
    box: Box  # upright: of a turned line as if it were turned back
    open: bool  # a space is painted at its end: where a program broke a paragraph's line
    size: float  # height of its font
    first: float  # width of its first word


def pieces(glyphs: Iterable[Glyph]) -> tuple[Piece, ...]:
    """The characters in pieces of which each belongs to one cell."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _goes_on(groups[-1][-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return tuple(Piece(tuple(group), hull(g.box for g in group)) for group in groups)


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    if (glyph.run, glyph.turn) != (last.run, last.turn):
        return False
    gap = upright(glyph.box, glyph.turn).left - upright(last.box, last.turn).right
    level = abs(glyph.base - last.base) <= _LEVEL * last.size
    spaced = last.text.isspace() or glyph.text.isspace()
    widest = _PIECE if spaced else _SPACE  # the text of two cells can be one object
    return level and -_PIECE * last.size < gap < widest * last.size


def upright(box: Box, turn: int) -> Box:
    """A box of turned text, as if the page were turned for it to be read from left to right."""
    if turn == 0:
        return box
    left, top, right, bottom = box
    if turn == 180:  # noqa: PLR2004 - degrees
        return Box(-right, -bottom, -left, -top)
    if turn == 90:  # noqa: PLR2004 - degrees
        return Box(top, -right, bottom, -left)
    return Box(-bottom, left, -top, right)


def lines(found: Iterable[Piece]) -> tuple[Line, ...]:
    """Pieces as lines from top to bottom; upright ones first, then each way of turned ones."""
    turns: dict[int, list[Glyph]] = {}
    for piece in found:
        turns.setdefault(piece.turn, []).extend(piece.glyphs)
    return tuple(
        line
        for turn, glyphs in sorted(turns.items())
        for group in _levels(glyphs)
        if (line := _line(group, turn)) is not None
    )


def _levels(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand on one line, from top to bottom."""
    group: list[Glyph] = []
    for glyph in sorted(glyphs, key=_depth):
        if group and _depth(glyph) - _depth(group[0]) > _LEVEL * min(glyph.size, group[0].size):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _depth(glyph: Glyph) -> float:
    """How far down the line is, seen as its text is read."""
    return -glyph.base if glyph.turn in (90, 180) else glyph.base


def _line(glyphs: Sequence[Glyph], turn: int) -> Line | None:
    placed = sorted(((upright(glyph.box, turn), glyph) for glyph in glyphs), key=lambda x: x[0][0])
    words = list(_words(placed))
    if not words:
        return None
    inked = [box for box, glyph in placed if not glyph.text.isspace()]
    box = hull(inked)
    return Line(
        " ".join(text for text, _ in words),
        box,
        placed[-1][1].text.isspace(),
        max(glyph.size for _, glyph in placed if not glyph.text.isspace()),
        words[0][1],
    )


def _words(placed: Sequence[tuple[Box, Glyph]]) -> Iterator[tuple[str, float]]:
    """The words of a line with their widths; a gap parts them, or a space that is painted.

    A space that the next character stands over parts nothing.
    """
    text, start, end, run, space = "", 0.0, 0.0, -1, inf
    for box, glyph in placed:
        wide = _SPACE if glyph.run == run else _APART
        run = glyph.run
        if glyph.text.isspace():
            space = min(space, box.centre.x)
            continue
        if text and (space < box.left or box.left - end > wide * glyph.size):
            yield text, end - start
            text = ""
        start = start if text else box.left
        text += glyph.text
        end, space = box.right, inf
    if text:
        yield text, end - start
