"""The rules of the tables in a picture: long dark runs of pixels that end at each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageChops, ImageFilter

from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# In points:
_SHADE = 8.0  # how wide around a pixel its paper is looked at: wider than strokes are thick
_LEAST = 12.0  # a rule is as long, at least: the height of the lowest row
_THICK = 3.5  # and no thicker
_NEAR = 3.2  # how far a rule may end before another, or beyond it

_DARKER = 40  # of 255: by so much is ink darker than the paper around it
_SEED = 0.3  # of the longest rule across: so long is no symbol's edge, and hardly an arrow
_WHOLE = 0.6  # so long is no arrow
_ROUNDS = 3  # short rules between rules between long ones
_RUNS = 20_000  # a page of tables has a tenth; what has more is a photograph


class _Run(NamedTuple):
    """Dark pixels in rows (or columns) below each other."""

    first: int
    last: int
    start: int
    end: int


def ink(picture: Image.Image, dot: float) -> Image.Image:
    """255 where a picture in shades of grey is dark against what is around, 0 elsewhere.

    Shadows and grey paper are no ink.

    Args:
        picture: in shades of grey.
        dot: the size of a pixel, in points.
    """
    paper = picture.filter(ImageFilter.BoxBlur(_SHADE / dot))
    darker = ImageChops.subtract(paper, picture)
    return darker.point([255 * (level >= _DARKER) for level in range(256)])


def rules(dark: Image.Image, dot: float) -> tuple[Box, ...]:
    """The rules in the ink of a picture, as thin boxes in points from its top left corner."""
    turned = dark.transpose(Image.Transpose.TRANSPOSE)
    across = [_flat(run, dot) for run in _strips(dark, dot)]
    down = [_upright(run, dot) for run in _strips(turned, dot)]
    width, height = (side * dot for side in dark.size)
    return _held(across, down, Box(0, 0, width, height))


def _flat(run: _Run, dot: float) -> Box:
    return Box(run.start * dot, run.first * dot, run.end * dot, (run.last + 1) * dot)


def _upright(run: _Run, dot: float) -> Box:
    return Box(run.first * dot, run.start * dot, (run.last + 1) * dot, run.end * dot)


def _strips(dark: Image.Image, dot: float) -> list[_Run]:
    """The thin level strips of ink; none where there are more than tables have."""
    long = re.compile(rb"\xff{%d,}" % round(_LEAST / dot))
    width, pixels = dark.width, dark.tobytes()
    found: list[_Run] = []
    growing: list[_Run] = []
    for row in range(dark.height):
        spans = [x.span() for x in long.finditer(pixels, row * width, (row + 1) * width)]
        runs = [_Run(row, row, start - row * width, end - row * width) for start, end in spans]
        growing, ended = _grown(growing, runs)
        found += ended
        if len(found) > _RUNS:
            return []
    return [run for run in (*found, *growing) if (run.last - run.first + 1) * dot <= _THICK]


def _grown(growing: Sequence[_Run], runs: Iterable[_Run]) -> tuple[list[_Run], list[_Run]]:
    """The strips that go on in a row, and those that ended above it."""
    left = list(growing)
    now: list[_Run] = []
    for run in runs:
        above = [one for one in left if one.start < run.end and run.start < one.end]
        left = [one for one in left if one not in above]
        every = [*above, run]
        first, start = min(one.first for one in every), min(one.start for one in every)
        now.append(_Run(first, run.last, start, max(one.end for one in every)))
    return now, left


def _held(across: Sequence[Box], down: Sequence[Box], edge: Box) -> tuple[Box, ...]:
    """The strips that rule a table: they end at each other, or at the picture's edge.

    The edges of a symbol end at each other, too; so it begins with rules longer than those.
    """
    longest = max((box.width for box in across), default=0.0)
    whole = [box for box in across if box.width >= _WHOLE * longest]  # a side border may be missing
    level = [box for box in across if box.width >= _SEED * longest]
    upright: list[Box] = []
    for _ in range(_ROUNDS):
        upright = [box for box in down if _ends(box, level, edge)]
        ended = [box for box in across if box not in whole and _ends_level(box, upright, edge)]
        level = whole + ended
    return (*level, *upright)


def _ends(box: Box, level: Iterable[Box], edge: Box) -> bool:
    """Whether both ends of an upright strip lie on level ones."""
    crossed = [
        one.centre.y for one in level if one.left - _NEAR <= box.centre.x <= one.right + _NEAR
    ]
    places = (edge.top, edge.bottom, *crossed)
    return all(any(abs(end - at) <= _NEAR for at in places) for end in (box.top, box.bottom))


def _ends_level(box: Box, upright: Iterable[Box], edge: Box) -> bool:
    """Whether both ends of a level strip lie on upright ones."""
    turned = [Box(one.top, one.left, one.bottom, one.right) for one in upright]
    return _ends(
        Box(box.top, box.left, box.bottom, box.right),
        turned,
        Box(edge.top, edge.left, edge.bottom, edge.right),
    )
