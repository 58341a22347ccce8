"""Ways for flows that do not lead straight on: horizontal channels between the tasks.

Each floor of a lane has two strips that no shape uses, one along its upper edge (strip ``2 *
floor``) and one along its lower (``2 * floor + 1``). A flow that goes back takes the strip with
the fewest crossings, then the shortest way. In a strip, flows to the same target share a track and
others get one of their own, short ones nearest to the tasks, so that they nest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Flow
from converters.diagram.straight import MEETING, Place, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.graph import Graph, Node
    from converters.diagram.straight import Straight

CROSSING = 1000  # what a crossing costs, in floors and columns of detour


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The way of one flow: up or down from its source to a track in a strip, along, and in."""

    flow: Flow
    strip: int
    track: int  # 0 is nearest to the tasks
    source: Place
    target: Place
    by_corner: bool  # leaves by the upper or lower corner of its gateway; else by the right side
    from_border: bool  # leaves an event on a job's border: up where it is the upper one
    to_corner: bool  # arrives at a gateway so; else at the left side

    @property
    def span(self) -> tuple[int, int]:
        """Its leftmost and rightmost column."""
        return min(self.source[0], self.target[0]), max(self.source[0], self.target[0])

    @property
    def leaves_upwards(self) -> bool:
        """Whether the strip is above the source."""
        return self.strip <= 2 * self.source[1]

    @property
    def arrives_from_above(self) -> bool:
        """Whether the strip is above the target."""
        return self.strip <= 2 * self.target[1]


def ways(
    graph: Graph, floors: Mapping[str, int], straight: Mapping[str, Straight]
) -> dict[str, Way]:
    """The ways of all flows but the straight ones, by flow id.

    Args:
        graph: the process.
        floors: of its nodes.
        straight: the flows that need no channel.
    """
    columns, nodes = graph.columns, {node.id: node for node in graph.nodes}
    places = {name: (columns[name], floors[name]) for name in nodes}
    going_on = {flow.source for flow in graph.flows if flow.id in straight}
    unplaced = [
        _unplaced(flow, nodes, places, goes_on=flow.source in going_on)
        for flow in graph.flows
        if flow.id not in straight
    ]
    strips = range(2 * (1 + max(floors.values())))
    taken: list[Way] = []
    for way in sorted(unplaced, key=lambda way: way.span[1] - way.span[0]):
        options = (msgspec.structs.replace(way, strip=strip) for strip in strips)
        best = min(options, key=lambda way: (_cost(way, straight, taken), _rank(way)))
        taken.append(_on_a_free_track(best, taken))
    return {way.flow.id: way for way in taken}


def _rank(way: Way) -> int:
    """Of strips that cost the same, the upper one; what went wrong leads down."""
    return -way.strip if way.from_border else way.strip


def _unplaced(
    flow: Flow, nodes: Mapping[str, Node], places: Mapping[str, Place], *, goes_on: bool
) -> Way:
    source, target = nodes[flow.source], nodes[flow.target]
    by_corner = flow.order is not None and (flow.order > 0 or goes_on)
    return Way(
        flow=flow,
        strip=0,
        track=0,
        source=places[source.id],
        target=places[target.id],
        by_corner=by_corner or source.host is not None,
        from_border=source.host is not None,
        to_corner=target.kind in MEETING,
    )


def _cost(way: Way, straight: Mapping[str, Straight], taken: list[Way]) -> float:
    height = abs(way.strip - 2 * way.source[1] - 0.5) + abs(way.strip - 2 * way.target[1] - 0.5)
    crossings = sum(_crosses_straight(way, other) for other in straight.values())
    crossings += sum(_crossings(way, other) + _crossings(other, way) for other in taken)
    crossings += sum(_from_one_corner(way, other) for other in taken)
    crossings += sum(_beside_its_border(way, other) for other in taken)
    crossings += sum(_interleave(way, other) for other in taken)
    return CROSSING * crossings + height


def _crosses_straight(way: Way, other: Straight) -> int:
    """How often the way meets a straight flow: its step, or what is level of it."""
    left, right = way.span
    upper, lower = sorted((other.source[1], other.target[1]))
    if other.turn is Turn.AT_SOURCE and way.source == other.source:
        return int(not way.leaves_upwards)  # it turns behind the job, the other below it
    step = left < other.upright < right and 2 * upper < way.strip <= 2 * lower
    level = (
        other.source[0] < column < other.target[0]
        and _between(2 * other.level + 0.5, 2 * floor + 0.5, way.strip)
        for column, floor in (way.source, way.target)
    )
    return step + sum(level)


def _crossings(way: Way, other: Way) -> int:
    """How often the vertical parts of ``way`` meet the horizontal part of ``other``."""
    if _merge(way, other):
        return 0
    left, right = other.span
    return sum(
        left < column < right and _between(other.strip, 2 * floor + 0.5, way.strip)
        for column, floor in (way.source, way.target)
    )


def _from_one_corner(way: Way, other: Way) -> bool:
    """Whether two answers would leave a gateway by the same corner, one line over the other."""
    corners = way.by_corner and other.by_corner and way.source == other.source
    return corners and way.leaves_upwards == other.leaves_upwards


def _interleave(way: Way, other: Way) -> bool:
    """Whether two ways of one strip begin and end by turns, so that neither nests in the other."""
    if way.strip != other.strip or _merge(way, other):
        return False
    (a, b), (c, d) = way.span, other.span
    return a < c < b < d or c < a < d < b


def _beside_its_border(way: Way, other: Way) -> bool:
    """Whether one leaves a job and the other an event on its border, to the same side.

    They would cross: the first turns behind the job, the other below it.
    """
    one_border = way.source == other.source and way.from_border is not other.from_border
    return one_border and way.leaves_upwards == other.leaves_upwards


def _between(level: float, start: float, end: int) -> bool:
    return min(start, end) < level < max(start, end)


def _merge(way: Way, other: Way) -> bool:
    return way.strip == other.strip and way.target == other.target


def _on_a_free_track(way: Way, taken: list[Way]) -> Way:
    neighbours = [other for other in taken if other.strip == way.strip and _overlap(way, other)]
    shared = [other.track for other in neighbours if _merge(way, other)]
    used = {other.track for other in neighbours if not _merge(way, other)}
    used_or_shared = {*used, *shared}
    fresh = [track for track in range(len(neighbours) + 1) if track not in used_or_shared]
    free = [*(track for track in shared if track not in used), *fresh]
    return msgspec.structs.replace(way, track=free[0])


def _overlap(way: Way, other: Way) -> bool:
    (a, b), (c, d) = way.span, other.span
    return a <= d and c <= b


def tracks(all_ways: dict[str, Way], strip: int) -> int:
    """How many tracks a strip has."""
    return 1 + max((way.track for way in all_ways.values() if way.strip == strip), default=-1)
