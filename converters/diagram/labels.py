"""The text boxes beside events and gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import fonts, sizes
from converters.diagram.geometry import Bounds

if TYPE_CHECKING:
    from converters.diagram.graph import Node


def border_label(node: Node, event: Bounds, *, above: bool) -> Bounds:
    """The box of the name of an event on a job's border: at its left, outside the job.

    There no flow passes: it is too narrow to reach where flows turn before the job.
    """
    name = node.name or ""
    room = sizes.label_room(node)
    width, height = fonts.longest_line(name, room), fonts.height(name, room)
    middle = event.center.y
    y = middle - sizes.LABEL_GAP - height if above else middle + sizes.LABEL_GAP
    return Bounds(event.x - sizes.LABEL_GAP - width, y, width, height)


def node_label(node: Node, shape: Bounds, *, above: bool, left: bool) -> Bounds:
    """The box of a node's name: centred below its shape, or above it, centred or at the left."""
    name = node.name or ""
    room = sizes.label_room(node)
    width, height = fonts.longest_line(name, room), fonts.height(name, room)
    y = shape.y - sizes.LABEL_GAP - height if above else shape.bottom + sizes.LABEL_GAP
    x = shape.center.x - sizes.LABEL_GAP - width if left else shape.center.x - width // 2
    return Bounds(x, y, width, height)
