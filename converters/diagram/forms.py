"""Forms for the rows that people do: form-js JSON, one file per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.diagram.fields import form_fields
from converters.diagram.graph import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.diagram.graph import Graph, Node
    from converters.model import Sop

SCHEMA_VERSION = 16  # of form-js in Camunda 8.6's Tasklist


def form_id(sop: Sop, node: Node) -> str:
    """The id that a user task names its form by."""
    return f"{sop.id}-{node.id.removeprefix('Row_')}"


def forms(sop: Sop, graph: Graph) -> tuple[tuple[str, bytes], ...]:
    """All forms of the process: file name and content."""
    return tuple(_forms(sop, graph))


def _forms(sop: Sop, graph: Graph) -> Iterator[tuple[str, bytes]]:
    for node in graph.nodes:
        if node.kind is Kind.PERSON:
            form = {
                "id": form_id(sop, node),
                "type": "default",
                "schemaVersion": SCHEMA_VERSION,
                "executionPlatform": "Camunda Cloud",
                "executionPlatformVersion": "8.6.0",
                "components": form_fields(node, sop, graph),
            }
            content = msgspec.json.format(msgspec.json.encode(form), indent=2) + b"\n"
            yield f"{form['id']}.form", content
