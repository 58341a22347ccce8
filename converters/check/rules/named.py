"""Everything that people meet has a name, and a task's name fits its box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import GATEWAYS, TASKS, local
from converters.check.finding import Fault
from converters.diagram import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document

PADDING = 7  # bpmn-js's, inside a task


def find(document: Document) -> Iterator[Fault]:
    """Nodes without a name; tasks whose name runs out of the box."""
    for node in document.flow_nodes:
        if not node.get("name") and not _asks_nothing(node, document):
            yield Fault(node, f"{node.get('id')} belum bernama. Beri nama singkat.")
        elif local(node) in TASKS and not _fits(node, document):
            yield Fault(node, "Nama langkah ini tidak muat di kotaknya. Singkatkan.")


def _asks_nothing(node: _Element, document: Document) -> bool:
    """A gateway where ways meet, or where all are taken: there is nothing to ask there."""
    joins = local(node) in GATEWAYS and len(document.outgoing(node)) < 2  # noqa: PLR2004
    return joins or local(node) == "parallelGateway"


def _fits(task: _Element, document: Document) -> bool:
    box = document.bounds.get(task.get("id", ""))
    if box is None:
        return True
    height = fonts.height(task.get("name", ""), box.width - 2 * PADDING, fonts.TASK_SIZE)
    return height <= box.height
