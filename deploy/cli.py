"""The program ``tertib``: one command per module of ``deploy.commands``.

Command modules import what they need when they run, so that ``tertib convert`` does not pay
for the engine's libraries, nor ``tertib work`` for the converter's.
"""

from __future__ import annotations

import os
import sys
from errno import EDQUOT, ENOSPC
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands import (
    archive,
    backup,
    check,
    convert,
    deploy,
    documents,
    down,
    handoffs,
    letters,
    new_worker,
    outbox,
    people,
    queue,
    read,
    registers,
    restore,
    run,
    sign,
    start,
    status,
    survey,
    up,
    verify,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOSED = "Check the name and whether you may use it."
_FULL = "Make room there, or name a place on another disk."
app = typer.Typer(
    name="tertib",
    help="Turn the SOP documents of an office into processes that run on Zeebe (Camunda 8).",
    epilog="Exit status: 0 good, 1 the work found errors, 2 wrong usage.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
COMMANDS: dict[str, tuple[Callable[..., None], ...]] = {
    "Documents": (read.read, convert.convert, check.check),
    "Signatures": (verify.verify,),
    "Registers": (survey.survey,),
    "Processes": (deploy.deploy, start.start, run.run),
    "Engine and workers": (
        up.up,
        down.down,
        status.status,
        work.work,
        new_worker.new_worker,
        backup.backup,
        restore.restore,
    ),
}
for panel, commands in COMMANDS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)
app.add_typer(letters.app, rich_help_panel="Documents")
app.add_typer(sign.app, rich_help_panel="Signatures")
for group in (registers.app, queue.app, archive.app):
    app.add_typer(group, rich_help_panel="Registers")
for group in (outbox.app, handoffs.app, documents.app, people.app):
    app.add_typer(group, rich_help_panel="Engine and workers")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 -- Typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(version("tertib"))
        raise typer.Exit


@app.callback()
def program(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Turn the SOP documents of an office into processes that run on Zeebe (Camunda 8)."""


def main() -> None:
    """Run the program. What went wrong ends in one message, never in a traceback."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output left (`| head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 -- sorted by kind below
        sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    from deploy.console import fail
    from deploy.errors import DeployError
    from workers.config import ConfigError
    from workers.errors import IncidentError
    from workers.state.documents import DocumentsAwayError

    if isinstance(error, DeployError | ConfigError | IncidentError | DocumentsAwayError):
        fail(str(error))
        return 1
    if isinstance(error, OSError) and error.filename:
        remedy = _FULL if error.errno in (ENOSPC, EDQUOT) else _CLOSED
        fail(f"{error.filename}: {error.strerror}. {remedy}")
        return 1
    if os.environ.get("TERTIB_DEBUG"):
        raise error
    fail(
        f"Unexpected {type(error).__name__}. This is a fault in Tertib; "
        "run again with TERTIB_DEBUG=1 to see where, and report it."
    )
    return 1
