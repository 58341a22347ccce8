"""Writing one SOP's diagram and forms to disk, and telling what came of it."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import write
from converters.diagram.elements import parse
from converters.readers.faults import fault
from converters.report import write as write_report
from converters.templates import Template, load
from converters.visible import visible
from deploy.console import warn
from deploy.errors import DeployError
from deploy.files import write_generated
from deploy.summary import short_names
from workers.registry import template_folders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from converters.model import Sop

TEMPLATES = Path(__file__).parent.parent / "bpmn" / "templates"
TITLE_WIDTH = 60
# Where Camunda Modeler looks for the element templates of the diagrams beside it.
MODELER_TEMPLATES = Path(".camunda", "element-templates")


class Converted(msgspec.Struct, frozen=True, kw_only=True):
    """One converted SOP. ``kept``: files that differ and were left alone."""

    file: str  # as it was named, or found in a folder
    id: str
    title: str
    rows: int
    lanes: int
    decisions: int
    doubts: int
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    report: Path  # always written anew: it tells of this reading, and nobody edits it


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


class Conversion:
    """SOPs on their way into one folder, where each title has one process.

    Args:
        out: the folder.
        force: whether files that differ are replaced.
    """

    def __init__(self, out: Path, *, force: bool) -> None:
        self._out = out
        self._force = force
        self._done: dict[str, tuple[str, Sop]] = {}  # file and SOP by process

    def add(self, sop: Sop, file: str, figures: tuple[bytes, ...] = ()) -> Converted | None:
        """Write an SOP's diagram, forms and report; None: the same one came from another file.

        Args:
            sop: the model.
            file: the document, as it was named.
            figures: pictures of its pages for the report, as XML.

        Raises:
            DocumentError: an SOP of this title, with another content, came before.
            OSError: a file cannot be written.
        """
        if before := self._done.get(sop.id):
            _compare(sop, file, *before)
            return None
        converted = convert_sop(sop, self._out, file=file, force=self._force, figures=figures)
        self._done[sop.id] = file, sop
        return converted


def _compare(sop: Sop, file: str, other: str, earlier: Sop) -> None:
    """Tell of an SOP whose process is there already: it may be the same SOP, or a revision."""
    if write(sop, templates()) == write(earlier, templates()):
        warn(f'{file}: SOP "{sop.title}" sama dengan yang di {other}; prosesnya satu ("{sop.id}").')
        return
    name = visible(Path(file).name)
    page = sop.source.page
    raise fault("same-title", file=name, page=page, title=sop.title, process=sop.id, other=other)


def convert_sop(
    sop: Sop, out: Path, *, file: str, force: bool, figures: tuple[bytes, ...] = ()
) -> Converted:
    """Write the diagram, forms and report of ``sop`` below ``out``.

    All of a process's diagram and forms are written or none: a diagram never meets another
    version's forms.

    Args:
        sop: the model.
        out: the folder.
        file: the document it is of, as it was named.
        force: whether files that differ are replaced.
        figures: pictures of its document's pages for the report, as XML.
    """
    diagram = write(sop, templates())
    # The forms first: a disk that is full then leaves no diagram without them.
    files = {out / "forms" / name: content for name, content in diagram.forms}
    files[out / "processes" / f"{sop.id}.bpmn"] = diagram.bpmn
    kept = () if force else tuple(p for p, content in files.items() if _differs(p, content))
    if not kept:
        for path, content in files.items():
            write_generated(path, content)
    report = out / "reports" / f"{sop.id}.html"
    pages = tuple(map(parse, figures))
    write_generated(report, write_report(sop, diagram.bpmn, pages, edited=bool(kept)))
    return Converted(
        file=file,
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
    table.add_column("SOP dan prosesnya", overflow="fold")
    for heading in ("Baris", "Lajur", "Kepu-\ntusan", "Kera-\nguan"):
        table.add_column(heading, justify="right", no_wrap=True)
    names = short_names([Path(item.file) for item in converted])
    named = zip(names, converted, strict=True)
    for name, group in groupby(named, key=itemgetter(0)):
        table.add_section()
        table.add_row(escape(name), style="dim")
        for _, item in group:
            counts = (item.rows, item.lanes, item.decisions, item.doubts)
            title = shorten(item.title, TITLE_WIDTH, placeholder=" …")
            table.add_row(f"{escape(title)}\n[cyan]{item.id}[/]", *map(str, counts))
    return table
