"""Every node can be reached and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import local, title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Nodes without a way in or a way out, and processes without a start."""
    for process in document.all("bpmn:process"):
        if process.find(qualified("bpmn:startEvent")) is None:
            yield Fault(process, "Proses ini tidak mempunyai peristiwa mulai. Tambahkan satu.")
    for node in document.flow_nodes:
        if not document.incoming(node) and not _begins(node):
            yield Fault(node, f'Tidak ada alur yang menuju "{title(node)}". Sambungkan atau hapus.')
        if not document.outgoing(node) and not _ends(node):
            yield Fault(node, f'Tidak ada alur yang keluar dari "{title(node)}". Sambungkan.')


def _begins(node: _Element) -> bool:
    return local(node) in ("startEvent", "boundaryEvent") or node.get("triggeredByEvent") == "true"


def _ends(node: _Element) -> bool:
    return local(node) == "endEvent" or node.get("triggeredByEvent") == "true"
