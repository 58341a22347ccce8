"""The characters of a PDF page that a reader of it sees, each with its place."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from converters.readers import symbol_fonts
from converters.readers.page import Box
from converters.readers.pdf import letters, limits
from converters.readers.pdf.clips import clip
from converters.readers.pdf.paths import TooFullError, colour_of, objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.readers.matrix import Matrix
    from converters.readers.page import Point
    from converters.readers.pdf.paths import Colour, Painted
    from converters.readers.pdf.sheet import Sheet

_INVISIBLE = {
    pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
    pdfium.FPDF_TEXTRENDERMODE_CLIP,
}
_PALE = 245  # of 255: text whose channels all reach this is white
_SQUARE = 4.0  # points: how wide around a glyph others like it are looked for
_SIDEWAYS = (90, 270)
_ASLANT = 10  # degrees off a quarter turn; a scan that was laid askew has less, a watermark 45
_SAME_PLACE = 0.2  # of its size: a glyph painted again this near is bold made by overprinting
_PRIVATE = 0xE000  # and beyond: what no font but its own shows
_NAME = 80  # bytes; a font with a longer name is none of symbols
# The last five are Calibri's ligatures, by whose glyphs' numbers many programs name them.
_LIGATURES = str.maketrans(
    {
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬀ": "ff",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "\xa0": " ",
        "\xad": "-",
        "\x02": "-",
        "Ɵ": "ti",
        "Ʃ": "tt",
        "ƫ": "tti",
        "Ō": "ft",
        "ƞ": "tf",
    }
)


class Glyph(NamedTuple):
    """One character."""

    text: str  # more than one for a ligature
    box: Box  # from the pen's start to its end, ascent to descent
    base: float  # y of the line it stands on (x where ``turn`` is 90 or 270)
    turn: int  # degrees clockwise that its line is turned: 0, 90, 180, 270
    run: int  # its text object, by its place among all that is painted: of one cell's text at most
    white: bool

    @property
    def size(self) -> float:
        """Height of its font."""
        return self.box.width if self.turn in _SIDEWAYS else self.box.height


def glyphs(sheet: Sheet, most: int | None = None) -> tuple[Glyph, ...]:
    """The characters in the order they are painted; spaces are among them.

    Left out: those painted invisibly, twice at one place, outside the page, or aslant, as
    watermarks are.

    Args:
        sheet: the page.
        most: about so many of them, evenly from all over the page; None: all.

    Raises:
        TooFullError: there are more than any SOP has.
    """
    shown = Box(0, 0, *sheet.size)
    found = {
        _address(painted.item): (order, painted) for order, painted in enumerate(objects(sheet))
    }
    textpage = sheet.page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > limits.CHARACTERS:
            raise TooFullError
        places = range(0, count, max(1, count // most) if most else 1)
        read = _worded(_read(textpage.raw, places, sheet.matrix, found))
        inside = [glyph for glyph in read if shown.holds(glyph.box.centre)]
        return tuple(reversed(list(_once(reversed(inside)))))  # the last is the one seen
    finally:
        textpage.close()


def pale(colour: Colour) -> bool:
    """Whether a colour is white, or as good as white."""
    return min(colour[:3]) >= _PALE


def _worded(read: Iterable[tuple[_Run, Glyph]]) -> Iterator[Glyph]:
    """The characters; where a font's were numbers of its glyphs, what these show."""
    pairs = list(read)
    texts: dict[int | None, list[str]] = defaultdict(list)
    for run, glyph in pairs:
        texts[run.face].append(glyph.text)
    wrong = {face for face, text in texts.items() if letters.numbers("".join(text))}
    for run, glyph in pairs:
        yield glyph._replace(text=letters.ordered(glyph.text)) if run.face in wrong else glyph


