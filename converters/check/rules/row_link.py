"""Each task says which row of the SOP it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import TASKS, title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.check.document import Document

PROPERTY = "sop:row"


def find(document: Document) -> Iterator[Fault]:
    """Tasks without the property ``sop:row``."""
    for task in document.all(*(f"bpmn:{name}" for name in TASKS)):
        if not _row(task):
            yield Fault(
                task,
                f'Langkah "{title(task)}" tidak menyebut baris SOP asalnya. Tambahkan Extension '
                f"property {PROPERTY} dengan nomor barisnya.",
            )


def _row(task: _Element) -> str | None:
    path = "/".join(
        map(qualified, ("bpmn:extensionElements", "zeebe:properties", "zeebe:property"))
    )
    properties = {p.get("name"): p.get("value") for p in task.iterfind(path)}
    return properties.get(PROPERTY)
