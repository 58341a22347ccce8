"""An event that waits says which message it waits for, and by which key it is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import extension, title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Message catch events without a message, a name of it, or a correlation key."""
    for event in document.all("bpmn:intermediateCatchEvent", "bpmn:boundaryEvent"):
        definition = event.find(qualified("bpmn:messageEventDefinition"))
        if definition is not None and not _is_whole(definition, document):
            yield Fault(
                event,
                f'"{title(event)}" menunggu pesan, tetapi nama pesan atau kunci korelasinya belum '
                'ada. Pilih templat Tertib untuknya di Camunda Modeler ("Menunggu tanda tangan").',
            )


def _is_whole(definition: _Element, document: Document) -> bool:
    message = document.by_id.get(definition.get("messageRef", ""))
    if message is None or not message.get("name"):
        return False
    subscription = extension(message, "zeebe:subscription")
    return subscription is not None and bool(subscription.get("correlationKey"))
