"""What a job needs from an officer is asked in some form of the diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.check.document import Document
    from converters.templates import Template


def find(document: Document) -> Iterator[Fault]:
    """Service tasks whose template has a ``tertib:form`` that the forms leave out."""
    for task, template in document.jobs():
        left_out = [key for key in _needed(template) if key not in document.asked]
        if left_out:
            yield Fault(task, _told(task, left_out))


def _needed(template: Template) -> Iterator[str]:
    """Fields that must be filled in, and those in which an error of the job is corrected."""
    corrected = template.caught is not None and template.caught.task is None
    for field in template.asked:
        if field.required or corrected:
            yield field.key


def _told(task: _Element, keys: Sequence[str]) -> str:
    return (
        f'"{title(task)}" memerlukan isian petugas yang tidak ditanyakan oleh satu pun formulir '
        f"diagram ini: {', '.join(keys)}. Tambahkan isian dengan Key itu pada formulir langkah "
        "petugas di dekatnya."
    )
