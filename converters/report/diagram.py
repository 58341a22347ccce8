"""A BPMN diagram as SVG, drawn from its diagram interchange part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.diagram import fonts
from converters.diagram.elements import NAMESPACES, parse
from converters.markup import anchor, root, tag
from converters.report import symbols

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADER = 30  # of a pool and of a lane, where its name stands upwards
MARGIN = 10
DOCUMENTS = ("dataObjectReference", "dataStoreReference")
GROUND = ("participant", "lane")


class Bounds(NamedTuple):
    """A rectangle on the canvas, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A shape of the diagram."""

    id: str
    kind: str  # local name of its element: userTask
    name: str
    row: str | None  # number of the row it is from
    bounds: Bounds
    label: Bounds | None


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """A flow or an association."""

    kind: str
    name: str
    points: tuple[tuple[float, float], ...]
    label: Bounds | None


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn."""

    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]

    @property
    def bounds(self) -> Bounds:
        """All of it, with a margin."""
        boxes = [shape.bounds for shape in self.shapes]
        boxes += [shape.label for shape in self.shapes if shape.label]
        boxes += [edge.label for edge in self.edges if edge.label]
        boxes += [Bounds(x, y, 0, 0) for edge in self.edges for x, y in edge.points]
        left, top = min(b.x for b in boxes) - MARGIN, min(b.y for b in boxes) - MARGIN
        right, bottom = max(b.right for b in boxes) + MARGIN, max(b.bottom for b in boxes) + MARGIN
        return Bounds(left, top, right - left, bottom - top)


def read(bpmn: bytes) -> Drawing:
    """What a diagram draws, in its order."""
    document = parse(bpmn)
    elements = {e.get("id", ""): e for e in document.iter() if e.get("id")}
    shapes = document.iterfind(".//bpmndi:BPMNShape", NAMESPACES)
    edges = document.iterfind(".//bpmndi:BPMNEdge", NAMESPACES)
    return Drawing(
        shapes=tuple(_shape(shape, elements) for shape in shapes),
        edges=tuple(_edge(edge, elements) for edge in edges),
    )


def _shape(shape: _Element, elements: dict[str, _Element]) -> Shape:
    element = elements[shape.get("bpmnElement", "")]
    path = "bpmn:extensionElements/zeebe:properties/zeebe:property[@name='sop:row']"
    row = element.find(path, NAMESPACES)
    return Shape(
        id=element.get("id", ""),
        kind=_kind(element),
        name=element.get("name", ""),
        row=None if row is None else row.get("value"),
        bounds=_bounds(shape) or Bounds(0, 0, 0, 0),
        label=_label(shape),
    )


def _edge(edge: _Element, elements: dict[str, _Element]) -> Edge:
    element = elements[edge.get("bpmnElement", "")]
    waypoints = edge.iterfind("di:waypoint", NAMESPACES)
    return Edge(
        kind=_kind(element),
        name=element.get("name", ""),
        points=tuple((float(p.get("x", 0)), float(p.get("y", 0))) for p in waypoints),
        label=_label(edge),
    )


def _kind(element: _Element) -> str:
    """The element's local name; an event's with what it is: "startTimerEvent"."""
    kind = str(element.tag).rpartition("}")[2]
    for event in symbols.EVENTS:
        if element.find(f"bpmn:{event.lower()}EventDefinition", NAMESPACES) is not None:
            return kind.replace("Event", f"{event}Event")
    return kind


def _label(parent: _Element) -> Bounds | None:
    label = parent.find("bpmndi:BPMNLabel", NAMESPACES)
    return None if label is None else _bounds(label)


def _bounds(parent: _Element) -> Bounds | None:
    bounds = parent.find("dc:Bounds", NAMESPACES)
    if bounds is None:
        return None
    return Bounds(*(float(bounds.get(name, 0)) for name in ("x", "y", "width", "height")))


def draw(drawing: Drawing, group: str) -> _Element:
    """The drawing as an SVG element; all of it is in a group of the id ``group``."""
    whole = drawing.bounds
    box = " ".join(f"{value:g}" for value in whole)
    svg = root("svg", viewBox=box, width=whole.width, height=whole.height, class_="diagram")
    symbols.define(svg)
    ink = tag(svg, "g", id=group, class_="ink")
    for shape in drawing.shapes:
        if shape.kind in GROUND:
            draw_ground(ink, shape.name, shape.kind, shape.bounds)
    for edge in drawing.edges:
        _draw_edge(ink, edge)
    linked: set[str] = set()
    for shape in drawing.shapes:
        if shape.kind not in GROUND:
            node = _draw_shape(ink, shape)
            if shape.row and shape.row not in linked:  # where the row's number leads to
                linked.add(shape.row)
                node.set("id", anchor("simpul", shape.row))
    return svg


def draw_ground(ink: _Element, name: str, kind: str, at: Bounds) -> None:
    """A pool or lane: its frame, and its name upwards in the header."""
    _rectangle(ink, at, kind)
    _rectangle(ink, Bounds(at.x, at.y, HEADER, at.height), "header")
    middle = at.y + at.height / 2
    centre = at.x + HEADER / 2
    turned = tag(ink, "g", transform=f"rotate(-90 {centre:g} {middle:g})")
    room = Bounds(centre - at.height / 2, middle - HEADER / 2, at.height, HEADER)
    write(turned, name, room, fonts.TASK_SIZE)


def _draw_edge(ink: _Element, edge: Edge) -> None:
    points = " ".join(f"{x:g},{y:g}" for x, y in edge.points)
    flow = edge.kind.endswith("Flow")
    marker = {"marker_end": "url(#panah)"} if flow else {}
    tag(ink, "polyline", points=points, class_="flow" if flow else "association", **marker)
    if edge.name and edge.label:
        write(ink, edge.name, edge.label, fonts.LABEL_SIZE, class_="halo")


def _draw_shape(ink: _Element, shape: Shape) -> _Element:
    """A node; one that is from a row is a link to it."""
    node = place = tag(ink, "g", class_=f"node {shape.kind}")
    if shape.row:
        place = tag(node, "a", href=f"#{anchor('baris', shape.row)}")
        tag(place, "title", f"Baris {shape.row}: {shape.name}")
    at = shape.bounds
    if shape.kind.endswith("Event"):
        symbols.event(place, shape.kind, at)
    elif shape.kind.endswith("Gateway"):
        symbols.gateway(place, shape.kind, at)
    elif shape.kind in DOCUMENTS:
        symbols.document(place, at)
    else:
        symbols.task(place, shape.kind, at)
        write(place, shape.name, at, fonts.TASK_SIZE)
    if shape.label and shape.name:
        write(place, shape.name, shape.label, fonts.LABEL_SIZE, class_="halo")
    return node


def _rectangle(parent: _Element, at: Bounds, kind: str) -> None:
    tag(parent, "rect", x=at.x, y=at.y, width=at.width, height=at.height, class_=kind)


def write(parent: _Element, text: str, room: Bounds, size: int, class_: str = "name") -> None:
    """Text in the middle of its room, broken as the layout reckoned with."""
    padding = 8 if class_ == "name" else 0
    lines = fonts.wrap(text, int(room.width) - padding, size)
    height = size * fonts.LINE_HEIGHT
    first = room.y + room.height / 2 - (len(lines) - 1) * height / 2 + size * 0.35
    place = tag(parent, "text", class_=class_, font_size=size)
    for number, line in enumerate(lines):
        x, y = room.x + room.width / 2, first + number * height
        tag(place, "tspan", line, x=x, y=y)
