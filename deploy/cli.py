"""The program ``tertib``: one command per module of ``deploy.commands``."""

from __future__ import annotations

import typer

app = typer.Typer(name="tertib", no_args_is_help=True)


def main() -> None:
    """Run the program."""
    app()
