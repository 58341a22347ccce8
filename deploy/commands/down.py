"""``tertib down``: end the engine on this machine."""

from __future__ import annotations

from typing import Annotated

import typer


def down(
    *,
    purge: Annotated[
        bool, typer.Option("--purge", help="Also delete its data: all instances and tasks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.")] = False,
) -> None:
    """Stop the engine on this machine. Its data stays, unless --purge says otherwise.

    What the workers keep (registers, outbox, documents) is the office's and always stays.

    Examples:

        tertib down

        tertib down --purge --yes
    """
    from deploy.engine import extra

    extra.require()
    from deploy.console import ERR, OUT
    from deploy.engine import engine
    from deploy.engine.home import Home
    from deploy.engine.ledger import forget_jobs

    home = Home.from_environment()
    if purge and not yes:
        typer.confirm(f"Delete all instances, tasks and logs in {home.root}?", abort=True, err=True)
    with ERR.status("Stopping the engine"):
        stopped = engine.purge(home) if purge else engine.down(home)
    OUT.print("The engine is down." if stopped else "No engine was running.")
    if purge:
        forget_jobs()
        OUT.print("Its data is deleted. The workers' registers, outbox and documents are kept.")
