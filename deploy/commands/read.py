"""``tertib read``: documents to SOP models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Limit, Processes, SummaryFile

if TYPE_CHECKING:
    from rich.table import Table

    from converters.model import Sop, Step


def read(
    documents: Annotated[
        list[Path],
        typer.Argument(
            help="SOP documents (.pdf .docx .xlsx .html .md .txt), or folders of them.",
            show_default=False,
        ),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the models as one JSON array, and nothing else.")
    ] = False,
    summary: SummaryFile = None,
    processes: Processes = None,
    limit: Limit = 120.0,
) -> None:
    """Read SOP documents and show what was understood, doubts included.

    A folder stands for the documents in it and in its folders. What is wrong with a document is
    said at the end; the others are read all the same.

    Examples:

        tertib read sop.pdf

        tertib read documents/ --json > models.json

        tertib read documents/ --json --summary summary.json > models.json
    """
    from converters.model import to_json
    from deploy.documents import read_named, report
    from deploy.reading import View

    readings = list(
        read_named(documents, "Reading", view=View.NOTHING, processes=processes, limit=limit)
    )
    sops = tuple(sop for reading in readings for sop in reading.document.sops)
    if as_json:
        sys.stdout.buffer.write(to_json(sops))
        sys.stdout.buffer.flush()
    else:
        _show(sops)
    report(readings, table=not as_json, file=summary)
    if not sops or any(reading.document.errors for reading in readings):
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
        f"{decision.question} {decision.no} → {decision.returns_to or 'selesai'}"
        if decision
        else "",
        ", ".join(step.jobs),
    )
