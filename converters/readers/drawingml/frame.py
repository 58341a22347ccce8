"""Where a drawing stands: ``a:xfrm``, its turns and mirrorings, and the groups around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.matrix import Matrix
from converters.readers.page import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

EMU = 12_700  # a point
POINTS = Matrix(1 / EMU, 0, 0, 1 / EMU, 0, 0)  # from EMU to points
_TURN = 60_000  # a degree
_FARTHEST = 10**10  # EMU: eleven kilometres; what lies farther is damage
UNIT = Box(0, 0, 1, 1)


class Frame(NamedTuple):
    """The box of a shape or group before it is mirrored and turned, in the units around it."""

    box: Box
    turn: float = 0.0  # degrees, clockwise, about its middle
    mirrored: bool = False  # left and right change places; before the turn
    upside_down: bool = False
    inner: Box | None = None  # of a group: the same box in the units of its children

    def place(self, within: Matrix) -> Matrix:
        """The map from the unit square, which stands for the shape, to the page.

        Args:
            within: from the units that ``box`` is in to the page.
        """
        middle, turn = self.box.centre, math.radians(self.turn)
        cos, sin = math.cos(turn), math.sin(turn)
        across = -self.box.width if self.mirrored else self.box.width
        down = -self.box.height if self.upside_down else self.box.height
        turned = Matrix(cos, sin, -sin, cos, *middle).after(
            Matrix(across, 0, 0, down, -across / 2, -down / 2)
        )
        return within.after(turned)

    def children(self, within: Matrix) -> Matrix:
        """The map from the units of a group's children to the page."""
        inner = self.inner or self.box
        across, down = 1 / (inner.width or 1), 1 / (inner.height or 1)
        square = Matrix(across, 0, 0, down, -inner.left * across, -inner.top * down)
        return self.place(within).after(square)


def read(xfrm: _Element) -> Frame | None:
    """What an ``a:xfrm`` (or ``wps:xfrm``, ``xdr:xfrm``) says; None where it gives no box."""
    box, inner = _box(xfrm, "off", "ext"), _box(xfrm, "chOff", "chExt")
    if box is None:
        return None
    return Frame(
        box=box,
        turn=whole(xfrm, "rot") / _TURN % 360,
        mirrored=flag(xfrm, "flipH"),
        upside_down=flag(xfrm, "flipV"),
        inner=inner,
    )


def _box(xfrm: _Element, offset: str, extent: str) -> Box | None:
    corner, size = xfrm.find(f"{{*}}{offset}"), xfrm.find(f"{{*}}{extent}")
    if size is None:
        return None
    left, top = (0, 0) if corner is None else (whole(corner, "x"), whole(corner, "y"))
    return Box(left, top, left + max(0, whole(size, "cx")), top + max(0, whole(size, "cy")))


def whole(element: _Element, name: str) -> int:
    """An attribute that holds a whole number; 0 where it is missing or damaged."""
    return number(element.get(name, "0"))


def number(text: str) -> int:
    """A whole number of the file's; 0 where it is damaged."""
    try:
        found = int(text[:20])
    except ValueError:
        return 0
    return found if abs(found) < _FARTHEST else 0


def flag(element: _Element, name: str) -> bool:
    """An attribute that holds an ``xsd:boolean``; False where it is missing."""
    return element.get(name, "0").strip() in {"1", "true", "on"}
