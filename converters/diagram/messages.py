"""The messages that a process waits for, as the element templates of its events say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram.elements import child, qualified
from converters.diagram.graph import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.diagram.graph import Graph, Node
    from converters.templates import Template

NAME = "bpmn:Message#property"
KEY = "bpmn:Message#zeebe:subscription#property"


def message_id(node: Node) -> str:
    """The id of an event's message: events that wait for the same share it."""
    properties = node.template.bound(KEY) if node.template else ()
    keys = [(p.value or "").removeprefix("=").replace(".", "_") for p in properties]
    return "_".join(("Message", *keys))


def add_messages(root: _Element, graph: Graph) -> None:
    """Each message that an event of the process waits for."""
    waiting = (node for node in graph.nodes if node.kind is Kind.WAIT and node.template)
    for found, template in {message_id(node): node.template for node in waiting}.items():
        if template:
            _add_message(root, found, template)


def _add_message(root: _Element, found: str, template: Template) -> None:
    named = {p.binding.name or "": p.value or "" for p in template.bound(NAME)}
    message = child(root, "bpmn:message", {"id": found, **named})
    message.set(qualified("zeebe:modelerTemplate"), template.id)
    pairs = {p.binding.name or "": p.value or "" for p in template.bound(KEY)}
    child(child(message, "bpmn:extensionElements"), "zeebe:subscription", pairs)