def _once(found: Iterable[Glyph]) -> Iterator[Glyph]:
    """Each character once, however often it is painted at its place."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in found:
        column, row = int(glyph.box.left // _SQUARE), int(glyph.box.top // _SQUARE)
        near = (
            other
            for x in (-1, 0, 1)
            for y in (-1, 0, 1)
            for other in seen.get((glyph.text, column + x, row + y), ())
        )
        if not any(_same(glyph, other) for other in near):
            seen.setdefault((glyph.text, column, row), []).append(glyph)
            yield glyph


def _same(glyph: Glyph, other: Glyph) -> bool:
    near = min(_SQUARE, glyph.size * _SAME_PLACE)
    aside, below = glyph.box.left - other.box.left, glyph.box.top - other.box.top
    return other.run != glyph.run and abs(aside) < near and abs(below) < near


def _address(item: object) -> int | None:
    return ctypes.cast(item, ctypes.c_void_p).value  # type: ignore[arg-type]


def _read(
    raw: object, places: range, matrix: Matrix, found: Mapping[int | None, tuple[int, Painted]]
) -> Iterator[tuple[_Run, Glyph]]:
    fonts = letters.Fonts()
    loose, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last: int | None = -1
    run, unnamed = _NO_RUN, False
    for place in places:
        code = pdfium.FPDFText_GetUnicode(raw, place)
        if not code or pdfium.FPDFText_IsGenerated(raw, place) == 1:
            continue  # the spaces and line ends that pdfium guesses: geometry tells us better
        address = _address(pdfium.FPDFText_GetTextObject(raw, place))
        if address != last:
            last = address
            turn = _turn(raw, place, matrix)
            run = _run(*found[address], turn) if address in found else _NO_RUN
            unnamed = pdfium.FPDFText_HasUnicodeMapError(raw, place) == 1
        if run.hidden:
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, place, loose)
        pdfium.FPDFText_GetCharOrigin(raw, place, x, y)
        box = _box(matrix(loose.left, loose.top), matrix(loose.right, loose.bottom))
        if run.clip is None or run.clip.holds(box.centre):
            base = matrix(x.value, y.value)[run.turn not in _SIDEWAYS]
            text = chr(code)
            if run.font or code >= _PRIVATE:
                text = symbol_fonts.seen(text, run.font)
            elif unnamed and pdfium.FPDFText_HasUnicodeMapError(raw, place) == 1:
                text = fonts.letter(run.face, run.item, code)
            text = text.translate(_LIGATURES)
            yield run, Glyph(text, box, base, run.turn, run.order, run.white)


class _Run(NamedTuple):
    """What the characters of a text object have in common."""

    order: int
    turn: int
    white: bool
    hidden: bool
    clip: Box | None
    font: str = ""  # its name if it is a font of symbols
    face: int | None = None  # its font, by where pdfium keeps it
    item: object = None  # pdfium's handle


_NO_RUN = _Run(-1, 0, white=False, hidden=True, clip=None)


def _run(order: int, painted: Painted, turn: int | None) -> _Run:
    if turn is None:
        return _NO_RUN
    item = painted.item
    colour = colour_of(item, pdfium.FPDFPageObj_GetFillColor)
    hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE or not colour[3]
    font = pdfium.FPDFTextObj_GetFont(item)
    white, shown = pale(colour), clip(painted)
    return _Run(order, turn, white, hidden, shown, _symbols(font), _address(font), item)


def _symbols(font: object) -> str:
    name = ctypes.create_string_buffer(_NAME)
    if not font or not 0 < pdfium.FPDFFont_GetBaseFontName(font, name, _NAME) <= _NAME:
        return ""
    found = name.value.decode(errors="replace")
    return found if symbol_fonts.shows_symbols(found) else ""


def _box(one: Point, two: Point) -> Box:
    return Box(min(one.x, two.x), min(one.y, two.y), max(one.x, two.x), max(one.y, two.y))


def _turn(raw: object, place: int, matrix: Matrix) -> int | None:
    """How a character's line is turned on the page as it is shown, in quarter turns; None: not."""
    own = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, place, own)
    start, end = matrix(0, 0), matrix(own.a, own.b)
    degrees = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    if not math.isfinite(degrees):
        return 0
    turn = round(degrees / 90)
    return turn % 4 * 90 if abs(degrees - 90 * turn) <= _ASLANT else None
