"""The process and its collaboration as BPMN elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram import documentation
from converters.diagram.elements import child
from converters.diagram.feel import quoted
from converters.diagram.graph import Kind
from converters.diagram.messages import message_id
from converters.diagram.tasks import (
    apply_template,
    extend_caught,
    extend_job,
    extend_person,
    row_property,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.diagram.documents import Documents
    from converters.diagram.graph import Flow, Graph, Node
    from converters.model import Sop

_ELEMENTS = {
    Kind.START: "bpmn:startEvent",
    Kind.TIMER: "bpmn:startEvent",
    Kind.END: "bpmn:endEvent",
    Kind.STOP: "bpmn:endEvent",
    Kind.WAIT: "bpmn:intermediateCatchEvent",
    Kind.CAUGHT: "bpmn:boundaryEvent",
    Kind.PERSON: "bpmn:userTask",
    Kind.JOB: "bpmn:serviceTask",
    Kind.DECISION: "bpmn:exclusiveGateway",
    Kind.JOIN: "bpmn:exclusiveGateway",
    Kind.FORK: "bpmn:parallelGateway",
    Kind.GATHER: "bpmn:parallelGateway",
}


def collaboration_id(sop: Sop) -> str:
    """The collaboration's element id."""
    return f"Collaboration_{sop.id}"


def pool_id(sop: Sop) -> str:
    """The participant's element id."""
    return f"Participant_{sop.id}"


def lane_id(index: int) -> str:
    """The id of the lane of ``sop.roles[index]``."""
    return f"Lane_{index + 1}"


def add_collaboration(root: _Element, sop: Sop) -> None:
    """One collaboration with one pool, named by the SOP's title."""
    collaboration = child(root, "bpmn:collaboration", {"id": collaboration_id(sop)})
    participant = {"id": pool_id(sop), "name": sop.title, "processRef": sop.id}
    child(collaboration, "bpmn:participant", participant)


def add_process(root: _Element, sop: Sop, graph: Graph, documents: Documents) -> None:
    """The process: lanes, nodes, flows, documents."""
    attributes = {"id": sop.id, "name": sop.title, "isExecutable": "true"}
    process = child(root, "bpmn:process", attributes)
    child(process, "bpmn:documentation", text=documentation.of_sop(sop))
    _add_lanes(process, sop, graph)
    for node in graph.nodes:
        _add_node(process, node, sop, graph, documents)
    for flow in graph.flows:
        _add_flow(process, flow, graph)
    for object_id, name in documents.objects.items():
        child(process, "bpmn:dataObject", {"id": object_id, "name": name})
    for reference in documents.references:
        child(
            process,
            "bpmn:dataObjectReference",
            {"id": reference.id, "name": reference.name, "dataObjectRef": reference.object},
        )


def _add_lanes(process: _Element, sop: Sop, graph: Graph) -> None:
    lanes = child(process, "bpmn:laneSet", {"id": f"LaneSet_{sop.id}"})
    for index, role in enumerate(sop.roles):
        lane = child(lanes, "bpmn:lane", {"id": lane_id(index), "name": role})
        for node in graph.nodes:
            if node.lane == index:
                child(lane, "bpmn:flowNodeRef", text=node.id)


def _add_node(process: _Element, node: Node, sop: Sop, graph: Graph, documents: Documents) -> None:
    attributes = {"id": node.id} | ({"name": node.name} if node.name else {})
    attributes |= {"attachedToRef": node.host} if node.host else {}
    element = child(process, _ELEMENTS[node.kind], attributes)
    if node.row and node.kind in (Kind.PERSON, Kind.JOB):
        child(element, "bpmn:documentation", text=documentation.of_part(node.row))
    if node.row:
        _extend(element, node, sop, graph)
    for direction, ends in (("incoming", "target"), ("outgoing", "source")):
        for flow in graph.flows:
            if getattr(flow, ends) == node.id:
                child(element, f"bpmn:{direction}", text=flow.id)
    _associate(element, node, documents)
    _define(element, node)


def _extend(element: _Element, node: Node, sop: Sop, graph: Graph) -> None:
    extensions = child(element, "bpmn:extensionElements")
    if node.kind is Kind.PERSON:
        extend_person(extensions, node, sop, graph)
    elif node.kind is Kind.JOB:
        extend_job(element, extensions, node, sop)
    elif node.kind is Kind.CAUGHT:
        extend_caught(extensions, node)
    else:
        row_property(extensions, node)
    if node.kind is Kind.WAIT:
        apply_template(element, node)


def _define(element: _Element, node: Node) -> None:
    """What kind of event a node is."""
    match node.kind:
        case Kind.TIMER:
            _add_timer(element, node)
        case Kind.STOP:
            child(element, "bpmn:terminateEventDefinition", {"id": f"Terminate_{node.id}"})
        case Kind.CAUGHT:  # without errorRef: whichever error the job ends in
            child(element, "bpmn:errorEventDefinition", {"id": f"Error_{node.id}"})
        case Kind.WAIT:
            message = {"id": f"Definition_{node.id}", "messageRef": message_id(node)}
            child(element, "bpmn:messageEventDefinition", message)


def _add_timer(element: _Element, node: Node) -> None:
    """Fires once every period, for as long as the process is deployed."""
    cycle = node.row.step.cycle if node.row else None
    timer = child(element, "bpmn:timerEventDefinition", {"id": f"Timer_{node.id}"})
    formal = {"xsi:type": "bpmn:tFormalExpression"}
    child(timer, "bpmn:timeCycle", formal, f"R/{cycle}")


def _associate(element: _Element, node: Node, documents: Documents) -> None:
    """Read documents go into a placeholder property, as Modeler draws it; written ones come out."""
    read, written = (documents.of(node, written=w) for w in (False, True))
    target = f"Property_{node.id}"
    if read:
        child(element, "bpmn:property", {"id": target, "name": "__targetRef_placeholder"})
    for reference in read:
        association = child(element, "bpmn:dataInputAssociation", {"id": f"Flow_{reference.id}"})
        child(association, "bpmn:sourceRef", text=reference.id)
        child(association, "bpmn:targetRef", text=target)
    for reference in written:
        association = child(element, "bpmn:dataOutputAssociation", {"id": f"Flow_{reference.id}"})
        child(association, "bpmn:targetRef", text=reference.id)


def _add_flow(process: _Element, flow: Flow, graph: Graph) -> None:
    attributes = {"id": flow.id} | ({"name": flow.answer} if flow.answer else {})
    attributes |= {"sourceRef": flow.source, "targetRef": flow.target}
    element = child(process, "bpmn:sequenceFlow", attributes)
    if flow.answer:
        row = next(node.row for node in graph.nodes if node.id == flow.source)
        key = row.key if row else ""
        formal = {"xsi:type": "bpmn:tFormalExpression"}
        ways = row.ways if row else ()
        value = next(way.value for way in ways if way.answer == flow.answer)
        condition = f"=decision_{key} = {quoted(value)}"
        child(element, "bpmn:conditionExpression", formal, condition)
