"""Ways for flows that do not lead to the next column: horizontal channels between the tasks.

Each lane has two strips that no shape uses, one along its upper edge (strip ``2 * lane``) and one
along its lower (``2 * lane + 1``). A flow that goes back takes the strip with the fewest
crossings, then the shortest way. In a strip, flows to the same target share a track and others
get one of their own, short ones nearest to the tasks, so that they nest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Flow, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.graph import Graph, Node

Place = tuple[int, int]  # column, lane

CROSSING = 1000  # what a crossing costs, in lanes and columns of detour


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


def ways(graph: Graph, lanes: int) -> dict[str, Way]:
    """The ways of all flows that need one, by flow id."""
    columns, nodes = graph.columns, {node.id: node for node in graph.nodes}
    unplaced = [_unplaced(flow, nodes, columns) for flow in graph.flows]
    straight = {way.source: way.flow for way in reversed(unplaced) if _is_direct(way)}
    direct = [(way.source, way.target) for way in unplaced if straight.get(way.source) is way.flow]
    going_on = set(straight)
    taken: list[Way] = []
    for way in sorted(unplaced, key=lambda way: way.span[1] - way.span[0]):
        if straight.get(way.source) is not way.flow:
            order = way.flow.order
            by_corner = order is not None and (order > 0 or way.source in going_on)
            by_corner = by_corner or way.from_border
            options = (
                msgspec.structs.replace(way, strip=strip, by_corner=by_corner)
                for strip in range(2 * lanes)
            )
            best = min(options, key=lambda way: (_cost(way, direct, taken), _rank(way)))
            taken.append(_on_a_free_track(best, taken))
    return {way.flow.id: way for way in taken}


def _rank(way: Way) -> int:
    """Of strips that cost the same, the upper one; what went wrong leads down."""
    return -way.strip if way.from_border else way.strip


def _unplaced(flow: Flow, nodes: Mapping[str, Node], columns: Mapping[str, int]) -> Way:
    source, target = nodes[flow.source], nodes[flow.target]
    return Way(
        flow=flow,
        strip=0,
        track=0,
        source=(columns[source.id], source.lane),
        target=(columns[target.id], target.lane),
        by_corner=False,
        from_border=source.host is not None,
        to_corner=target.kind in (Kind.JOIN, Kind.GATHER),
    )


def _is_direct(way: Way) -> bool:
    return way.target[0] == way.source[0] + 1 and not way.from_border


def _cost(way: Way, direct: list[tuple[Place, Place]], taken: list[Way]) -> float:
    height = abs(way.strip - 2 * way.source[1] - 0.5) + abs(way.strip - 2 * way.target[1] - 0.5)
    crossings = sum(_crosses_direct(way, s, t) for s, t in direct)
    crossings += sum(_crossings(way, other) + _crossings(other, way) for other in taken)
    crossings += sum(_from_one_corner(way, other) for other in taken)
    crossings += sum(_beside_its_border(way, other) for other in taken)
    crossings += sum(_interleave(way, other) for other in taken)
    return CROSSING * crossings + height


def _crosses_direct(way: Way, source: Place, target: Place) -> bool:
    """Whether the way's horizontal part meets the vertical part of a flow to the next column."""
    left, right = way.span
    upper, lower = sorted((source[1], target[1]))
    return left <= source[0] < right and 2 * upper < way.strip <= 2 * lower


def _crossings(way: Way, other: Way) -> int:
    """How often the vertical parts of ``way`` meet the horizontal part of ``other``."""
    if _merge(way, other):
        return 0
    left, right = other.span
    return sum(
        left < column < right and _between(other.strip, 2 * lane + 0.5, way.strip)
        for column, lane in (way.source, way.target)
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


def _between(strip: int, start: float, end: int) -> bool:
    return min(start, end) < strip < max(start, end)


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
