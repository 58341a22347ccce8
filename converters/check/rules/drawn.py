"""What runs is also drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Nodes and flows that the picture does not show."""
    shown = {e.get("bpmnElement") for e in document.all("bpmndi:BPMNShape", "bpmndi:BPMNEdge")}
    for element in (*document.flow_nodes, *document.flows):
        if element.get("id") not in shown:
            yield Fault(
                element,
                f'"{title(element)}" ada di dalam proses, tetapi tidak tergambar. '
                "Gambarkan lagi di Camunda Modeler, atau hapus.",
            )
