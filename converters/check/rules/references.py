"""What an element refers to exists; no id is used twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from converters.check.document import local
from converters.check.finding import Fault
from converters.diagram.elements import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document

_ATTRIBUTES: tuple[str, ...] = (
    "sourceRef",
    "targetRef",
    "processRef",
    "dataObjectRef",
    "default",
    "bpmnElement",
)
_ATTRIBUTES += ("attachedToRef", "errorRef", "messageRef", "signalRef", "escalationRef")
_TEXTS = ("incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef")


def find(document: Document) -> Iterator[Fault]:
    """References to nothing, ids that stand twice."""
    counts = Counter(e.get("id") for e in document.root.iter(etree.Element) if e.get("id"))
    for element in document.root.iter(etree.Element):
        if counts[element.get("id")] > 1:
            yield Fault(element, f"Id {element.get('id')!r} dipakai lebih dari satu kali.")
        for name, value in _references(element):
            if value not in document.by_id:
                yield Fault(
                    element,
                    f"{local(element)} menunjuk {value!r} ({name}), yang tidak ada. "
                    "Sambungkan lagi di Camunda Modeler, atau hapus.",
                )


def _references(element: _Element) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES:
        if value := element.get(name):
            yield name, value
    qname = etree.QName(element)
    if qname.namespace == NAMESPACES["bpmn"] and qname.localname in _TEXTS:
        yield qname.localname, (element.text or "").strip()
