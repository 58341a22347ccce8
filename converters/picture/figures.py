"""Pictures of pages with their captions, and the legend to read them by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from converters.markup import root, tag, tail, wide
from converters.picture import Seen, picture
from converters.picture.unread import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.picture.background import Background
    from converters.readers.page import Page

STYLE = Path(__file__).with_name("style.css")
_LEGEND = (
    ("#1c4f9c", "baris"),
    ("#7b2d8e", "kolom pelaksana, sambungan halaman"),
    ("#0b7a4b", "kegiatan"),
    ("#b35c00", "keputusan"),
    ("#1f63c4", "mulai dan selesai"),
    ("#00839c", "panah (dari baris→ke baris)"),
    ("#8a6400", "keraguan"),
    ("#c81e2b", "tidak dipakai atau tidak dikenali"),
    ("#5a6478", "di luar tabel, atau gambar kecil: tidak dibaca"),
)
_DASHED = 2  # the last of them


def legend() -> _Element:
    """What the colours mean."""
    items = root("ul", class_="legend")
    for place, (colour, meaning) in enumerate(_LEGEND):
        item = tag(items, "li")
        dashed = ";border-style:dashed" * (place >= len(_LEGEND) - _DASHED)
        tail(tag(item, "i", style=f"border-color:{colour}{dashed}"), meaning)
    return items


class Figure(NamedTuple):
    """The picture of a page."""

    name: str  # what people call the page
    id: str  # to link to
    missed: str  # what of it a person should look at; empty: nothing
    element: _Element


def figure(
    page: Page,
    sops: Sequence[Sop],
    backgrounds: Mapping[int, Background],
    others: Sequence[Sop] = (),
) -> Figure:
    """One page, with what of it no SOP made use of said in its caption."""
    svg, seen = picture(page, sops, backgrounds.get(page.number), others)
    name = f"Lembar {page.name}" if page.name else f"Halaman {page.number}"
    element = root("figure", id=f"lembar-{page.number}")
    caption = tag(element, "figcaption", f"{name}: {_counts(page, seen)}. ")
    missed = _missed(seen)
    if missed:
        tag(caption, "span", f"Periksa: {missed}.", class_="missed")
    else:
        but = ", kecuali yang abu-abu" if seen.margins else ""
        tag(caption, "span", f"Semuanya terpakai{but}.", class_="complete")
    wide(element, name).append(svg)
    return Figure(name, element.get("id", ""), missed, element)


def _counts(page: Page, seen: Seen) -> str:
    counts = (
        (len(page.grids), "tabel"),
        (seen.shapes, "bentuk"),
        (seen.lines, "garis"),
        (len(page.pictures), "gambar"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "kosong"


def _missed(seen: Seen) -> str:
    """What a person should look at; empty: nothing."""
    counts = (
        (seen.unused_shapes, "bentuk tidak dipakai"),
        (seen.unused_lines, "garis tidak dipakai"),
        (seen.unread.count(Kind.TEXT), "teks tabel tidak diambil"),
        (seen.unread.count(Kind.PICTURE), "gambar tidak dibaca"),
        (seen.unread.count(Kind.INK), "coretan tidak dikenali"),
    )
    parts = [f"{count} {what}" for count, what in counts if count]
    parts += ["tidak ada baris SOP yang terbaca di sini"] * (not seen.read)
    return ", ".join(parts)
