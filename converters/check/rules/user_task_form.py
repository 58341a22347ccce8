"""Each step for a person is a task of Tasklist with a form that will be deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import extension, title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """User tasks that are not native, and forms that are missing."""
    for task in document.all("bpmn:userTask"):
        if extension(task, "zeebe:userTask") is None:
            yield Fault(
                task,
                f'Langkah "{title(task)}" memakai jenis lama (job worker), yang ditinggalkan '
                "Camunda. Ubah Implementation menjadi Camunda user task.",
            )
        definition = extension(task, "zeebe:formDefinition")
        form_id = definition.get("formId") if definition is not None else None
        if not form_id and (definition is None or not definition.get("externalReference")):
            yield Fault(task, f'Langkah "{title(task)}" tidak mempunyai formulir. Hubungkan satu.')
        elif form_id and form_id not in document.forms:
            yield Fault(
                task,
                f'Formulir {form_id!r} dari langkah "{title(task)}" tidak ada di antara '
                "formulir yang akan dipasang.",
            )
