"""``tertib status``: how the engine on this machine is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from deploy.commands.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from deploy.engine.status import Status


def status(
    *,
    as_json: Json = False,
) -> None:
    """Show what runs of the engine on this machine. Exit status 0 when all of it is ready.

    Examples:

        tertib status

        tertib status --json
    """
    from deploy.engine import extra

    extra.require()
    import msgspec

    from deploy.console import OUT
    from deploy.engine.home import Home
    from deploy.engine.settings import Settings, usual_offset
    from deploy.engine.status import status as look

    found = look(Home.from_environment(), Settings(port_offset=usual_offset()))
    if as_json:
        OUT.print_json(msgspec.json.encode(found).decode())
    else:
        _show(found)
    if not found.running:
        raise typer.Exit(1)


def _show(found: Status) -> None:
    from deploy.commands.up import describe
    from deploy.console import OUT

    if all(part.pid is None for part in found.parts):
        OUT.print("No engine is running. Start one with `tertib up`.")
        return
    OUT.print(_table(found))
    OUT.print(describe(found.addresses, lite=found.lite), highlight=False)
    if not found.running:
        OUT.print("Not all of it is ready: `tertib up` starts what is missing.")


def _table(found: Status) -> Table:
    from rich.table import Table

    table = Table("Part", "Version", "Health", "Pid", "Memory", "Ports", title=found.home)
    for part in found.parts:
        pid, memory = ("-" if x is None else str(x) for x in (part.pid, part.memory_mb))
        ports = ", ".join(f"{number} {purpose}" for purpose, number in part.ports.items())
        table.add_row(part.title, part.version, part.health, pid, f"{memory} MB", ports)
    return table
