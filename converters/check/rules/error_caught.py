"""A job that can end in a BPMN error has somebody who sees to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document
    from converters.templates import Caught


def find(document: Document) -> Iterator[Fault]:
    """Service tasks whose template has ``tertib:caught``, and whose errors nothing catches."""
    places = frozenset(_caught_at(document))
    for task, template in document.jobs():
        around = (task, *task.iterancestors())
        if template.caught and places.isdisjoint(str(e.get("id")) for e in around):
            yield Fault(task, _told(task, template.caught))


def _caught_at(document: Document) -> Iterator[str]:
    """Ids of what an error ends at: by an event on its border, or an event subprocess inside."""
    for definition in document.all("bpmn:errorEventDefinition"):
        inside = "../self::bpmn:startEvent/parent::bpmn:subProcess/../@id"
        path = f"string(../@attachedToRef | {inside})"
        yield str(definition.xpath(path, namespaces=NAMESPACES))


def _told(task: _Element, caught: Caught) -> str:
    to = f'langkah petugas, misalnya "{caught.task}"' if caught.task else None
    return (
        f'"{title(task)}" dapat berakhir dengan galat "{caught.name}", tetapi tidak ada yang '
        "menangkapnya: perkaranya akan berhenti sebagai insiden. Pasang Error boundary event "
        "tanpa kode galat di tepi langkah itu, lalu sambungkan ke "
        f"{to or 'langkah petugas sebelumnya, yang membetulkannya'}."
    )
