"""An event on a task's border is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.geometry import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document
    from converters.diagram.geometry import Bounds


def find(document: Document) -> Iterator[Fault]:
    """Boundary events that no edge of what they are attached to passes through."""
    places = document.bounds
    for event in document.all("bpmn:boundaryEvent"):
        here, host = (places.get(event.get(name, "")) for name in ("id", "attachedToRef"))
        if here and host and not _is_on(host, here):
            yield Fault(
                event,
                f'"{title(event)}" tidak tergambar di tepi langkah tempatnya menempel. '
                "Seret ke tepi langkah itu di Camunda Modeler.",
            )


def _is_on(host: Bounds, event: Bounds) -> bool:
    level = host.x <= event.x and event.right <= host.right
    inside = level and host.y <= event.y and event.bottom <= host.bottom
    return overlap(host, event) and not inside
