"""Flows that lead straight on: to the next column, or over what is done about a job's error.

They need no channel: they are level but for one step, where they change lanes or floors.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.graph import Graph, Node

Place = tuple[int, int]  # column, floor

MEETING = (Kind.JOIN, Kind.GATHER)


class Turn(Enum):
    """Where the step is."""

    BETWEEN = auto()  # midway between two columns
    AHEAD = auto()  # right ahead of the target, behind what it passes
    AT_TARGET = auto()  # at the upper or lower corner of the target
    AT_SOURCE = auto()  # below the event that it leaves


class Straight(msgspec.Struct, frozen=True, kw_only=True):
    """The way of one flow."""

    source: Place
    target: Place
    turn: Turn

    @property
    def upright(self) -> float:
        """The column that its step is in; a half: the gap behind that column."""
        if self.turn is Turn.AT_SOURCE:
            return self.source[0]
        return self.target[0] if self.turn is Turn.AT_TARGET else self.target[0] - 0.5

    @property
    def level(self) -> int:
        """The floor that it passes columns on."""
        return (self.target if self.turn is Turn.AT_SOURCE else self.source)[1]


def straights(graph: Graph, floors: Mapping[str, int]) -> dict[str, Straight]:
    """Those of all flows that lead straight on, by flow id; one of each node at most."""
    columns, nodes = graph.columns, {node.id: node for node in graph.nodes}
    lower = {columns[node.id] for node in graph.nodes if node.below}
    found: dict[str, Straight] = {}
    sources: set[str] = set()
    for flow in graph.flows:
        if flow.source in sources:
            continue
        source, target = nodes[flow.source], nodes[flow.target]
        start = columns[source.id], floors[source.id]
        end = columns[target.id], floors[target.id]
        turn = _turn(source, target, range(start[0] + 1, end[0]), lower, floors)
        if turn:
            found[flow.id] = Straight(source=start, target=end, turn=turn)
            sources.add(flow.source)
    return found


def _turn(
    source: Node, target: Node, between: range, lower: set[int], floors: Mapping[str, int]
) -> Turn | None:
    """Where a flow has its step; None: it does not lead straight on.

    Args:
        source: its node, or the event on its border.
        target: where it leads.
        between: the columns that it passes.
        lower: the columns whose nodes stand on a lower floor.
        floors: of all nodes.
    """
    down = floors[target.id] - floors[source.id]
    if between.stop < between.start:  # backwards
        return None
    if source.host:
        clear = target.below and down == 1 and lower.isdisjoint(between)
        return Turn.AT_SOURCE if clear else None
    if not lower.issuperset(between) or (between and source.below):
        return None
    # Of the two flows that meet behind an error, one turns in the gap and the other at the join.
    meets = target.kind in MEETING
    if meets and ((between and down > 0) or (source.below and down < 0)):
        return Turn.AT_TARGET
    return Turn.AHEAD if between else Turn.BETWEEN
