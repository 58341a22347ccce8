"""watchlist-check: whom on the watchlist (cekal) the applicant resembles; an officer decides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from workers.config import load
from workers.handler import Context, job_handler
from workers.people import read_applicant
from workers.state.documents import DocumentReference
from workers.step import Described
from workers.watchlist import report
from workers.watchlist.importing import refresh
from workers.watchlist.lists import ImportedList, consult
from workers.watchlist.screening import HIGHEST, Found, Person, screen

Decision = Literal["clear", "review"]
Reason = Literal["compared", "no-applicant", "no-list"]
Score = Annotated[int, msgspec.Meta(ge=0, le=HIGHEST)]


class WatchlistConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``watchlist``."""

    file: str = ""  # the list, a CSV file; imported again whenever it changes


CONFIG = {"watchlist": WatchlistConfig}


class WatchlistCheckInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to look for, and how far to look."""

    applicant: Annotated[
        DocumentReference | None,
        Described(description="Reference of the applicant's record in the document store."),
    ] = None
    least_score: Annotated[
        Score, Described(description="Likeness that is reported, from 0 to 100.")
    ] = 75


class WatchlistCheckOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. Who it is stands in the report only."""

    watchlist_decision: Annotated[
        Decision, Described(description="clear: nobody alike. review: an officer decides.")
    ]
    watchlist_reason: Annotated[
        Reason, Described(description="compared, or what kept the applicant from being compared.")
    ]
    watchlist_hits: Annotated[int, Described(description="How many on the list are alike.")] = 0
    watchlist_score: Annotated[
        int | None, Described(description="Likeness of the most alike, 0 to 100.")
    ] = None
    watchlist_report: Annotated[
        DocumentReference | None,
        Described(description="The report with each hit and its reasons, an HTML page."),
    ] = None
    watchlist_summary: Annotated[
        str, Described(description="The result in a sentence, for the officer's form.")
    ]


@job_handler("watchlist-check", cpu_bound=True)
def check(inputs: WatchlistCheckInputs, context: Context) -> WatchlistCheckOutputs:
    """Look for the applicant on the list and report who is alike. Nobody is refused here."""
    person = Person.of(read_applicant(context.documents, inputs.applicant))
    if not person.is_known:
        text = "Nama dan nomor dokumen pemohon tidak diketahui. Periksa daftar cekal sendiri."
        return _unchecked("no-applicant", text)
    _import(context)
    answer = consult(
        context.database,
        context.documents,
        lambda listed: screen(listed, person, least_score=inputs.least_score),
    )
    if answer is None:
        return _unchecked("no-list", "Belum ada daftar cekal di sini. Periksa di sistem pusat.")
    searched, found = answer
    hits = found.hits
    document = context.documents.put(
        report.write(person, searched, found, context.now),
        content_type="text/html",
        file_name="laporan-cekal.html",
    )
    return WatchlistCheckOutputs(
        watchlist_decision="review" if hits else "clear",
        watchlist_reason="compared",
        watchlist_hits=len(hits),
        watchlist_score=hits[0].score if hits else None,
        watchlist_report=document,
        watchlist_summary=_summary(found, searched),
    )


def _import(context: Context) -> None:
    """Bring the file's latest form into the database: nobody is checked against an older one."""
    if configured := load(WatchlistConfig, "watchlist").file:
        file = Path(configured).expanduser()
        refresh(context.database, context.documents, file, context.now)


def _unchecked(reason: Reason, text: str) -> WatchlistCheckOutputs:
    return WatchlistCheckOutputs(
        watchlist_decision="review", watchlist_reason=reason, watchlist_summary=text
    )


def _summary(found: Found, searched: ImportedList) -> str:
    where = f"{searched.entries} orang dalam daftar {searched.name}"
    hits = found.hits
    if not hits:
        return f"Tidak ada yang mirip di antara {where}."
    count = str(len(hits)) if found.are_all else f"Sedikitnya {len(hits)}"
    return (
        f"{count} orang mirip di antara {where}, nilai tertinggi {hits[0].score} dari "
        f"{HIGHEST}. Baca laporannya, lalu putuskan apakah orangnya sama."
    )
