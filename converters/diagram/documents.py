"""Kelengkapan and outputs as data: one object per document, a reference at each task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.diagram.graph import Graph, Node


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A document beside the task that reads or writes it."""

    id: str
    name: str
    object: str  # id of the data object
    node: str
    written: bool  # False: read


class Documents(msgspec.Struct, frozen=True, kw_only=True):
    """All documents of a process."""

    objects: dict[str, str]  # id to name
    references: tuple[Reference, ...]

    def of(self, node: Node, *, written: bool) -> tuple[Reference, ...]:
        """The references of one task, read or written."""
        return tuple(r for r in self.references if r.node == node.id and r.written is written)


def documents(graph: Graph) -> Documents:
    """Documents of the same name (but for its case) are one object."""
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    references = []
    for node, written, number, name in _mentions(graph):
        object_id = ids.setdefault(name.casefold(), f"Document_{len(ids) + 1}")
        names.setdefault(object_id, name)
        stem = "Output" if written else "Input"
        reference_id = f"{stem}_{node.row.key if node.row else ''}_{number}"
        references.append(
            Reference(id=reference_id, name=name, object=object_id, node=node.id, written=written)
        )
    return Documents(objects=names, references=tuple(references))


def _mentions(graph: Graph) -> Iterator[tuple[Node, bool, int, str]]:
    for node in graph.nodes:
        for number, name in enumerate(node.inputs, start=1):
            yield node, False, number, name
        for number, name in enumerate(node.outputs, start=1):
            yield node, True, number, name
