"""``tertib read``: documents to SOP models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Documents, Limit, Processes, SummaryFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from converters.model import Sop, Step
    from converters.report.questions import Question
    from deploy.reading import Reading


def read(
    documents: Documents,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the models as one JSON array, and nothing else.")
    ] = False,
    show: Annotated[
        bool,
        typer.Option("--show", help="Draw what was recognised over each page, as an HTML file."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Folder for these files.",
            show_default="a temporary one",
            file_okay=False,
        ),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open them in the browser, too.")] = False,
    summary: SummaryFile = None,
    processes: Processes = None,
    limit: Limit = 120.0,
) -> None:
    """Read SOP documents and show what was understood, doubts included.

    A folder stands for the documents in it and in its folders. What is wrong with a document is
    said at the end; the others are read all the same.

    Examples:

        tertib read sop.pdf

        tertib read --show sop.pdf --open

        tertib read documents/ --json > models.json

        tertib read documents/ --json --summary summary.json > models.json
    """
    from converters.model import to_json
    from deploy.documents import read_named, report
    from deploy.reading import View

    if show and as_json:
        raise typer.BadParameter("not together with --json", param_hint="--show")
    if (out or open_it) and not show:
        raise typer.BadParameter("only together with --show", param_hint="--out, --open")
    view = View.SHOW if show else View.NOTHING
    readings = list(read_named(documents, "Reading", view=view, processes=processes, limit=limit))
    sops = tuple(sop for reading in readings for sop in reading.document.sops)
    if show:
        _write_shown(readings, out, open_it=open_it)
    elif as_json:
        sys.stdout.buffer.write(to_json(sops))
        sys.stdout.buffer.flush()
    else:
        _show(sops)
    report(readings, table=not as_json, file=summary)
    if not sops or any(reading.document.errors for reading in readings):
        raise typer.Exit(1)


def _write_shown(readings: Sequence[Reading], out: Path | None, *, open_it: bool) -> None:
    """Write the files and print where each lies."""
    from tempfile import mkdtemp

    from converters.visible import visible
    from deploy.console import OUT
    from deploy.files import write_generated

    folder = out or Path(mkdtemp(prefix="tertib-"))
    taken: set[Path] = set()
    for reading in readings:
        if reading.shown is None:
            continue
        path = _free(folder / f"{visible(reading.path.name)}.html", taken)
        write_generated(path, reading.shown)
        OUT.print(visible(str(path)), markup=False, highlight=False, soft_wrap=True)
        if open_it:
            typer.launch(str(path))


def _free(path: Path, taken: set[Path]) -> Path:
    """A name for each file, where two folders have documents of the same name."""
    names = (
        path,
        *(path.with_stem(f"{path.stem}-{number}") for number in range(2, len(taken) + 3)),
    )
    chosen = next(name for name in names if name not in taken)
    taken.add(chosen)
    return chosen


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
        table.add_row(*map(escape, _cells(step, sop)))
    return table


def _cells(step: Step, sop: Sop) -> tuple[str, ...]:
    from converters.report.questions import of_step

    return (
        step.number,
        step.activity,
        ", ".join((step.role, *step.with_roles)),
        step.time.text if step.time else "",
        "\n".join(_asked(question) for question in of_step(step, sop)),
        ", ".join(step.jobs),
    )


def _asked(question: Question) -> str:
    answers = (f"  {answer.text} → {answer.place}" for answer in question.answers)
    return "\n".join((question.text, *answers))
