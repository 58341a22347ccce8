"""No shape hides another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified
from converters.diagram.geometry import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Nodes and documents that overlap. A boundary event sits on its task, and may."""
    places = document.bounds
    shapes = [node for node in document.flow_nodes if node.get("attachedToRef") is None]
    shapes += document.all("bpmn:dataObjectReference", "bpmn:dataStoreReference")
    drawn = [(shape, places[shape.get("id", "")]) for shape in shapes if shape.get("id") in places]
    for (one, here), (other, there) in combinations(drawn, 2):
        nested = one in set(other.iterancestors()) or other in set(one.iterancestors())
        if overlap(here, there) and not nested and other.tag != qualified("bpmn:subProcess"):
            yield Fault(
                other, f'"{title(other)}" menutupi "{title(one)}" di gambar. Geser salah satunya.'
            )
