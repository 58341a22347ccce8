"""A worker exists for each service task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import extension, title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """Service tasks without a job type, or with one that no element template describes."""
    for task in document.all("bpmn:serviceTask", "bpmn:sendTask"):
        definition = extension(task, "zeebe:taskDefinition")
        job_type = definition.get("type") if definition is not None else None
        if not job_type:
            yield Fault(
                task,
                f'Langkah program "{title(task)}" tidak mempunyai jenis pekerjaan. '
                "Pilih templat Tertib untuknya di Camunda Modeler.",
            )
        elif not job_type.startswith("=") and job_type not in document.templates:
            yield Fault(
                task,
                f'Jenis pekerjaan {job_type!r} pada "{title(task)}" tidak dikenal: tidak ada '
                "pekerja yang akan mengerjakannya. Yang dikenal: "
                f"{', '.join(sorted(document.templates))}.",
            )
