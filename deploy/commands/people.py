"""``tertib people``: a person's data entered, what was done with them, and erasing them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Json
from deploy.state import office_now, opened
from deploy.user import user

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rich.table import Table

    from workers.erasure import Plan
    from workers.expiry import Over
    from workers.processings import Processing
    from workers.state.state import State

app = typer.Typer(name="people", no_args_is_help=True)
File = Annotated[
    Path | None,
    typer.Option("--file", help="A file whose first line is the number; - is standard input."),
]
Search = Annotated[
    bool,
    typer.Option("--search", help="Also read all documents for records that no job has opened."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this it is only shown.")]


@app.callback()
def people() -> None:
    """Enter who comes; answer a person who asks what became of their data, or wants them erased.

    The person is named by the number of the identity card (NIK) or the passport, or by the id of
    the record. It is asked for, or read from a file; never given on the command line, which others
    on the machine can see. docs/personal-data.md says what is found, what goes and what stays.

    Examples:

        tertib people enter > applicant.json

        tertib people record

        tertib people erase --file request.txt --yes

        tertib people expire
    """


@app.command()
def enter(
    *,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="The record as JSON; - is standard input. Else it is asked."),
    ] = None,
) -> None:
    """Enter an applicant's record in the document store, and print the variable of a process.

    That is a reference, for `tertib start`; the data stay in the store. docs/personal-data.md
    says what a record holds.
    """
    import msgspec

    from deploy.person import ask, store, take
    from deploy.state import enter as enter_processing

    content = ask() if file is None else take(file)
    with _opened() as state:
        reference = store(state, content)
        enter_processing(state, "people enter", records=[reference.document_id])
    typer.echo(msgspec.json.encode({"applicant": reference}).decode())


@app.command()
def record(*, file: File = None, search: Search = False, as_json: Json = False) -> None:
    """Show which step had to do with a person's data, when, for what and by whom."""
    from deploy.console import show
    from workers import processings

    number = _number(file)
    with _opened() as state:
        records = _found(state, number, search=search)
        with state.database.reading() as db:
            entries = processings.of_records(db, records)
    nothing = f"Nothing is entered of this person ({len(records)} records)."
    show(entries, _entries, nothing, as_json=as_json)


@app.command()
def erase(
    *, file: File = None, search: Search = False, yes: Yes = False, as_json: Json = False
) -> None:
    """Erase a person: the documents, and the words in the registers. Their numbers stay.

    Shows what would go; with --yes it goes. What the law keeps stays and is named: archived
    documents whose retention is not over. End the person's running process instances first.
    """
    from workers import erasure
    from workers.wording import long_date

    number = _number(file)
    with _opened() as state:
        records = _found(state, number, search=search)
        now = office_now()
        remark = f"dihapus atas permintaan, {long_date(now.date())}"
        if yes:
            plan = erasure.erase(
                state,
                records,
                now=now,
                remark=remark,
                what="people erase",
                who=user(),
                number=number,
            )
        else:
            with state.database.reading() as db:
                plan = erasure.make_plan(db, records, now.date(), remark)
    _print_plan(plan, done=yes, as_json=as_json)
    _warn_of_undeclared()
    if not records or (yes and plan.kept):
        raise typer.Exit(1)


@app.command()
def expire(*, yes: Yes = False, as_json: Json = False) -> None:
    """List what was kept for long enough, and delete it with --yes.

    Archived documents past their retention class with the fate "musnah", and persons whose data
    no step has used for `people.keep_days` (TERTIB_PEOPLE_KEEP_DAYS; 0, the default: never).
    What is "dinilai kembali" is listed and stays: somebody decides.
    """
    from datetime import timedelta

    from workers.config import load
    from workers.expiry import PeopleConfig, archives_over, people_over

    days = load(PeopleConfig, "people").keep_days
    with _opened() as state:
        now = office_now()
        archives = archives_over(state, now.date())
        people = people_over(state, now - timedelta(days=days)) if days else []
        _print_over(archives, people, as_json=as_json)
        if yes:
            _expire(state, archives, people, now)


