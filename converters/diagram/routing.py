"""Waypoints of flows and data associations, all at right angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import fonts, sizes
from converters.diagram.geometry import Bounds, Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.channels import Way
    from converters.diagram.documents import Documents
    from converters.diagram.graph import Flow
    from converters.diagram.lanes import Lane

ASIDE = 15  # from a shape to a flow that turns beside it
ASIDE_OF_ANSWER = 25  # where its "Ya" stands between the two
ANSWER_MARGIN = 6  # from the end of an answer to where its flow turns


def waypoints(
    flow: Flow,
    shapes: Mapping[str, Bounds],
    lanes: tuple[Lane, ...],
    ways: Mapping[str, Way],
) -> tuple[Point, ...]:
    """A flow's way: straight or one step to the next column, else by its channel."""
    source, target = shapes[flow.source], shapes[flow.target]
    way = ways.get(flow.id)
    if way is None:
        return _simplified(_stepped(flow, source, target))
    lane = lanes[way.strip // 2]
    y = lane.track_y(way.track, upper=way.strip % 2 == 0)
    out, into = _leaving(way, source), _arriving(way, target)
    return _simplified((*out, Point(out[-1].x, y), Point(into[0].x, y), *into))


def _stepped(flow: Flow, source: Bounds, target: Bounds) -> tuple[Point, ...]:
    """Out at the right, in at the left, changing lanes midway between the columns.

    Behind a long answer it is later.
    """
    start, end = Point(source.right, source.center.y), Point(target.x, target.center.y)
    x = max((start.x + end.x) // 2, start.x + aside(flow))
    return start, Point(x, start.y), Point(x, end.y), end


def _leaving(way: Way, source: Bounds) -> tuple[Point, ...]:
    if way.by_corner:
        return (_corner(source, upper=way.leaves_upwards),)
    start = Point(source.right, source.center.y)
    return start, Point(start.x + aside(way.flow), start.y)


def aside(flow: Flow) -> int:
    """How far to the right a flow goes before it turns: its answer stands there."""
    if flow.answer is None:
        return ASIDE
    return max(ASIDE_OF_ANSWER, answer_width(flow.answer) + ANSWER_MARGIN)


def _arriving(way: Way, target: Bounds) -> tuple[Point, ...]:
    if way.to_corner:
        return (_corner(target, upper=way.arrives_from_above),)
    end = Point(target.x, target.center.y)
    return Point(end.x - ASIDE, end.y), end


def _corner(shape: Bounds, *, upper: bool) -> Point:
    return Point(shape.center.x, shape.y if upper else shape.bottom)


def _simplified(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without points that repeat or lie on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _straight(a: Point, b: Point, c: Point) -> bool:
    return a.x == b.x == c.x or a.y == b.y == c.y


def answer_width(answer: str) -> int:
    """The width of an answer's box."""
    return -int(-fonts.width(answer) // 1) + 4


def answer_label(answer: str, edge: tuple[Point, ...]) -> Bounds:
    """The box of "Ya" or "Tidak", beside the flow's first piece."""
    start, onward = edge[0], edge[1]
    width = answer_width(answer)
    if start.y == onward.y:
        return Bounds(start.x + 2, start.y - sizes.ANSWER_HEIGHT - 4, width, sizes.ANSWER_HEIGHT)
    upwards = onward.y < start.y
    y = start.y - sizes.ANSWER_HEIGHT - 2 if upwards else start.y + 2
    return Bounds(start.x + 5, y, width, sizes.ANSWER_HEIGHT)


def associations(
    documents: Documents, shapes: Mapping[str, Bounds]
) -> dict[str, tuple[Point, ...]]:
    """Data associations: documents hang on a vertical line at the task's left."""
    edges: dict[str, tuple[Point, ...]] = {}
    for reference in documents.references:
        task, icon = shapes[reference.node], shapes[reference.id]
        x = task.x + sizes.TRUNK
        y = task.bottom if reference.written else task.y
        points = Point(icon.x, icon.center.y), Point(x, icon.center.y), Point(x, y)
        edges[f"Flow_{reference.id}"] = points[::-1] if reference.written else points
    return edges
