"""Pictures of pages with their captions, and the legend to read them by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters.markup import root, tag, tail
from converters.picture import Seen, picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.readers.page import Page

STYLE = Path(__file__).with_name("style.css")
_LEGEND = (
    ("#1c4f9c", "baris"),
    ("#7b2d8e", "kolom pelaksana, sambungan halaman"),
    ("#0b7a4b", "kegiatan"),
    ("#b35c00", "keputusan"),
    ("#1f63c4", "mulai dan selesai"),
    ("#0091ad", "panah (dari baris→ke baris)"),
    ("#c49000", "keraguan"),
    ("#c81e2b", "tergambar, tetapi tidak dipakai"),
)


def legend() -> _Element:
    """What the colours mean."""
    items = root("ul", class_="legend")
    for colour, meaning in _LEGEND:
        item = tag(items, "li")
        tail(tag(item, "i", style=f"border-color:{colour}"), meaning)
    return items


def figure(page: Page, sops: Sequence[Sop], backgrounds: Mapping[int, str]) -> _Element:
    """One page, with what of it was not made use of said in its caption."""
    svg, seen = picture(page, sops, backgrounds.get(page.number))
    element = root("figure")
    name = f"Lembar {page.name}" if page.name else f"Halaman {page.number}"
    caption = tag(element, "figcaption", f"{name}: {_counts(page, seen)}")
    missed = _missed(seen)
    if missed:
        tag(caption, "span", f" {missed}", class_="missed")
    element.append(svg)
    return element


def _counts(page: Page, seen: Seen) -> str:
    counts = (
        (len(page.grids), "tabel"),
        (seen.shapes, "bentuk"),
        (seen.lines, "garis"),
        (len(page.pictures), "gambar"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "kosong"


def _missed(seen: Seen) -> str:
    """What a person should look at."""
    parts = [
        f"{count} {what}"
        for count, what in ((seen.unused_shapes, "bentuk"), (seen.unused_lines, "garis"))
        if count
    ]
    return f"({' dan '.join(parts)} tidak dipakai)" if parts else ""
