"""``tertib registers``: the office's books, read and taken out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import DAY, Json, Office, Spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from workers.register_listing import BookLine, EntryLine, Wanted
    from workers.state.documents import DocumentStore

app = typer.Typer(name="registers", invoke_without_command=True)
_HEAD = ("Nomor", "Tanggal", "Jam", "Hal", "Kantor", "Buku", "Instansi proses")
_PERSON_HEAD = ("Nama", "Asal instansi")


@app.callback()
def registers(context: typer.Context, *, as_json: Json = False) -> None:
    """List the office's books: letter agenda, registers, guest book, queue; show one.

    Their numbers have no gap: `entries` and `last` are the same, or somebody took rows out.

    Examples:

        tertib registers

        tertib registers show guest-book --from 2025-03-01 --to 2025-03-31

        tertib registers show letter-number --office W.6 --words undangan

        tertib registers show guest-book --names --csv buku-tamu.csv
    """
    if context.invoked_subcommand:
        return
    from deploy.console import show
    from deploy.state import opened
    from workers.register_listing import books

    with opened() as state, state.database.reading() as db:
        lines = books(db)
    show(lines, _books, "No book has an entry yet.", as_json=as_json)


@app.command()
def show(
    kind: Annotated[
        str, typer.Argument(help="letter-number, register, guest-book, queue-number, ...")
    ],
    *,
    office: Office = None,
    book: Annotated[
        str | None, typer.Option(help="Only this book: a classification, register or counter.")
    ] = None,
    words: Annotated[
        str | None, typer.Option(help="Only entries with this in number or subject.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="From this day on.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY, help="Up to this day.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Into the file: who it was, and from where.")
    ] = False,
    csv: Spreadsheet = None,
    as_json: Json = False,
) -> None:
    """Show the entries of a book, oldest first."""
    from workers.register_listing import Wanted

    if names and not csv:
        raise typer.BadParameter("names go into a file: add --csv FILE", param_hint="--names")
    wanted = Wanted(
        kind=kind,
        office=office,
        book=book,
        words=words,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    _show(wanted, csv, names=names, as_json=as_json)


def _show(wanted: Wanted, csv: Path | None, *, names: bool, as_json: bool) -> None:
    from deploy.console import OUT, show
    from deploy.state import enter, office_zone, opened
    from workers.register_listing import books, entries

    with opened() as state:
        with state.database.reading() as db:
            lines = list(entries(db, wanted, office_zone()))
            kinds = dict.fromkeys(book.kind for book in books(db)) if not lines else ()
        if csv:
            _write(lines, csv, state.documents if names else None)
        if names:
            people = {line.applicant_id for line in lines if line.applicant_id}
            enter(state, "registers show", records=people)
    if csv and not as_json:
        OUT.print(f"{csv}: {len(lines)} entries", highlight=False, markup=False)
    else:
        others = f" There are books of: {', '.join(kinds)}." if kinds else ""
        show(lines, _entries, f"No such entries.{others}", as_json=as_json)


def _write(lines: list[EntryLine], csv: Path, people: DocumentStore | None) -> None:
    """Write entries; with the people's names when their records are given."""
    from deploy.sheets import write_csv

    own = tuple(dict.fromkeys(head for line in lines for head in line.particulars))
    head = (*_HEAD, *own, *_PERSON_HEAD) if people else (*_HEAD, *own)
    write_csv(csv, head, _rows(lines, own, people))


def _rows(
    lines: list[EntryLine], own: tuple[str, ...], people: DocumentStore | None
) -> Iterator[tuple[str, ...]]:
    from workers.register_listing import person_of

    for line in lines:
        row = (
            line.label,
            f"{line.entered_at:%Y-%m-%d}",
            f"{line.entered_at:%H:%M}",
            line.subject,
            line.office,
            line.book,
            str(line.process_instance_key),
            *(_in_words(line.particulars.get(head)) for head in own),
        )
        person = person_of(people, line.applicant_id) if people else None
        who = (person.name or "", person.institution or "") if person else ("", "")
        yield (*row, *who) if people else row


def _in_words(value: str | float | bool | None) -> str:  # noqa: FBT001 -- what a form gave
    """What stands in one of the office's own columns, for people."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "" if value is None else str(value)


def _books(lines: list[BookLine]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("Kind", "Office", "Book", "Period", "Entries", "Last")
    for line in lines:
        complete = line.entries == line.last
        last = str(line.last) if complete else f"[bold red]{line.last}[/]"
        texts = (line.kind, line.office, line.book, line.period, str(line.entries))
        table.add_row(*map(escape, texts), last)
    return table


def _entries(lines: list[EntryLine]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("Number", "Entered", "Subject", "Office", "Book", "Applicant")
    for line in lines:
        applicant = line.applicant_id[:12] if line.applicant_id else "-"
        entered = f"{line.entered_at:%Y-%m-%d %H:%M}"
        own = "".join(f"; {head}: {_in_words(it)}" for head, it in line.particulars.items())
        texts = (line.label, entered, line.subject + own, line.office, line.book, applicant)
        table.add_row(*map(escape, texts))
    return table
