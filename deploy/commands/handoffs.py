"""``tertib handoffs``: steps in other systems that officers have, and their receipts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Json
from deploy.state import enter, office_now, opened

if TYPE_CHECKING:
    from rich.table import Table

    from workers.handoff_listing import Line
    from workers.state.state import State

app = typer.Typer(name="handoffs", invoke_without_command=True)


@app.callback()
def handoffs(
    context: typer.Context,
    *,
    status: Annotated[
        list[str] | None,
        typer.Option(help="Those: open, closed, sent, superseded, dropped. Else open."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the steps in other systems that wait for an officer, the oldest first.

    A hand-off is `open` until its receipt is in the register: then it is `closed`. `sent` ones a
    connector did; `superseded` ones were prepared anew before there was a receipt; `dropped` are
    those whose process ended without. Of each, `get` writes the package (or what was sent) into a
    file.

    Examples:

        tertib handoffs

        tertib handoffs --status closed --status sent --json

        tertib handoffs get SRH-00012/2025 serah.zip

        tertib handoffs collect

        tertib handoffs close SRH-00012/2025 AG-4711

        tertib handoffs ended --drop
    """
    from deploy.console import show

    if context.invoked_subcommand:
        return
    from workers.handoff_listing import STATUSES, oldest

    wanted = status or ["open"]
    if wrong := set(wanted).difference(STATUSES):
        message = f"{', '.join(sorted(wrong))}: one of {', '.join(STATUSES)}"
        raise typer.BadParameter(message, param_hint="--status")
    with opened() as state, state.database.reading() as connection:
        lines = oldest(connection, wanted)
    show(lines, _table, "No such hand-offs.", as_json=as_json)


@app.command()
def get(
    number: Annotated[str, typer.Argument(help="The hand-off's number, e.g. SRH-00012/2025.")],
    file: Annotated[Path, typer.Argument(help="Where to write it; only you may read it.")],
) -> None:
    """Write the package of a hand-off into a file: what the officer works from."""
    from deploy.errors import DeployError
    from workers.files import write_whole
    from workers.handoff_listing import find

    if file.exists():
        raise typer.BadParameter(f"{file} is there already", param_hint="FILE")
    with opened() as state:
        with state.database.reading() as connection:
            line = find(connection, number)
        if line is None:
            raise DeployError(*_no_such(number))
        content = state.documents.read(line.package_id)
        enter(state, "handoffs get", documents=[line.package_id])
        write_whole(file, content)


@app.command()
def collect(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the closed ones.")] = False,
) -> None:
    """Close the hand-offs whose receipt an officer has entered in the form, by asking Tasklist.

    It needs the workers' database and the cluster. Run it now and then (cron, a systemd timer).
    """
    from deploy.console import OUT
    from workers.handoff_listing import oldest

    with opened() as state:
        with state.database.reading() as connection:
            waiting = oldest(connection, ["open"])
        closed = _collect(state, waiting) if waiting else {}
    if as_json:
        OUT.print_json(data=closed)
    else:
        OUT.print(f"{len(closed)} closed, {len(waiting) - len(closed)} still open.")


@app.command()
def ended(
    *,
    drop: Annotated[bool, typer.Option("--drop", help="Let nobody wait for them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List the open hand-offs whose process has ended or was cancelled without a receipt.

    The engine is asked, the local one or the cluster that the environment names: it must be the
    one that the processes run on. Run `collect` before: a process may have ended with its receipt.
    """
    from deploy.console import show
    from deploy.ended import whose_process_ended
    from workers import handoff_listing

    with opened() as state:
        with state.database.reading() as connection:
            waiting = handoff_listing.oldest(connection, ["open"])
        over = whose_process_ended(waiting)
        if drop and over:
            with state.database.transaction() as transaction:
                for line in over:
                    handoff_listing.drop(transaction.connection, line.number, office_now())
    show(over, _table, "No such hand-offs.", as_json=as_json)


@app.command()
def close(
    number: Annotated[str, typer.Argument(help="The hand-off's number, e.g. SRH-00012/2025.")],
    receipt: Annotated[str, typer.Argument(help="The receipt number that the system gave.")],
) -> None:
    """Enter a receipt in the register by hand. The process waits for the row's form all the same.

    For what `collect` cannot find: the diagram names the receipt's variable in its own way, or
    the instance is gone from Tasklist.
    """
    from deploy.console import OUT
    from deploy.errors import DeployError
    from workers.handoff_listing import CLOSABLE

    if not receipt.strip():
        raise typer.BadParameter("the receipt is empty", param_hint="RECEIPT")
    with opened() as state:
        status = _close(state, number, receipt.strip())
    if status is None:
        raise DeployError(*_no_such(number))
    if status not in CLOSABLE:
        raise DeployError(f"Hand-off {number} is {status}.", "Only an open one can be closed.")
    OUT.print(f"{number}: {status} -> closed", highlight=False)


def _collect(state: State, waiting: list[Line]) -> dict[str, str]:
    """Close those that have a receipt, and return the receipts by number."""
    from deploy.client.tasklist import Tasklist
    from deploy.cluster import Cluster
    from deploy.console import track
    from deploy.receipts import entered
    from workers.handoff_listing import next_opening

    tasklist = Tasklist(Cluster.from_environment())
    closed = {}
    for line in track(waiting, "Asking Tasklist"):
        with state.database.reading() as connection:
            until = next_opening(connection, line)
        if (receipt := entered(tasklist, line, until)) is not None:
            _close(state, line.number, receipt)
            closed[line.number] = receipt
    return closed


def _close(state: State, number: str, receipt: str) -> str | None:
    from workers import handoff_listing

    with state.database.transaction() as transaction:
        return handoff_listing.close(transaction.connection, number, receipt, office_now())


def _no_such(number: str) -> tuple[str, str]:
    return f"There is no hand-off {number}.", "`tertib handoffs --json` lists them."


def _table(lines: list[Line]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    now = office_now()
    table = Table("Number", "System", "Status", "Days", "Receipt", "Subject", "Package")
    for line in lines:
        table.add_row(
            line.number,
            line.system,
            line.status,
            str(((line.closed_at or now) - line.opened_at).days),
            escape(line.receipt or "-"),
            escape(line.subject),
            line.package_id[:12],
        )
    return table
