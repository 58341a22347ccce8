"""An event on a task's border is drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document
    from converters.diagram.geometry import Bounds, Point


def find(document: Document) -> Iterator[Fault]:
    """Boundary events whose middle is not on the edge of what they are attached to."""
    places = document.bounds
    for event in document.all("bpmn:boundaryEvent"):
        here, host = (places.get(event.get(name, "")) for name in ("id", "attachedToRef"))
        if here and host and not _is_on(host, here.center):
            yield Fault(
                event,
                f'"{title(event)}" tidak tergambar di tepi langkah tempatnya menempel. '
                "Seret ke tepi langkah itu di Camunda Modeler.",
            )


def _is_on(host: Bounds, middle: Point) -> bool:
    level = middle.y in (host.y, host.bottom) and host.x <= middle.x <= host.right
    upright = middle.x in (host.x, host.right) and host.y <= middle.y <= host.bottom
    return level or upright
