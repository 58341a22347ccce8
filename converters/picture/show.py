"""A document's pages with everything that was recognised, as one HTML page: ``read --show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters import markup
from converters.markup import tag, tail
from converters.picture import figures
from converters.picture.places import scope
from converters.report import STYLE, doubts, facts, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from converters.errors import DocumentError
    from converters.model import Sop
    from converters.picture.background import Background
    from converters.picture.figures import Figure
    from converters.readers.page import Page

PAGES = 100  # that are drawn; a browser has its limits, too


def show(
    file: str,
    pages: Sequence[Page],
    sops: Sequence[Sop],
    errors: Sequence[DocumentError],
    backgrounds: Mapping[int, Background],
) -> bytes:
    """The page: what was wrong, each page with the marks, and each SOP's table as understood."""
    style = markup.styles(STYLE, figures.STYLE)
    html, body = markup.page(f"{file} – yang terbaca", style)
    header = tag(body, "header")
    tag(header, "p", "Yang terbaca dari", class_="kicker")
    tag(header, "h1", file)
    main = tag(body, "main")
    for error in errors:
        tag(main, "p", str(error), class_="missed")
    drawn = [figures.figure(page, sops, backgrounds) for page in pages[:PAGES]]
    _add_glance(main, sops, drawn)
    if pages:
        main.append(figures.legend())
    main.extend(figure.element for figure in drawn)
    if len(pages) > PAGES:
        tag(main, "p", f"… dan {len(pages) - PAGES} halaman lagi.", class_="missed")
    for place, sop in enumerate(sops):
        _add_sop(main, sop, scope(place, len(sops)))
    return markup.serialise(html)


def _add_glance(main: _Element, sops: Sequence[Sop], drawn: Sequence[Figure]) -> None:
    """What was read, and the pages on which something was not, with links there."""
    items = tag(main, "ul", class_="glance")
    for place, sop in enumerate(sops):
        item = tag(items, "li")
        tag(item, "a", sop.title, href=f"#{scope(place, len(sops))}tabel")
        tail(item[-1], f": {facts.contents(sop)}")
    if not sops:
        tag(items, "li", "Tidak ada SOP yang terbaca.", class_="missed")
    for figure in drawn:
        if figure.missed:
            item = tag(items, "li")
            tag(item, "a", figure.name, href=f"#{figure.id}")
            tail(item[-1], ": ")
            tag(item, "span", figure.missed, class_="missed")
    if drawn and not any(figure.missed for figure in drawn):
        text = "Semua bentuk, garis, dan teks tabel terpakai."
        tag(items, "li", text, class_="complete")


def _add_sop(main: _Element, sop: Sop, begin: str) -> None:
    section = tag(main, "section", id=f"{begin}tabel")
    tag(section, "h2", sop.title)
    found = doubts.by_row(doubts.numbered(sop, begin))
    if found.get(""):
        doubts.add_list(section, found[""])
    rows.add_rows(section, sop, found, set(), begin)
