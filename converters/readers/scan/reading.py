"""What a picture of a page says: its tables' rules and its words, as a PDF page would have them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from PIL import ImageDraw

from converters.readers.page import Box, Point
from converters.readers.pdf import frames, networks
from converters.readers.pdf.glyphs import Glyph
from converters.readers.pdf.paths import Path, Subpath
from converters.readers.pdf.rules import find
from converters.readers.pdf.words import Piece
from converters.readers.scan import figures, ruling
from converters.readers.scan.figures import Figures
from converters.readers.scan.levelling import levelled
from converters.readers.scan.recogniser import Recogniser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from converters.readers.scan.recogniser import Word

POINTS = 72  # to the inch
_DPI = 300  # at which a page is read: Tesseract wants letters at least 20 pixels high
_PIXELS = 20_000_000  # of a part of a page; A3 at 300 dpi has 17 millions
_CELLS = 800  # of a page; a cover and a table of twelve columns and forty rows have 530
_PAPER = 255
_INSIDE = 0.8  # points of a cell left out at its border: half of a rule
_BLACK = (0, 0, 0, 255)
_LETTERS = frozenset("•-–*✓√")  # beside letters and digits, what words are made of


class Seen(NamedTuple):
    """What was seen in a picture, in points of its page."""

    paths: tuple[Path, ...]
    pieces: tuple[Piece, ...]
    figures: Figures
    sure: float | None  # 0 to 1, the OCR's own mean; None: there is no word


def dpi(width: float, height: float) -> float:
    """Pixels to the inch at which a picture so large (in points) is read."""
    return min(_DPI, POINTS * math.sqrt(_PIXELS / (width * height)))


def together(found: Sequence[Seen], known: Sequence[Box]) -> Seen:
    """What several pictures of a page show, without the words whose places are ``known`` text's."""
    paths = tuple(rule for seen in found for rule in seen.paths)
    sure = [seen.sure for seen in found if seen.sure is not None]
    pieces = []
    for place, seen in enumerate(found):
        for piece in seen.pieces:
            if not any(box.holds(piece.box.centre) for box in known):
                # lines of two pictures are counted apart
                glyphs = tuple(x._replace(run=x.run * len(found) + place) for x in piece.glyphs)
                pieces.append(piece._replace(glyphs=glyphs))
    symbols = tuple(symbol for seen in found for symbol in seen.figures.symbols)
    lines = tuple(line for seen in found for line in seen.figures.lines)
    return Seen(paths, tuple(pieces), Figures(symbols, lines), min(sure, default=None))


def read(picture: Image.Image, dpi: float, place: Point) -> Seen:
    """Read a picture whose top left corner is at ``place``; its pixels are ``dpi`` to the inch."""
    dot = POINTS / dpi
    grey = levelled(picture.convert("L"), dot)
    dark = ruling.ink(grey, dot)
    rules = ruling.rules(dark, dot)
    drawing = figures.find(dark, dot, rules)
    draw = ImageDraw.Draw(grey)
    for box in rules:
        draw.rectangle([side / dot for side in box], fill=_PAPER)
    drawing.erase(grey, dot, _PAPER)
    drawn = tuple(path(box) for box in rules)
    words = list(_words(grey, dpi, _cells(drawn)))
    sure = sum(word.sure for word in words) / len(words) if words else None
    pieces = tuple(
        _piece(word, dot, place, spaced=before is not None and before.line == word.line)
        for before, word in zip([None, *words], words, strict=False)
    )
    paths = tuple(path(_moved(box, place)) for box in rules)
    return Seen(paths, pieces, drawing.moved(place), sure)


def _cells(drawn: Sequence[Path]) -> list[Box]:
    """The cells that rules make; none where there are more than tables have: squared paper."""
    tables = networks.tables(find(drawn))
    cells = [slot.box for table in tables for slot in frames.slots(table, ())]
    return cells if len(cells) <= _CELLS else []


def _words(grey: Image.Image, dpi: float, cells: Sequence[Box]) -> Iterator[Word]:
    """The words of each cell, then those around the tables."""
    dot = POINTS / dpi
    dark = ruling.ink(grey, dot)
    places = [_pixels(cell, dot) for cell in cells]
    recogniser = Recogniser(grey, dpi)
    count = 0
    for place in places:
        if dark.crop(place).getbbox() is not None:
            found = [word for word in recogniser.block(*place) if _is_word(word.text)]
            yield from (word._replace(line=word.line + count) for word in found)
            count += max((word.line for word in found), default=0)
    draw = ImageDraw.Draw(grey)
    for place in places:
        draw.rectangle(place, fill=_PAPER)
    if ruling.ink(grey, dot).getbbox() is not None:
        around = Recogniser(grey, dpi).scattered()
        yield from (word._replace(line=word.line + count) for word in around if _is_word(word.text))


def _pixels(cell: Box, dot: float) -> tuple[int, int, int, int]:
    left, top = (math.ceil((side + _INSIDE) / dot) for side in cell[:2])
    right, bottom = (math.floor((side - _INSIDE) / dot) for side in cell[2:])
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _is_word(text: str) -> bool:
    return any(letter.isalnum() or letter in _LETTERS for letter in text)


def _piece(word: Word, dot: float, place: Point, *, spaced: bool) -> Piece:
    """A word as one glyph: its letters need no places of their own; a space may be before it."""
    sides = (word.left, word.top, word.right, word.bottom)
    box = _moved(Box(*(side * dot for side in sides)), place)
    glyph = Glyph(word.text, box, word.base * dot + place.y, 0, word.line, white=False)
    start = box._replace(right=box.left)
    space = glyph._replace(text=" ", box=start)
    return Piece((space, glyph) if spaced else (glyph,), box)


def _moved(box: Box, by: Point) -> Box:
    return Box(box.left + by.x, box.top + by.y, box.right + by.x, box.bottom + by.y)


def path(box: Box) -> Path:
    """A rule as a PDF's page would have it painted."""
    left, top, right, bottom = box
    corners = (left, top), (right, top), (right, bottom), (left, bottom)
    points = tuple(Point(*corner) for corner in corners)
    return Path(
        subpaths=(Subpath(points, 0, closed=True),),
        stroked=False,
        filled=True,
        fill=_BLACK,
        stroke=_BLACK,
        width=0.0,
        dashed=False,
        box=box,
    )
