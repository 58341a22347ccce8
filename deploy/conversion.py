"""Writing one SOP's diagram and forms to disk, and telling what came of it."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import write
from converters.diagram.elements import parse
from converters.report import write as write_report
from converters.templates import Template, load
from deploy.errors import DeployError
from deploy.files import write_generated
from workers.registry import template_folders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from converters.model import Sop

TEMPLATES = Path(__file__).parent.parent / "bpmn" / "templates"
TITLE_WIDTH = 60
_HEADING = re.compile("<h1[^>]*>([^<]*)</h1>")  # of a report: its SOP's title
# Where Camunda Modeler looks for the element templates of the diagrams beside it.
MODELER_TEMPLATES = Path(".camunda", "element-templates")


class Converted(msgspec.Struct, frozen=True, kw_only=True):
    """One converted SOP. ``kept``: files that differ and were left alone."""

    file: str
    id: str
    title: str
    rows: int
    lanes: int
    decisions: int
    doubts: int
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    report: Path  # written anew: it tells of this reading, and nobody edits it


@cache
def templates() -> Mapping[str, Template]:
    """The element templates of ``bpmn/templates`` and of the office's own workers, by job type.

    Raises:
        DeployError: a file of the office's is no element template.
    """
    known = dict(load(TEMPLATES))
    for folder in template_folders():
        try:
            known |= load(folder)
        except ValueError as error:
            raise DeployError(
                str(error), "`tertib new-worker` makes templates that will do."
            ) from None
    return known


def convert_sop(sop: Sop, out: Path, *, force: bool, figures: tuple[bytes, ...] = ()) -> Converted:
    """Write the diagram, forms and report of ``sop`` below ``out``.

    All of a process's diagram and forms are written or none: a diagram never meets another
    version's forms.

    Args:
        sop: the model.
        out: the folder.
        force: whether files that differ are replaced.
        figures: pictures of its document's pages for the report, as XML.
    """
    diagram = write(sop, templates())
    files = {out / "processes" / f"{sop.id}.bpmn": diagram.bpmn}
    files |= {out / "forms" / name: content for name, content in diagram.forms}
    kept = () if force else tuple(p for p, content in files.items() if _differs(p, content))
    if not kept:
        for path, content in files.items():
            write_generated(path, content)
    report = out / "reports" / f"{sop.id}.html"
    if not (kept and _tells_of_another(report, sop)):
        pages = tuple(map(parse, figures))
        write_generated(report, write_report(sop, diagram.bpmn, pages, edited=bool(kept)))
    return Converted(
        file=sop.source.file,
        id=sop.id,
        title=sop.title,
        rows=len(sop.steps),
        lanes=len(sop.roles),
        decisions=sum(step.decision is not None for step in sop.steps),
        doubts=len(sop.doubts),
        written=() if kept else tuple(files),
        kept=kept,
        report=report,
    )


def _tells_of_another(report: Path, sop: Sop) -> bool:
    """Whether a report, and so the diagram that was kept, is of an SOP whose id is the same."""
    heading = _HEADING.search(report.read_text("utf-8")) if report.exists() else None
    return heading is not None and unescape(heading[1]) != sop.title


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def lay_out_templates(out: Path) -> None:
    """Put the element templates where Camunda Modeler finds them for the diagrams below ``out``."""
    folder = out / MODELER_TEMPLATES
    if folder.exists() and folder.samefile(TEMPLATES):
        return
    for path in (file for place in (TEMPLATES, *template_folders()) for file in _templates(place)):
        write_generated(folder / path.name, path.read_bytes())


def _templates(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def sops_table(converted: list[Converted]) -> Table:
    """What was converted: a section per document, a row per SOP."""
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    table.add_column("SOP dan prosesnya")
    for heading in ("Baris", "Lajur", "Keputusan", "Keraguan"):
        table.add_column(heading, justify="right")
    for file, group in groupby(converted, key=lambda item: item.file):
        table.add_section()
        table.add_row(escape(file), style="dim")
        for item in group:
            counts = (item.rows, item.lanes, item.decisions, item.doubts)
            title = shorten(item.title, TITLE_WIDTH, placeholder=" …")
            table.add_row(f"{escape(title)}\n[cyan]{item.id}[/]", *map(str, counts))
    return table
