"""Children stand in the order that the BPMN 2.0 XSD (Semantic.xsd) demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from converters.check.document import EVENTS, GATEWAYS, TASKS, local
from converters.check.finding import Fault
from converters.diagram.elements import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document

_BASE = ("documentation", "extensionElements")
_FLOW_NODE = (*_BASE, "auditing", "monitoring", "categoryValueRef", "incoming", "outgoing")
_ACTIVITY: tuple[str, ...] = (*_FLOW_NODE, "ioSpecification", "property", "dataInputAssociation")
_ACTIVITY += ("dataOutputAssociation", "potentialOwner", "performer", "humanPerformer")
_ACTIVITY += ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_EVENT = (*_FLOW_NODE, "property", "dataOutput", "dataOutputAssociation", "outputSet")
_PROCESS = (*_BASE, "auditing", "monitoring", "property", "laneSet")

ORDER = {
    "process": _PROCESS,  # then flow elements and artifacts, which these tables do not know
    "lane": (*_BASE, "partitionElement", "flowNodeRef", "childLaneSet"),
    "sequenceFlow": (*_BASE, "auditing", "monitoring", "categoryValueRef", "conditionExpression"),
    "collaboration": (*_BASE, "participant", "messageFlow"),
    "dataInputAssociation": (*_BASE, "sourceRef", "targetRef", "transformation", "assignment"),
    "dataOutputAssociation": (*_BASE, "sourceRef", "targetRef", "transformation", "assignment"),
    **dict.fromkeys(TASKS, _ACTIVITY),
    **dict.fromkeys(GATEWAYS, _FLOW_NODE),
    **dict.fromkeys(EVENTS, _EVENT),
}


def find(document: Document) -> Iterator[Fault]:
    """Children that come after one they must precede."""
    for element in document.root.iter(f"{{{NAMESPACES['bpmn']}}}*"):
        if local(element) in ORDER:
            yield from _misplaced(element)


def _misplaced(element: _Element) -> Iterator[Fault]:
    order = ORDER[local(element)]
    highest = 0
    for child in element.iterchildren(etree.Element):
        known = local(child) in order
        rank = order.index(local(child)) if known else len(order)
        if rank < highest:
            yield Fault(
                child,
                f"Unsur {local(child)!r} di dalam {local(element)!r} berada di tempat yang salah "
                "menurut skema BPMN 2.0. Buka dan simpan lagi dengan Camunda Modeler.",
            )
        highest = max(highest, rank)
