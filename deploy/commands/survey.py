"""``tertib survey``: the public satisfaction index (IKM), and the sheet that publishes it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from deploy.commands.options import DAY, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from workers.satisfaction_report import Each, Line

Period = Literal["month", "quarter", "semester", "year"]


def survey(
    *,
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=DAY, help="The first day; this year's if not given."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY, help="The last day; today's if not.")
    ] = None,
    office: Office = None,
    by_service: Annotated[
        bool, typer.Option("--by-service", help="A line for each service.")
    ] = False,
    each: Annotated[
        Period | None, typer.Option(help="A line for each period of this length.")
    ] = None,
    served: Annotated[
        int | None, typer.Option(min=1, help="How many were served: are the answers enough?")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the sheet to publish, as PDF/A.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The unit's name on that sheet; if not given, its code.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show the public satisfaction index (IKM) by Permenpan-RB 14/2017.

    Nine elements, each a ninth; index from 25 to 100; grade A from 88.31, B from 76.61, C from 65.

    Examples:

        tertib survey --from 2025-01-01 --to 2025-06-30

        tertib survey --by-service --each quarter --json

        tertib survey --office W.6 --served 1200 --pdf ikm.pdf --name "Kantor Wilayah Contoh"
    """
    from deploy.state import office_now

    now = office_now()
    last = until.date() if until else now.date()
    first = since.date() if since else date(last.year, 1, 1)
    if first > last:
        raise typer.BadParameter("it is after --to", param_hint="--from")
    lines = _lines(first, last, office, by_service=by_service, each=each)
    if pdf:
        _publish(lines, pdf, name, (first, last), now)
    _print(lines, served, as_json=as_json)


def _lines(
    first: date, last: date, office: str | None, *, by_service: bool, each: Each | None
) -> list[Line]:
    from deploy.state import office_zone, opened
    from workers.satisfaction_report import responses, summarise

    with opened() as state, state.database.reading() as db:
        given = responses(db, office_zone(), first, last, office)
        return summarise(given, by_service=by_service, each=each)


def _publish(
    lines: list[Line], file: Path, name: str | None, days: tuple[date, date], now: datetime
) -> None:
    from deploy.errors import DeployError
    from workers.files import write_whole
    from workers.handler import IncidentError
    from workers.satisfaction_sheet import sheet

    if len(lines) != 1:
        raise DeployError(
            f"A sheet publishes one index, and there are {len(lines)}.",
            "Choose days with answers, one office by --office, and no --by-service or --each.",
        )
    try:
        content = sheet(lines[0], name=name, since=days[0], until=days[1], now=now)
    except IncidentError as error:
        raise DeployError(f"{error}.", "Mend lembar-ikm.docx among the letters.") from None
    write_whole(file, content, mode=0o644)


def _print(lines: list[Line], served: int | None, *, as_json: bool) -> None:
    import msgspec

    from deploy.console import OUT

    if as_json:
        OUT.print_json(msgspec.json.encode(lines).decode())
        return
    if not lines:
        OUT.print("Nobody has answered in these days.")
        return
    OUT.print(_table(lines))
    if len(lines) == 1:
        OUT.print(_elements(lines[0]))
        for words in _profile(lines[0]):
            OUT.print(words, highlight=False)
    if served:
        _judge(sum(line.respondents for line in lines), served)


def _judge(respondents: int, served: int) -> None:
    from deploy.console import OUT
    from workers.satisfaction import respondents_needed

    needed = respondents_needed(served)
    verdict = "enough" if respondents >= needed else f"{needed - respondents} too few"
    OUT.print(
        f"{respondents} respondents of {served} served: {verdict} ({needed} are asked for).",
        highlight=False,
    )


def _table(lines: list[Line]) -> Table:
    from rich.table import Table

    table = Table("Office", "Service", "Period", "Respondents", "Index", "Grade", "Weakest")
    for line in lines:
        table.add_row(
            line.office or "-",
            line.service or "-",
            line.period or "-",
            str(line.respondents),
            "-" if line.index is None else f"{line.index:.2f}",
            f"{line.grade} ({line.performance})" if line.grade else "-",
            ", ".join(element.code for element in line.weakest) or "-",
        )
    return table


def _profile(line: Line) -> Iterator[str]:
    """Who the respondents were, as far as they said."""
    for name, counts in line.profile.items():
        if counts:
            yield f"{name}: {', '.join(f'{key} {count}' for key, count in counts.items())}"


def _elements(line: Line) -> Table:
    from rich.table import Table

    table = Table("", "Element", "Answers", "Mean", "Weighted", "Index", "Grade")
    for element in line.elements:
        values = (element.mean, element.weighted, element.index)
        written = ("-" if value is None else str(value) for value in values)
        table.add_row(
            element.code, element.name, str(element.answers), *written, element.grade or "-"
        )
    return table
