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


def _document(name: str) -> Path:
    """A file or folder; no name at all (a script's unset variable) is not this folder."""
    if not name.strip():
        raise typer.BadParameter("an empty name; the folder you are in is '.'")
    return Path(name)


DAY = ["%Y-%m-%d"]  # how days are given
Documents = Annotated[
    list[Path],
    typer.Argument(
        parser=_document,
        metavar="DOCUMENTS",
        help="SOP documents (.pdf .docx .xlsx .html .md .txt), or folders of them.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Office = Annotated[str | None, typer.Option(help="Only this office, by its code (W.6).")]
Spreadsheet = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="Write them for a spreadsheet; you alone may read it."),
]
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
