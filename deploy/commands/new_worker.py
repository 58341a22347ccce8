"""``tertib new-worker``: the first files of a worker for a new job type."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.scaffold.place import Place
    from deploy.scaffold.worker import NewWorker


def new_worker(
    name: Annotated[
        str, typer.Argument(help="The job type: surat-keluar-counter.", show_default=False)
    ],
    *,
    label: Annotated[
        str | None,
        typer.Option(help="What Modeler calls it, in Indonesian. Default: the name in words."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            help="Folder of an office's own workers. Default: TERTIB_WORKERS_FOLDER, else "
            "Tertib's own tree.",
            show_default=False,
        ),
    ] = None,
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help="Bring the element template and page of a worker that exists up to its code; "
            "labels and whatever else people wrote in the template stay.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the files as JSON.")] = False,
) -> None:
    """Make the module, element template, page and test of a new worker.

    They work as they are: the step draws a number in a book of its own. Change the code to what
    the office needs. Nothing is overwritten, and either all files are written or none.

    Examples:

        tertib new-worker surat-keluar-counter --label "Nomor surat keluar"

        tertib new-worker kurs-pajak --folder office-workers

        tertib new-worker kurs-pajak --folder office-workers --update
    """
    from deploy.scaffold.names import Name
    from deploy.scaffold.place import place_for
    from deploy.scaffold.worker import make_worker, update_worker

    checked = Name.checked(name)
    place = place_for(folder)
    made = update_worker(checked, place) if update else make_worker(checked, place, label)
    _report(made, place, as_json=as_json)


def _report(made: NewWorker, place: Place, *, as_json: bool) -> None:
    steps = [*_next_steps(made, place), _update(made, place)]
    if as_json:
        import msgspec

        told = msgspec.to_builtins(made, enc_hook=str) | {"next": steps}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(told)) + b"\n")
        return
    from deploy.console import OUT

    for file in made.files:
        OUT.print(str(file), markup=False, highlight=False, soft_wrap=True)
    OUT.print("\nNext:")
    for step in steps:
        OUT.print(f"  {step}", markup=False, highlight=False, soft_wrap=True)


def _next_steps(made: NewWorker, place: Place) -> list[str]:
    test = f"{quote(sys.executable)} -m pytest {quote(str(made.test))}"
    work = f"tertib work --type {made.type}"
    if place.own:
        return [test, work]
    return [test, f"export TERTIB_WORKERS_FOLDER={quote(str(place.root))}", work]


def _update(made: NewWorker, place: Place) -> str:
    where = "" if place.own else f" --folder {quote(str(place.root))}"
    return f"tertib new-worker {made.type}{where} --update    (when inputs or outputs changed)"
