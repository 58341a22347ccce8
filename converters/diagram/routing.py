"""Waypoints of flows and data associations, all at right angles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import fonts, sizes
from converters.diagram.geometry import Bounds, Point, overlap
from converters.diagram.straight import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.diagram.channels import Way
    from converters.diagram.documents import Documents
    from converters.diagram.graph import Flow, Graph
    from converters.diagram.lanes import Level

ASIDE = 15  # from a shape to a flow that turns beside it
ASIDE_OF_ANSWER = 25  # where its "Ya" stands between the two
ANSWER_BESIDE = 2  # from a gateway to the answer at its right
ANSWER_ASIDE = 5  # from a flow that leaves by a corner to its answer
ANSWER_MARGIN = 4  # from the end of an answer to where a flow turns


def by_channel(
    way: Way, shapes: Mapping[str, Bounds], levels: tuple[Level, ...], aside: int
) -> tuple[Point, ...]:
    """A flow's way along its channel.

    ``aside`` is how far at least it goes to the right before it turns, if it leaves there.
    """
    source, target = shapes[way.flow.source], shapes[way.flow.target]
    y = levels[way.strip // 2].track_y(way.track, upper=way.strip % 2 == 0)
    out, into = _leaving(way, source, aside), _arriving(way, target)
    return _simplified((*out, Point(out[-1].x, y), Point(into[0].x, y), *into))


def straight_on(
    turn: Turn, flow: Flow, shapes: Mapping[str, Bounds], aside: int
) -> tuple[Point, ...]:
    """A flow's way without a channel: level, or with one step.

    Midway between columns, it is later behind a long answer.
    """
    source, target = shapes[flow.source], shapes[flow.target]
    start, end = Point(source.right, source.center.y), Point(target.x, target.center.y)
    if turn is Turn.AT_SOURCE:
        start = _corner(source, upper=False)
        return start, Point(start.x, end.y), end
    if turn is Turn.AT_TARGET:
        end = _corner(target, upper=target.y > start.y)
        return start, Point(end.x, start.y), end
    x = max((start.x + end.x) // 2, start.x + aside) if turn is Turn.BETWEEN else end.x - ASIDE
    return _simplified((start, Point(x, start.y), Point(x, end.y), end))


def _leaving(way: Way, source: Bounds, aside: int) -> tuple[Point, ...]:
    if way.by_corner:
        return (_corner(source, upper=way.leaves_upwards),)
    start = Point(source.right, source.center.y)
    return start, Point(start.x + aside, start.y)


def asides(graph: Graph) -> dict[str, int]:
    """How far to the right of a node its flows go before they turn: past the answers there."""
    found: dict[str, int] = {}
    for flow in graph.flows:
        own = ASIDE if flow.answer is None else _aside(flow)
        found[flow.source] = max(found.get(flow.source, 0), own)
    return found


def _aside(flow: Flow) -> int:
    """The first answer stands at the right of its gateway, the others at its corners."""
    beside = ANSWER_ASIDE - sizes.GATEWAY[0] // 2 if flow.order else ANSWER_BESIDE
    return max(ASIDE_OF_ANSWER, beside + answer_width(flow.answer or "") + ANSWER_MARGIN)


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


def answer_label(answer: str, edge: tuple[Point, ...], others: Iterable[Bounds]) -> Bounds:
    """The box of "Ya" or "Tidak", beside the flow's first piece.

    It keeps clear of ``others``, the labels at the same gateway, if one of its places does.
    """
    places = list(_answer_places(answer, edge))
    return next((p for p in places if not any(overlap(p, o) for o in others)), places[0])


def _answer_places(answer: str, edge: tuple[Point, ...]) -> Iterator[Bounds]:
    start, onward = edge[0], edge[1]
    width, height = answer_width(answer), sizes.ANSWER_HEIGHT
    if start.y == onward.y:
        yield Bounds(start.x + ANSWER_BESIDE, start.y - height - 4, width, height)
        yield Bounds(start.x + ANSWER_BESIDE, start.y + 4, width, height)
        return
    upwards = onward.y < start.y
    y = start.y - height - 2 if upwards else start.y + 2
    yield Bounds(start.x + ANSWER_ASIDE, y, width, height)
    yield Bounds(start.x - ANSWER_ASIDE - width, y, width, height)
    further = y - height - 2 if upwards else y + height + 2
    yield Bounds(start.x + ANSWER_ASIDE, further, width, height)


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
