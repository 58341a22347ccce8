"""Somebody may claim each user task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import extension, title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document


def find(document: Document) -> Iterator[Fault]:
    """User tasks without an assignee, candidate groups or candidate users."""
    for task in document.all("bpmn:userTask"):
        assignment = extension(task, "zeebe:assignmentDefinition")
        if assignment is None or not any(assignment.attrib.values()):
            yield Fault(
                task,
                f'Langkah "{title(task)}" tidak menyebut siapa yang boleh mengambilnya. '
                "Isi Candidate groups dengan kelompok pelaksananya.",
            )
