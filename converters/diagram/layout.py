"""Where everything stands. docs/layout.md ranks what this aims at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import fonts, sizes
from converters.diagram.channels import ways
from converters.diagram.floors import floor_of, floors, numbers
from converters.diagram.geometry import Bounds, Point, around, on_border
from converters.diagram.graph import Kind
from converters.diagram.labels import border_label, node_label
from converters.diagram.lanes import HEADER, Level, bounds, levels
from converters.diagram.routing import (
    ASIDE,
    answer_label,
    asides,
    associations,
    by_channel,
    straight_on,
)
from converters.diagram.sizes import Reach
from converters.diagram.straight import straights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.diagram.channels import Way
    from converters.diagram.documents import Documents
    from converters.diagram.floors import Floor
    from converters.diagram.graph import Graph, Node
    from converters.model import Sop

ORIGIN = Point(160, 80)
GAP = 50  # between columns; flows change lanes here
MARGIN = 40  # between the lane headers and the first column, and behind the last


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Places by element id."""

    pool: Bounds
    lanes: tuple[Bounds, ...]
    shapes: dict[str, Bounds]  # nodes and documents
    labels: dict[str, Bounds]  # of nodes, documents and flows
    edges: dict[str, tuple[Point, ...]]  # flows and data associations


def layout(sop: Sop, graph: Graph, documents: Documents) -> Layout:
    """Place everything: columns by order, lanes by what stands in them."""
    all_floors = floors(graph, len(sop.roles))
    floor_numbers = numbers(graph, all_floors)
    straight = straights(graph, floor_numbers)
    flow_ways = ways(graph, floor_numbers, straight)
    label_above = _left_by(flow_ways, upwards=False)
    label_left = label_above & _left_by(flow_ways, upwards=True)
    on_top = _upper_borders(flow_ways)
    reaches: dict[Floor, list[Reach]] = {floor: [] for floor in all_floors}
    beside = _beside(graph, on_top)
    for node in graph.nodes:
        if not node.host:
            above, out = node.id in label_above, beside[node.id]
            needed = sizes.reach(node, documents, label_above=above, beside=out)
            reaches[floor_of(node)].append(needed)
    placed = levels(sop.roles, sop.title, reaches, flow_ways, ORIGIN.y)
    beyond = asides(graph)
    middles = {node: placed[number].middle for node, number in floor_numbers.items()}
    shapes, right = _nodes(graph, middles, beyond)
    shapes |= {
        node.id: on_border(shapes[node.host], sizes.size(node), upper=node.id in on_top)
        for node in graph.nodes
        if node.host
    }
    labels = {
        node.id: border_label(node, shapes[node.id], above=node.id in on_top)
        if node.host
        else node_label(
            node, shapes[node.id], above=node.id in label_above, left=node.id in label_left
        )
        for node in graph.nodes
        if node.name and node.kind not in (Kind.PERSON, Kind.JOB)
    }
    edges = {
        flow.id: straight_on(straight[flow.id].turn, flow, shapes, beyond[flow.source])
        if flow.id in straight
        else by_channel(flow_ways[flow.id], shapes, placed, beyond[flow.source])
        for flow in graph.flows
    }
    labels |= _answers(graph, edges, labels)
    for node in graph.nodes:
        document_shapes, document_labels = _documents(
            node, shapes[node.id], documents, beside[node.id]
        )
        shapes |= document_shapes
        labels |= document_labels
    edges |= associations(documents, shapes)
    pool, lane_bounds = _pool(placed, right)
    return Layout(pool=pool, lanes=lane_bounds, shapes=shapes, labels=labels, edges=edges)


def _left_by(flow_ways: dict[str, Way], *, upwards: bool) -> set[str]:
    """Gateways that a flow leaves by the upper corner, or by the lower.

    Where it is the lower, the question stands above the gateway; where both, at the left there.
    """
    turning = (way for way in flow_ways.values() if way.by_corner and not way.from_border)
    return {way.flow.source for way in turning if way.leaves_upwards is upwards}


def _upper_borders(flow_ways: dict[str, Way]) -> set[str]:
    """Events on the upper border of their job, for their flow leads up; others are on the lower."""
    events = (way for way in flow_ways.values() if way.from_border)
    return {way.flow.source for way in events if way.leaves_upwards}


def _beside(graph: Graph, on_top: set[str]) -> Mapping[str, Reach]:
    """How far events on their borders reach out of jobs, by the jobs' ids."""
    found: defaultdict[str, Reach] = defaultdict(lambda: Reach(0, 0))
    for event in graph.nodes:
        if event.host:
            out = sizes.outside(event)
            found[event.host] = Reach(out, 0) if event.id in on_top else Reach(0, out)
    return found


def _answers(
    graph: Graph, edges: Mapping[str, tuple[Point, ...]], questions: Mapping[str, Bounds]
) -> dict[str, Bounds]:
    """The labels of answers, clear of each other and of the question at their gateway."""
    found: dict[str, Bounds] = {}
    taken = defaultdict(list, {node: [label] for node, label in questions.items()})
    for flow in graph.flows:
        if flow.answer:
            label = answer_label(flow.answer, edges[flow.id], taken[flow.source])
            found[flow.id] = label
            taken[flow.source].append(label)
    return found


def _nodes(
    graph: Graph, middles: Mapping[str, int], beyond: Mapping[str, int]
) -> tuple[dict[str, Bounds], int]:
    """The nodes' shapes and the x behind the last of them.

    Behind a decision there is room for the longest of its answers.
    """
    shapes = {}
    x = ORIGIN.x + 2 * HEADER + MARGIN
    for node in (node for node in graph.nodes if node.host is None):
        width = sizes.column_width(node)
        center = Point(x + width // 2, middles[node.id])
        shapes[node.id] = around(center, *sizes.size(node))
        beside = (width - shapes[node.id].width) // 2
        x += width + max(GAP, beyond.get(node.id, 0) + ASIDE - beside)
    return shapes, x - GAP + MARGIN


def _documents(
    node: Node, task: Bounds, documents: Documents, beside: Reach
) -> tuple[dict[str, Bounds], dict[str, Bounds]]:
    """What the task reads above it, what it writes below, each with its label at its right."""
    shapes, labels = {}, {}
    read = documents.of(node, written=False)
    y = task.y - beside.up - sizes.shelf_height(read)
    for reference in (*read, *documents.of(node, written=True)):
        if reference.written and y < task.bottom:
            y = task.bottom + beside.down + sizes.SHELF_GAP
        height = sizes.document_height(reference)
        width, icon_height = sizes.DOCUMENT
        icon = Bounds(
            task.x + sizes.DOCUMENT_INDENT, y + (height - icon_height) // 2, width, icon_height
        )
        shapes[reference.id] = icon
        text = sizes.label_box(reference.name)
        labels[reference.id] = Bounds(
            icon.right + sizes.LABEL_GAP,
            y + (height - text) // 2,
            fonts.longest_line(reference.name, sizes.DOCUMENT_LABEL),
            text,
        )
        y += height + sizes.DOCUMENT_GAP
    return shapes, labels


def _pool(placed: tuple[Level, ...], right: int) -> tuple[Bounds, tuple[Bounds, ...]]:
    width = right - ORIGIN.x
    height = placed[-1].bottom - ORIGIN.y
    lanes = bounds(placed, ORIGIN.x + HEADER, width - HEADER)
    return Bounds(ORIGIN.x, ORIGIN.y, width, height), lanes
