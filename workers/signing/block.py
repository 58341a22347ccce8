"""The visible block of a signature: a QR code, and who signed when, as PDF drawing operators.

Letters are drawn as outlines and QR modules as rectangles: no font to embed, no image, no
transparency, so that a PDF/A document stays one. Lengths are points (1/72 inch), y goes up.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from anyascii import anyascii
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.signing.signer import Purpose

PADDING = 4.0
LEADING = 1.3
_QUIET_ZONE = 2  # modules; the padding around it does the rest of the four that the standard asks


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How large a block is, and how its words are set."""

    width: int
    height: int
    font_size: float  # at most: a line that is too long is set smaller
    flat: bool = False  # two long lines instead of five short ones


BLOCK = Shape(width=216, height=66, font_size=7.5)
STRIP = Shape(width=420, height=34, font_size=7.0, flat=True)  # fits into a page's margin


class Signatory(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs, as the certificate says."""

    name: str
    title: str
    fingerprint: str  # SHA-256 of the certificate, in hex; empty: not known yet


def draw(shape: Shape, signatory: Signatory, purpose: Purpose) -> bytes:
    """Return the block's drawing operators; its lower left corner is the origin."""
    side = shape.height - 2 * PADDING
    left = side + 2 * PADDING
    room = (left, shape.width - left - PADDING)
    frame = f"0.5 w 0.25 0.25 {shape.width - 0.5} {shape.height - 0.5} re S"
    lines = _lines(shape, signatory, purpose)
    parts = ["q 0 g 0 G", frame, *_qr(qr_words(signatory, purpose), side)]
    parts += [*_text(lines, shape, room), "Q"]
    return "\n".join(parts).encode("ascii")


def qr_words(signatory: Signatory, purpose: Purpose) -> str:
    """Return what the QR code says: all that tells this signature and its document from others.

    The request's number, the SHA-256 of the document before it was signed (its id in the store)
    and, when it is known, the start of that of the certificate, in the letters that QR codes hold
    most densely.
    """
    words = f"TERTIB {purpose.number} DOK:{purpose.document_hash}"
    certificate = f" SERT:{signatory.fingerprint[:32]}" if signatory.fingerprint else ""
    return (words + certificate).upper()


def _lines(shape: Shape, signatory: Signatory, purpose: Purpose) -> list[str]:
    on_behalf = f"a.n. {purpose.official}" if purpose.on_behalf else ""
    moment = purpose.moment
    when = f"{long_date(moment)} {moment:%H.%M} {moment.tzname() or ''}".strip()
    words = "Ditandatangani secara elektronik oleh"
    if shape.flat:
        who = ", ".join(filter(None, (signatory.name, signatory.title, on_behalf)))
        return [f"{words} {who}", f"{when} \N{MIDDLE DOT} {purpose.number}"]
    lines = [f"{words}:", on_behalf, signatory.title, signatory.name, when, purpose.number]
    return [line for line in lines if line]


def _text(lines: list[str], shape: Shape, room: tuple[float, float]) -> Iterator[str]:
    """Set lines between the frame's edges, each as large as it may be."""
    left, width = room
    size = min(shape.font_size, (shape.height - 2 * PADDING) / (len(lines) * LEADING))
    step = (shape.height - 2 * PADDING) / len(lines)
    for row, line in enumerate(lines):
        fitting = min(size, width / max(_width(line), 0.01))
        baseline = shape.height - PADDING - step * row - (step + 0.7 * fitting) / 2
        yield from _line(line, fitting, left, baseline)


def _line(text: str, size: float, x: float, y: float) -> Iterator[str]:
    font = _font()
    scale = size / font.units_per_em
    pen = _OperatorPen(font.glyphs)
    for glyph in font.glyphs_of(text):
        font.glyphs[glyph].draw(TransformPen(pen, (scale, 0, 0, scale, x, y)))
        x += font.glyphs[glyph].width * scale
    if pen.operators:
        yield from (*pen.operators, "f")


def _width(text: str) -> float:
    """The text's width at a font size of one point."""
    font = _font()
    units: float = sum(font.glyphs[glyph].width for glyph in font.glyphs_of(text))
    return units / font.units_per_em


def _qr(words: str, side: float) -> Iterator[str]:
    import segno

    code = segno.make(words, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=_QUIET_ZONE)]
    module = side / len(rows)
    for number, row in enumerate(rows):
        y = PADDING + side - (number + 1) * module
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                x = PADDING + column * module
                yield f"{x:.2f} {y:.2f} {length * module:.2f} {module:.2f} re"
            column += length
    yield "f"


class _OperatorPen(BasePen):  # type: ignore[misc]  # fontTools tells no types
    """Draws outlines as PDF path operators."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 -- the pen protocol's name
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{number:.2f}" for point in points for number in point)
        self.operators.append(f"{numbers} {operator}")


class _Font:
    """The sans serif that Pillow carries (Aileron, public domain)."""

    def __init__(self) -> None:
        from PIL import ImageFont

        default: Any = ImageFont.load_default(10)
        font = TTFont(BytesIO(default.font_bytes))
        self.units_per_em: int = font["head"].unitsPerEm
        self.glyphs: Any = font.getGlyphSet()
        self._names: dict[int, str] = font.getBestCmap()

    def glyphs_of(self, text: str) -> Iterator[str]:
        """Name the glyphs of a text; what the font lacks is written in its closest letters."""
        for letter in text:
            known = letter if ord(letter) in self._names else anyascii(letter)
            yield from (self._names[ord(each)] for each in known if ord(each) in self._names)


@lru_cache(maxsize=1)
def _font() -> _Font:
    return _Font()
