"""Options that several commands have, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _in_a_folder(file: Path | None) -> Path | None:
    """Before an hour of reading, not after it."""
    if file and not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder '{file.parent}'")
    return file


SummaryFile = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        metavar="FILE",
        help="Write the table at the end to this file, as JSON.",
        dir_okay=False,
        writable=True,
        callback=_in_a_folder,
    ),
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes", min=1, help="Read so many documents at once.", show_default="all cores"
    ),
]
Limit = Annotated[
    float,
    typer.Option("--limit", min=0.001, help="Seconds of computing that one document may take."),
]
