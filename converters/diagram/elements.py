"""XML elements: one namespace map, one way to make a child.

Names are written with the prefixes of the files Camunda Modeler saves ("bpmn:userTask").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "modeler": "http://camunda.org/schema/modeler/1.0",
}

# Characters that no XML 1.0 document can hold; OCR and PDF text have them.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def qualified(name: str) -> str:
    """``prefix:local`` in the notation of lxml; a name without a prefix stays."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def root(name: str, attributes: Mapping[str, str]) -> etree._Element:
    """A document's root element, with all prefixes declared on it."""
    return etree.Element(
        qualified(name), {qualified(k): clean(v) for k, v in attributes.items()}, NAMESPACES
    )


def child(
    parent: etree._Element,
    name: str,
    attributes: Mapping[str, str] | None = None,
    text: str | None = None,
) -> etree._Element:
    """Append an element to ``parent`` and return it."""
    pairs = {qualified(k): clean(v) for k, v in attributes.items()} if attributes else {}
    element = etree.SubElement(parent, qualified(name), pairs)
    if text is not None:
        element.text = clean(text)
    return element


def clean(text: str) -> str:
    """``text`` without the characters XML cannot hold."""
    return _ILLEGAL.sub("", text)


def parse(content: bytes) -> etree._Element:
    """The root of an XML file, read by a parser that fetches and expands nothing.

    Raises:
        lxml.etree.XMLSyntaxError: not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def serialise(element: etree._Element) -> bytes:
    """The document as UTF-8 with an XML declaration, indented."""
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=True)