def _expire(state: State, archives: list[Over], people: list[str], now: datetime) -> None:
    from deploy.console import ERR, track
    from workers import erasure, expiry
    from workers.wording import long_date

    remark = f"dihapus karena masa simpan berakhir, {long_date(now.date())}"
    going = [each for each in archives if each.fate == expiry.DESTROYED]
    gone = sum(expiry.destroy(state, each, now.date(), remark) for each in track(going, "Archive"))
    for each in track(people, "People"):
        erasure.erase(state, [each], now=now, remark=remark, what="people expire", who=user())
    ERR.print(f"{gone} archived documents and {len(people)} persons were deleted.", highlight=False)


@contextmanager
def _opened() -> Iterator[State]:
    """Open the state, with all tables there are: an office's own, too."""
    from workers.registry import load_handlers

    load_handlers()
    with opened() as state:
        yield state


def _number(file: Path | None) -> str:
    """The number that names the person: asked for, or the first line of a file."""
    from deploy.errors import DeployError

    if file is not None:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8", "replace")
        number = text.strip().partition("\n")[0].strip()
    elif sys.stdin.isatty():
        number = typer.prompt("NIK or passport number", err=True).strip()
    else:
        raise DeployError("There is no terminal to ask for the number.", "See --file.")
    if not number:
        raise DeployError("No number was given.", "Give the person's NIK or passport number.")
    return str(number)


def _found(state: State, number: str, *, search: bool) -> frozenset[str]:
    from deploy.console import track
    from workers import erasure, processings

    with state.database.reading() as db:
        found = processings.records_of(db, number)
    if search:
        names = track(state.documents.objects(), "Documents")
        found |= frozenset(erasure.search(state.documents, names, number))
    return found


def _print_plan(plan: Plan, *, done: bool, as_json: bool) -> None:
    import msgspec

    from deploy.console import OUT, warn

    if as_json:
        told = {
            "records": sorted(plan.records),
            "documents": sorted(plan.documents),
            "shared": sorted(plan.shared),
            "kept": msgspec.to_builtins(plan.kept),
            "rows": dict(plan.tables),
            "done": done,
        }
        OUT.print_json(data=told)
        return
    if not plan.records:
        OUT.print("Nobody is known by this number. --search reads all documents for it.")
        return
    OUT.print(_changes(plan, done=done))
    for each in plan.kept:
        until = f"until {each.until}" if each.until else "for ever"
        warn(f"Kept by law {until} ({each.fate}): archive {each.number}, {each.document_id[:12]}")
    if not done:
        OUT.print("Nothing was changed. --yes does it.")


def _warn_of_undeclared() -> None:
    """An office's own tables that say nothing of what they hold are not looked at."""
    from deploy.console import warn
    from workers.state.database import METADATA
    from workers.state.personal import declared

    for table in METADATA.sorted_tables:
        if declared(table) is None:
            warn(f"Table {table.name} does not declare what it holds of a person: look yourself.")


def _changes(plan: Plan, *, done: bool) -> Table:
    from rich.table import Table

    table = Table("What", "How many", "Erased" if done else "Would become of it")
    table.add_row("documents", str(len(plan.documents)), "removed")
    for name, count in sorted(plan.tables.items()):
        whole = any(each.values is None for each in plan.changes if each.table == name)
        table.add_row(f"rows of {name}", str(count), "removed" if whole else "blanked")
    if plan.shared:
        table.add_row("documents", str(len(plan.shared)), "kept: about others, too")
    return table


def _print_over(archives: list[Over], people: Collection[str], *, as_json: bool) -> None:
    import msgspec

    from deploy.console import OUT

    if as_json:
        told = {"archives": msgspec.to_builtins(archives), "records": list(people)}
        OUT.print_json(data=told)
        return
    from rich.table import Table

    table = Table("What", "Kept until", "Fate")
    for each in archives:
        table.add_row(f"archive {each.number}", str(each.until), each.fate)
    for record_id in people:
        table.add_row(f"record {record_id[:12]}", "-", "musnah")
    OUT.print(table if table.rows else "Nothing has been kept for longer than it should be.")


def _entries(entries: list[Processing]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("When", "Process", "Row", "Job", "Role", "Worker", "Outcome")
    for each in entries:
        table.add_row(
            f"{each.processed_at.astimezone(office_now().tzinfo):%Y-%m-%d %H:%M}",
            escape(each.purpose or each.process_id or "-"),
            each.sop_row or "-",
            each.job_type,
            escape(each.role or "-"),
            escape(each.worker),
            each.outcome,
        )
    return table
