"""Free fonts with the measures of the ones Word's users have, and what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SANS, SERIF, MONO = "Liberation Sans", "Liberation Serif", "Liberation Mono"
FOLDER = Path(__file__).parent.with_name("fonts")
# The same widths, so that lines break where they break in Word.
TWINS = {
    "arial": SANS,
    "arimo": SANS,
    "helvetica": SANS,
    "times": SERIF,
    "times new roman": SERIF,
    "tinos": SERIF,
    "calibri": "Carlito",
    "courier": MONO,
    "courier new": MONO,
}
# No free twin: a font of the same kind stands in, and that is told.
SERIFS = (
    "bookman",
    "cambria",
    "garamond",
    "georgia",
    "palatino",
    "book antiqua",
    "century",
    "roman",
    "serif",
)
FILES = {
    SANS: "LiberationSans",
    SERIF: "LiberationSerif",
    MONO: "LiberationMono",
    "Carlito": "Carlito",
}
# Typst's own, for boxes to tick and the like; what of it is used stands in characters.SYMBOLS.
SYMBOLS = "DejaVu Sans Mono"


@dataclass(frozen=True)
class Face:
    """A font's measures, in ems, and its characters."""

    ascent: float
    descent: float
    line: float  # from line to line
    characters: frozenset[int]


def family(word_font: str | None) -> tuple[str, bool]:
    """The family that is used for a font of Word, and whether it has the same measures."""
    name = (word_font or "times new roman").strip().casefold()
    if name in TWINS:
        return TWINS[name], True
    if own := next((twin for twin in FILES if twin.casefold() == name), None):
        return own, True
    return (SERIF if any(word in name for word in SERIFS) else SANS), False


@cache
def folders() -> tuple[Path, ...]:
    """Where the fonts lie."""
    return tuple(sorted(each for each in FOLDER.iterdir() if each.is_dir()))


@cache
def face(name: str) -> Face:
    """Read a family's regular face."""
    from fontTools.ttLib import TTFont

    file = f"{FILES[name]}-Regular.ttf"
    path = next(folder / file for folder in folders() if (folder / file).exists())
    with TTFont(path, lazy=True) as font:
        em, head = font["head"].unitsPerEm, font["hhea"]
        return Face(
            ascent=head.ascent / em,
            descent=-head.descent / em,
            line=(head.ascent - head.descent + head.lineGap) / em,
            characters=frozenset(font.getBestCmap()),
        )
