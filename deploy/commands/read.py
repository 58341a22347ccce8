"""``tertib read``: documents to SOP models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from converters.documents import ReadDocument
    from converters.model import Sop, Step


def read(
    documents: Annotated[
        list[Path], typer.Argument(help="SOP documents, or folders of them.", show_default=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the models as JSON.")] = False,
) -> None:
    """Read SOP documents and show what was understood, doubts included.

    Examples:

        tertib read sop.txt

        tertib read documents/ --json > models.json
    """
    from converters.documents import read_documents
    from converters.model import to_json
    from deploy.console import fail, track
    from deploy.files import documents_in

    files = documents_in(documents)
    read_all: list[ReadDocument] = list(track(read_documents(files), "Reading"))
    sops = tuple(sop for document in read_all for sop in document.sops)
    if as_json:
        sys.stdout.buffer.write(to_json(sops))
    else:
        _show(sops)
    errors = [error for document in read_all for error in document.errors]
    for error in errors:
        fail(str(error))
    if errors or not sops:
        raise typer.Exit(1)


def _show(sops: tuple[Sop, ...]) -> None:
    from rich.text import Text

    from deploy.console import OUT

    for sop in sops:
        OUT.print(Text(f"\n{sop.title}", style="bold"))
        OUT.print(Text(f"{sop.id} · {sop.number or '-'} · {sop.office or '-'}", style="dim"))
        OUT.print(_steps_table(sop))
        # What is least certain first: that is where a person has to decide.
        for doubt in sorted(sop.doubts, key=lambda doubt: doubt.confidence):
            OUT.print(Text(f"  ? {doubt.confidence:.0%} {doubt.message}", "yellow"))


def _steps_table(sop: Sop) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table(expand=False, show_lines=False)
    for heading in ("No", "Kegiatan", "Pelaksana", "Waktu", "Keputusan", "Pekerjaan program"):
        table.add_column(heading, overflow="fold")
    for step in sop.steps:
        table.add_row(*map(escape, _cells(step)))
    return table


def _cells(step: Step) -> tuple[str, ...]:
    decision = step.decision
    return (
        step.number,
        step.activity,
        ", ".join((step.role, *step.with_roles)),
        step.time.text if step.time else "",
        f"{decision.question} Tidak → {decision.returns_to}" if decision else "",
        ", ".join(step.jobs),
    )
