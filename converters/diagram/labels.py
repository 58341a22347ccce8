"""The text boxes beside events and gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import fonts, sizes
from converters.diagram.geometry import Bounds

if TYPE_CHECKING:
    from converters.diagram.graph import Node


def node_label(node: Node, shape: Bounds, *, above: bool) -> Bounds:
    """The box of a node's name: centred below its shape, or above it."""
    height = sizes.label_height(node)
    room = sizes.column_width(node) if height > fonts.LABEL_SIZE * 2 else 0
    width = room or min(sizes.EVENT_LABEL, -int(-fonts.width(node.name or "") // 1) + 4)
    y = shape.y - sizes.LABEL_GAP - height if above else shape.bottom + sizes.LABEL_GAP
    return Bounds(shape.center.x - width // 2, y, width, height)
