"""``tertib queue``: the numbers of today's queues, called at the counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Json
from deploy.state import office_now, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.table import Table
    from sqlalchemy import Connection

    from workers.calling import Counter, Ticket

app = typer.Typer(name="queue", invoke_without_command=True)
Name = Annotated[str, typer.Argument(help="The counter, as `tertib queue` shows it.")]
Office = Annotated[str | None, typer.Option(help="The office, by its code (W.6).")]


@app.callback()
def queue(context: typer.Context, *, office: Office = None, as_json: Json = False) -> None:
    """Show today's queues: of each counter the number called last, and those that wait.

    Numbers of vulnerable groups (P-001) are called before the others (A-001).

    Examples:

        tertib queue

        tertib queue next "Loket Pelayanan"

        tertib queue call "Loket Pelayanan" A-014

        tertib queue --json
    """
    if context.invoked_subcommand:
        return
    from deploy.console import show
    from workers.calling import counters, tickets

    with opened() as state, state.database.reading() as db:
        lines = counters(tickets(db, office_now().date(), office))
    show(lines, _table, "No number has been drawn today.", as_json=as_json)


@app.command("next")
def call_next(counter: Name, *, office: Office = None, as_json: Json = False) -> None:
    """Call who is next at a counter."""
    from workers import calling

    ticket = _called(counter, office, lambda db, at: calling.call_next(db, at, office_now()))
    _print(ticket, "Nobody waits.", as_json=as_json)


@app.command("call")
def call_one(
    counter: Name,
    number: Annotated[str, typer.Argument(help="The number, e.g. A-014.")],
    *,
    office: Office = None,
    as_json: Json = False,
) -> None:
    """Call a number once more, or out of turn."""
    from deploy.errors import DeployError
    from workers import calling

    label = number.strip().upper()
    ticket = _called(counter, office, lambda db, at: calling.call(db, at, label, office_now()))
    if ticket is None:
        message = f"{label} was not drawn at {counter} today."
        raise DeployError(message, "`tertib queue --json` tells who waits.")
    _print(ticket, "", as_json=as_json)


def _called(
    name: str, office: str | None, call: Callable[[Connection, Counter], Ticket | None]
) -> Ticket | None:
    from workers.calling import counters, tickets

    with opened() as state, state.database.transaction() as transaction:
        db = transaction.connection
        found = counters(tickets(db, office_now().date(), office))
        return call(db, _one(name, found))


def _one(name: str, found: list[Counter]) -> Counter:
    """The counter that is meant; capitals and spaces make no difference."""
    from deploy.errors import DeployError

    def plain(text: str) -> str:
        return " ".join(text.casefold().split())

    meant = [counter for counter in found if plain(counter.name) == plain(name)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        offices = ", ".join(counter.office or "(without a code)" for counter in meant)
        raise DeployError(f"{name} is a counter of {offices}.", "Say which one by --office.")
    names = ", ".join(dict.fromkeys(counter.name for counter in found))
    there = f"Today there are: {names}." if names else "No number has been drawn today."
    raise DeployError(f"No number was drawn at {name} today.", there)


def _print(ticket: Ticket | None, nobody: str, *, as_json: bool) -> None:
    from deploy.console import OUT

    if as_json:
        OUT.print_json(data=ticket and {"number": ticket.label, "counter": ticket.counter})
    else:
        OUT.print(ticket.label if ticket else nobody, highlight=False)


def _table(lines: list[Counter]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    shown = 5
    table = Table("Counter", "Office", "Called", "Waiting", "Next")
    for line in lines:
        following = ", ".join(line.waiting[:shown])
        more = ", ..." if len(line.waiting) > shown else ""
        texts = (line.name, line.office, line.called or "-", str(len(line.waiting)))
        table.add_row(*map(escape, texts), following + more)
    return table
