"""Options that several commands have, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SummaryFile = Annotated[
    Path | None,
    typer.Option(
        "--summary", metavar="FILE", help="Write the table at the end to this file, as JSON."
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
