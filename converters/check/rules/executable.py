"""The engine runs the process: executable, and made for Camunda 8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.check.document import title
from converters.check.finding import Fault
from converters.diagram.elements import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.check.document import Document

PLATFORM = "Camunda Cloud"


def find(document: Document) -> Iterator[Fault]:
    """Processes that are not executable, and files made for another engine."""
    platform = document.root.get(qualified("modeler:executionPlatform"))
    if platform != PLATFORM:
        yield Fault(
            document.root,
            f"Berkas ini dibuat untuk {platform or 'mesin yang tidak disebut'}, bukan Camunda 8. "
            "Pilih Camunda 8 di kiri bawah Camunda Modeler.",
        )
    for process in document.all("bpmn:process"):
        if process.get("isExecutable") != "true":
            yield Fault(process, f'Proses "{title(process)}" belum ditandai Executable.')
