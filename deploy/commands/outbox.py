"""``tertib outbox``: the messages that the workers wrote, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from workers.sending.listing import Line
    from workers.state.state import State

app = typer.Typer(name="outbox", invoke_without_command=True)
Number = Annotated[str, typer.Argument(help="The message's number, e.g. KLR-00012/2025.")]


@app.callback()
def outbox(
    context: typer.Context,
    *,
    status: Annotated[
        list[str] | None,
        typer.Option(help="Only these: ready, sent, failed, unknown, ... May be repeated."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="How many to show, newest first.")] = 50,
    as_json: Json = False,
) -> None:
    """List the messages that the workers wrote, and what became of them.

    A message is `ready` until it is sent (docs/messages.md says by which server), then `sent`, or
    `failed` when the server refused it for good. `unknown` is one that a server had in full and
    did not answer for, or that a worker died over: it may have arrived. It is not sent again
    unless somebody who has asked says so. `unaddressed`: for an official known by title only;
    `dropped`: by a person's word it is not sent.
    What WhatsApp has told of a message since stands behind its status: `sent, read`.

    Examples:

        tertib outbox --status unknown --status failed

        tertib outbox show KLR-00012/2025

        tertib outbox resend KLR-00012/2025

        tertib outbox settle KLR-00012/2025 --sent

        tertib outbox drop KLR-00012/2025
    """
    from deploy.console import show

    if context.invoked_subcommand:
        return
    from deploy.state import opened
    from workers.sending.listing import STATUSES, newest

    if wrong := set(status or ()).difference(STATUSES):
        message = f"{', '.join(sorted(wrong))}: one of {', '.join(STATUSES)}"
        raise typer.BadParameter(message, param_hint="--status")
    with opened() as state, state.database.reading() as connection:
        lines = newest(connection, status or (), most)
    show(lines, _table, "No such messages.", as_json=as_json)


@app.command()
def show(
    number: Number,
    *,
    as_json: Json = False,
) -> None:
    """Show one message, and where its file lies (which holds the recipient's address).

    A document that is encrypted or in a bucket has no such file: `tertib documents get`.
    """
    import msgspec

    from deploy.console import OUT
    from deploy.state import opened
    from workers.sending.envelope import reference_of

    with opened() as state:
        line = _find(state, number)
        path = state.documents.path(reference_of(line.message_id))
    fields = msgspec.to_builtins(line) | {"file": str(path) if path else None}
    if as_json:
        OUT.print_json(msgspec.json.encode(fields).decode())
        return
    for name, value in fields.items():
        OUT.print(f"{name.replace('_', ' '):<21} {'-' if value is None else value}", markup=False)
    if path is None:
        OUT.print(f"To read it: tertib documents get {line.message_id} FILE", highlight=False)


@app.command()
def resend(number: Number) -> None:
    """Send a message that is unknown or failed again. An unknown one may arrive twice."""
    _settle(number, ("unknown", "failed"), "ready")


@app.command()
def settle(
    number: Number,
    *,
    sent: Annotated[bool, typer.Option("--sent", help="It has arrived.")] = False,
) -> None:
    """Enter what became of an unknown message: it has arrived."""
    if not sent:
        message = "say --sent; to send it again: tertib outbox resend"
        raise typer.BadParameter(message, param_hint="--sent")
    _settle(number, ("unknown",), "sent")


@app.command()
def drop(number: Number) -> None:
    """Let a message that waits not be sent any more; its process hears that it failed.

    For one to the wrong person, or that nobody needs any more. Of an unknown one nobody knows
    whether it has arrived.
    """
    _settle(number, ("ready", "unknown", "unaddressed"), "dropped")


def _settle(number: str, allowed: tuple[str, ...], then: str) -> None:
    from datetime import UTC, datetime

    from deploy.console import OUT
    from deploy.errors import DeployError
    from deploy.state import opened
    from workers.sending import claims

    with opened() as state:
        _find(state, number)
        with state.database.transaction() as transaction:
            connection, now = transaction.connection, datetime.now(UTC)
            status = claims.settle(connection, number, allowed, then, now)
    if status not in allowed:
        remedy = f"Only a message that is {' or '.join(allowed)} can be settled so."
        raise DeployError(f"Message {number} is {status}.", remedy)
    OUT.print(f"{number}: {status} -> {then}", highlight=False)


def _find(state: State, number: str) -> Line:
    from deploy.errors import DeployError
    from workers.sending.listing import find

    with state.database.reading() as connection:
        line = find(connection, number)
    if line is None:
        raise DeployError(f"There is no message {number}.", "`tertib outbox` lists them.")
    return line


def _table(lines: list[Line]) -> Table:
    from rich.table import Table

    from deploy.state import office_zone

    zone = office_zone()
    table = Table("Number", "Channel", "Status", "Recipient", "Written", "Tries", "Reason")
    for line in lines:
        applicant = line.recipient_kind == "applicant"
        table.add_row(
            line.number,
            line.channel,
            _status(line),
            f"applicant {line.recipient[:12]}" if applicant else line.recipient,
            f"{line.created_at.astimezone(zone):%Y-%m-%d %H:%M}",
            str(line.attempts),
            line.reason or "-",
        )
    return table


def _status(line: Line) -> str:
    """How far it is, and what the messenger said of it since."""
    known = line.delivery if line.delivery not in {None, line.status} else None
    return f"{line.status}, {known}" if known else line.status
