"""The report of a check: who was looked for, where, and each hit with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import builder as html

from workers.wording import long_date

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element

    from workers.watchlist.lists import ImportedList
    from workers.watchlist.screening import Found, Hit, Person

HEADINGS = (
    "Nilai",
    "Nomor",
    "Nama dalam daftar",
    "Dibandingkan dengan",
    "Tanggal lahir",
    "Kewarganegaraan",
    "Dokumen",
    "Alasan cekal",
    "Sebab dianggap mirip",
)
_STYLE = (
    "body{font:14px/1.4 sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}"
    "caption{text-align:left;padding:.5em 0}ul{margin:0;padding-left:1.2em}"
)


def write(person: Person, searched: ImportedList, found: Found, now: datetime) -> bytes:
    """Return the report, an HTML page that needs nothing beside itself.

    Whatever stands in the record or the list is text in it, never markup.
    """
    title = "Laporan pemeriksaan daftar cekal"
    page = html.HTML(
        html.HEAD(html.META(charset="utf-8"), html.TITLE(title), html.STYLE(_STYLE)),
        html.BODY(html.H1(title), *_particulars(person, searched, now), *_findings(found)),
        lang="id",
    )
    return b"<!DOCTYPE html>\n" + etree.tostring(page, method="html", encoding="utf-8")


def _particulars(person: Person, searched: ImportedList, now: datetime) -> list[_Element]:
    imported = searched.imported_at.astimezone(now.tzinfo).date()
    about = (
        ("Nama", "; ".join(person.names)),
        ("Tanggal lahir", person.birth_date),
        ("Kewarganegaraan", person.nationality),
        ("Nomor dokumen", "; ".join(person.documents)),
        ("Daftar", f"{searched.name}, {searched.entries} orang, diimpor {long_date(imported)}"),
        ("Diperiksa", f"{long_date(now.date())} pukul {now:%H.%M}"),
    )
    return [
        html.TABLE(
            html.TBODY(*(html.TR(html.TH(label), html.TD(_text(value))) for label, value in about))
        )
    ]


def _findings(found: Found) -> list[_Element]:
    if not found.hits:
        return [html.P("Tidak ada orang dalam daftar yang mirip.")]
    caption = "Yang paling mirip di atas. Petugas memutuskan apakah orangnya sama."
    if not found.are_all:
        caption += (
            " Tidak semua dibandingkan: mungkin masih ada yang lain. Lengkapi tanggal lahir atau "
            "nomor dokumen pemohon, lalu periksa lagi."
        )
    return [
        html.TABLE(
            html.CAPTION(caption),
            html.THEAD(html.TR(*map(html.TH, HEADINGS))),
            html.TBODY(*map(_row, found.hits)),
        )
    ]


def _row(hit: Hit) -> _Element:
    entry = hit.entry
    cells = (
        str(hit.score),
        entry.number,
        hit.listed_name,
        hit.name,
        entry.birth_date,
        entry.nationality,
        "; ".join(entry.documents),
        entry.reason,
    )
    reasons = html.TD(html.UL(*map(html.LI, hit.remarks)))
    row: _Element = html.TR(*(html.TD(_text(cell)) for cell in cells), reasons)
    return row


def _text(cell: str | None) -> str:
    """What a page can hold: a list typed by hand may have control characters in it."""
    return "".join(filter(str.isprintable, cell or "")) or "-"
