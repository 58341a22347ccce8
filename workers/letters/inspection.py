"""Looking at a template that may be hostile: the process of ``trial``.

Run as ``python -m workers.letters.inspection``: a Task in MessagePack on standard input, a Report
in MessagePack on standard output.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from workers.letters.faults import Fault
from workers.letters.fields import FIELDS, samples
from workers.letters.trial import Report, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docxtpl import DocxTemplate

MEMORY_BYTES = 2 << 30
CPU_S = 30
_SOME_DAY = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def inspect(task: Task) -> Report:
    """Look at a template, then fill it in."""
    from workers.letters import package

    if task.name not in FIELDS:
        return Report(faults=(Fault("no-such-name", task.name),))
    brought = tuple(dict.fromkeys(package.faults(task.content)))
    if brought:
        return Report(faults=brought)
    faults = tuple(dict.fromkeys(_slips(task)))
    report = Report(faults=faults)
    return report if report.stops else _tried(task, faults)


def _slips(task: Task) -> Iterator[Fault]:
    from docxtpl import DocxTemplate

    from workers.letters.language import slips

    template = DocxTemplate(io.BytesIO(task.content))
    try:
        template.init_docx()
    except Exception as error:  # noqa: BLE001 zip, XML and package are each damaged in their way
        yield Fault("unreadable", type(error).__name__)
        return
    for part, source in _parts(template):
        yield from slips(source, FIELDS[task.name], part)


def _parts(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The parts that docxtpl fills in, as it reads them."""
    yield "isi", template.patch_xml(template.get_xml())
    for uri, name in (
        (template.HEADER_URI, "kepala halaman"),
        (template.FOOTER_URI, "kaki halaman"),
    ):
        for _, part in template.get_headers_footers(uri):
            yield name, template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.iter_parts():
        if part.content_type == _FOOTNOTES:
            yield "catatan kaki", template.patch_xml(part.blob.decode("utf-8"))
    for name in _PROPERTIES:
        yield "properti", getattr(template.docx.core_properties, name)


def _tried(task: Task, faults: tuple[Fault, ...]) -> Report:
    from workers.handler import IncidentError
    from workers.letters.filling import fill_in
    from workers.letters.pdf.rendering import render
    from workers.letters.pdf.typesetting import NotRenderedError

    try:
        filled = fill_in(task.content, task.name, samples(task.name), now=_SOME_DAY, comment="-")
        rendering = render(filled, title=task.name, created=_SOME_DAY)
    except NotRenderedError:
        return Report(faults=(*faults, Fault("not-set")))
    except IncidentError:
        return Report(faults=(*faults, Fault("not-filled")))
    except Exception as error:  # noqa: BLE001 of what documents do to a library there is no list
        return Report(faults=(*faults, Fault("not-filled", type(error).__name__)))
    return Report(faults=faults, left_out=rendering.left_out, pdf=rendering.pdf)


def main() -> None:
    """Answer the task on standard input."""
    import resource

    answer, sys.stdout = sys.stdout.buffer, sys.stderr  # what is logged goes there
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    answer.write(msgspec.msgpack.encode(inspect(task)))
    answer.flush()


if __name__ == "__main__":
    main()
