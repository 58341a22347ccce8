"""No shape hides another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document
    from converters.diagram.geometry import Bounds


def find(document: Document) -> Iterator[Fault]:
    """Nodes and documents that overlap. A boundary event sits on its task, and may."""
    places = document.bounds
    shapes = [node for node in document.flow_nodes if node.get("attachedToRef") is None]
    shapes += document.all("bpmn:dataObjectReference", "bpmn:dataStoreReference")
    drawn = [(shape, places[shape.get("id", "")]) for shape in shapes if shape.get("id") in places]
    for (one, here), (other, there) in combinations(drawn, 2):
        nested = one in set(other.iterancestors()) or other in set(one.iterancestors())
        if _overlap(here, there) and not nested and other.tag != qualified("bpmn:subProcess"):
            yield Fault(
                other, f'"{title(other)}" menutupi "{title(one)}" di gambar. Geser salah satunya.'
            )


def _overlap(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )
