"""How far a page leans in its picture, and the picture turned back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from converters.readers.scan.ruling import ink

if TYPE_CHECKING:
    from collections.abc import Iterable

_COARSE = 1.0  # points to a pixel of the picture that is tried out: lines of text stay apart
_STEPS = (0.5, 0.1, 0.02)  # degrees; a rule over the whole page is off by a fifth of a point
_EACH = 8  # tries to each side: at most 4 degrees, more than a scanner's feed lets a page lean
_PAPER = 255


def levelled(grey: Image.Image, dot: float) -> Image.Image:
    """A picture in shades of grey turned so that rules and lines of text are level.

    Args:
        grey: the picture.
        dot: the size of its pixels, in points.
    """
    width, height = (max(1, round(side * dot / _COARSE)) for side in grey.size)
    small = ink(grey, dot).resize((width, height), Image.Resampling.BOX)
    angle = 0.0
    for step in _STEPS:
        tries = [angle + step * count for count in range(-_EACH, _EACH + 1)]
        angle = _best(small, sorted(tries, key=abs))
    if not angle:
        return grey
    return grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_PAPER)


def _best(dark: Image.Image, angles: Iterable[float]) -> float:
    """The angle at which ink lies in the fewest rows of pixels; the first of equal ones."""
    return max(angles, key=lambda angle: _gathered(dark.rotate(angle, Image.Resampling.BILINEAR)))


def _gathered(dark: Image.Image) -> int:
    rows = dark.resize((1, dark.height), Image.Resampling.BOX).tobytes()
    return sum(row * row for row in rows)
