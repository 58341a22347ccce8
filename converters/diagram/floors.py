"""Floors of lanes: the main line on the upper, what is done about jobs' errors on the lower."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.graph import Graph, Node


class Floor(msgspec.Struct, frozen=True):
    """A lane's upper floor, or its lower."""

    lane: int
    below: bool


def floors(graph: Graph, lanes: int) -> tuple[Floor, ...]:
    """All floors from top to bottom: a lane has a lower one where something stands on it."""
    lower = {node.lane for node in graph.nodes if node.below}
    both = (Floor(lane, below) for lane in range(lanes) for below in (False, True))
    return tuple(floor for floor in both if not floor.below or floor.lane in lower)


def numbers(graph: Graph, all_floors: tuple[Floor, ...]) -> Mapping[str, int]:
    """The number of each node's floor, by the node's id."""
    return {node.id: all_floors.index(floor_of(node)) for node in graph.nodes}


def floor_of(node: Node) -> Floor:
    """The floor that a node stands on."""
    return Floor(node.lane, node.below)
