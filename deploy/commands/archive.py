"""``tertib archive``: archived documents, found and taken out."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import DAY, Json, Office, Spreadsheet

if TYPE_CHECKING:
    from rich.table import Table

    from workers.archive_listing import ArchivedLine, Wanted

app = typer.Typer(name="archive", no_args_is_help=True)
_HEAD = (
    "Nomor", "Kode klasifikasi", "Isi", "Nomor naskah", "Asal SOP", "Tempat simpan", "Kantor",
    "Tanggal arsip", "Aktif sampai", "Inaktif sampai", "Nasib akhir", "Dokumen",
)  # fmt: skip


@app.callback()
def archive() -> None:
    """Find what the workers archived, by words, number, year or class; take a document out.

    Examples:

        tertib archive find undangan rapat --year 2025

        tertib archive find --class KP.02

        tertib archive find --over-on 2031-01-01 --csv usul-musnah.csv

        tertib archive get W.6/KP.02.01/0007/2025 skp.pdf
    """


@app.command()
def find(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="All of them, in title, numbers, process or place."),
    ] = None,
    *,
    number: Annotated[
        str | None, typer.Option(help="The number in the list, or the letter's.")
    ] = None,
    office: Office = None,
    classification: Annotated[
        str | None, typer.Option("--class", help="This class and those below: KP finds KP.02.01.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1, max=9998, help="The year it was archived in.")
    ] = None,
    over_on: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Whose retention is over on this day.")
    ] = None,
    most: Annotated[
        int, typer.Option(min=1, help="How many to show, newest first; a file gets all.")
    ] = 50,
    csv: Spreadsheet = None,
    as_json: Json = False,
) -> None:
    """Find archived documents."""
    from workers.archive_listing import Wanted

    wanted = Wanted(
        words=tuple(words or ()),
        number=number,
        office=office,
        classification=classification,
        year=year,
        over_on=over_on.date() if over_on else None,
    )
    lines, today = _found(wanted, None if csv else most)
    if csv:
        _write(lines, csv)
    _print(lines, today, as_json=as_json, file=csv)


@app.command()
def get(
    number: Annotated[str, typer.Argument(help="The number in the list of archives.")],
    file: Annotated[Path, typer.Argument(help="Where to write it; only you may read it.")],
) -> None:
    """Write an archived document into a file, checked."""
    from deploy.errors import DeployError
    from deploy.state import enter, opened
    from workers.archive_listing import Wanted
    from workers.files import write_whole

    if file.exists():
        raise typer.BadParameter(f"{file} is there already", param_hint="FILE")
    lines, _ = _found(Wanted(number=number), None)
    exact = [line for line in lines if line.number == number]
    if not exact:
        raise DeployError(
            f"There is no {number} in the list of archives.", "`tertib archive find` looks for it."
        )
    with opened() as state:
        content = state.documents.read(exact[0].document_id)
        enter(state, "archive get", documents=[exact[0].document_id])
        write_whole(file, content)


def _found(wanted: Wanted, most: int | None) -> tuple[list[ArchivedLine], date]:
    """Return what is found, and the office's today."""
    from deploy.state import office_zone, opened
    from workers.archive_listing import find as look

    zone = office_zone()
    with opened() as state, state.database.reading() as db:
        return look(db, wanted, zone, most), datetime.now(zone).date()


def _write(lines: list[ArchivedLine], csv: Path) -> None:
    from deploy.sheets import write_csv

    write_csv(csv, _HEAD, map(_row, lines))


def _row(line: ArchivedLine) -> tuple[str, ...]:
    return (
        line.number,
        line.classification,
        line.title,
        line.letter_number or "",
        line.process or "",
        line.place or "",
        line.office,
        f"{line.archived_at:%Y-%m-%d}",
        line.active_until.isoformat(),
        line.inactive_until.isoformat(),
        line.fate,
        line.document_id,
    )


def _print(lines: list[ArchivedLine], today: date, *, as_json: bool, file: Path | None) -> None:
    from deploy.console import OUT, show

    if file and not as_json:
        OUT.print(f"{file}: {len(lines)} documents", highlight=False, markup=False)
    else:
        show(lines, partial(_table, today=today), "Nothing such is archived.", as_json=as_json)


def _table(lines: list[ArchivedLine], today: date) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("Number", "Title", "Letter", "Archived", "Retention", "Fate", "Document")
    for line in lines:
        texts = (
            line.number,
            line.title,
            line.letter_number or "-",
            f"{line.archived_at:%Y-%m-%d}",
            f"{line.phase(today)}, until {line.inactive_until}",
            line.fate,
            line.document_id[:12],
        )
        table.add_row(*map(escape, texts))
    return table
