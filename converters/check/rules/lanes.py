"""Every node stands in one lane, and lanes say whose they are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Nodes in no lane or in several, lanes without a name."""
    lanes = list(document.all("bpmn:lane"))
    for lane in lanes:
        if not lane.get("name"):
            yield Fault(lane, "Lajur ini belum bernama. Tulis nama pelaksananya.")
    places = Counter((ref.text or "").strip() for ref in document.all("bpmn:flowNodeRef"))
    for node in document.flow_nodes if lanes else ():
        if places[node.get("id", "")] != 1:
            yield Fault(node, f'"{title(node)}" harus berada di dalam tepat satu lajur.')
