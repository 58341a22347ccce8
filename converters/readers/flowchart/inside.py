"""Whether something stands in a symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.page import ShapeKind

if TYPE_CHECKING:
    from converters.readers.page import Point, Shape


def stands_in(point: Point, shape: Shape) -> bool:
    """Whether a point lies in a symbol: beside a diamond's corners is room for branches' labels."""
    box = shape.box
    if not box.holds(point) or shape.kind is not ShapeKind.DECISION:
        return box.holds(point)
    across = abs(point.x - box.centre.x) / (box.width / 2 or 1)
    down = abs(point.y - box.centre.y) / (box.height / 2 or 1)
    return across + down <= 1
