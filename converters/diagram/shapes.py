"""The diagram interchange part: shapes, labels and edges where the layout put them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram.elements import child
from converters.diagram.graph import Kind
from converters.diagram.process import collaboration_id, lane_id, pool_id

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.diagram.documents import Documents
    from converters.diagram.geometry import Bounds
    from converters.diagram.graph import Graph
    from converters.diagram.layout import Layout
    from converters.model import Sop


def add_shapes(
    root: _Element, sop: Sop, graph: Graph, documents: Documents, places: Layout
) -> None:
    """The whole drawing."""
    diagram = child(root, "bpmndi:BPMNDiagram", {"id": f"Diagram_{sop.id}"})
    plane = {"id": f"Plane_{sop.id}", "bpmnElement": collaboration_id(sop)}
    plane_element = child(diagram, "bpmndi:BPMNPlane", plane)
    _add_shape(plane_element, pool_id(sop), places.pool, isHorizontal="true")
    for index, bounds in enumerate(places.lanes):
        _add_shape(plane_element, lane_id(index), bounds, isHorizontal="true")
    for node in graph.nodes:
        gateway = node.kind in (Kind.DECISION, Kind.JOIN)
        marker = {"isMarkerVisible": "true"} if gateway else {}
        _add_shape(
            plane_element, node.id, places.shapes[node.id], places.labels.get(node.id), **marker
        )
    for reference in documents.references:
        bounds, label = places.shapes[reference.id], places.labels[reference.id]
        _add_shape(plane_element, reference.id, bounds, label)
    for edge in places.edges:
        _add_edge(plane_element, edge, places)


def _add_shape(
    plane: _Element, element_id: str, bounds: Bounds, label: Bounds | None = None, **more: str
) -> None:
    attributes = {"id": f"{element_id}_di", "bpmnElement": element_id, **more}
    shape = child(plane, "bpmndi:BPMNShape", attributes)
    _add_bounds(shape, bounds)
    if label:
        _add_bounds(child(shape, "bpmndi:BPMNLabel"), label)


def _add_edge(plane: _Element, element_id: str, places: Layout) -> None:
    attributes = {"id": f"{element_id}_di", "bpmnElement": element_id}
    edge = child(plane, "bpmndi:BPMNEdge", attributes)
    for point in places.edges[element_id]:
        child(edge, "di:waypoint", {"x": str(point.x), "y": str(point.y)})
    if label := places.labels.get(element_id):
        _add_bounds(child(edge, "bpmndi:BPMNLabel"), label)


def _add_bounds(parent: _Element, bounds: Bounds) -> None:
    names = ("x", "y", "width", "height")
    pairs = {name: str(value) for name, value in zip(names, bounds, strict=True)}
    child(parent, "dc:Bounds", pairs)
