"""Service tasks and waiting events follow the newest element template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Tasks and events made with another version of a template than the one at hand."""
    jobs = document.templates.values()
    known = (*jobs, *(template.wait for template in jobs if template.wait))
    versions = {template.id: template.version for template in known}
    for task in document.all("bpmn:serviceTask", "bpmn:sendTask", "bpmn:intermediateCatchEvent"):
        template = task.get(qualified("zeebe:modelerTemplate"))
        used = task.get(qualified("zeebe:modelerTemplateVersion"))
        newest = versions.get(template or "")
        if newest and used != str(newest):
            yield Fault(
                task,
                f'"{title(task)}" memakai templat {template} versi {used}; yang terbaru {newest}. '
                "Perbarui templatnya di Camunda Modeler.",
            )
