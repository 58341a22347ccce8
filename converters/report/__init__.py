"""The owner's report of one SOP: an HTML page that opens from a memory stick. Pure.

Its parts from top to bottom: the ``doubts`` to decide first, the ``facts`` of the cover, the
``rows`` with their ``marks`` and ``questions``, the pages, and the ``diagram``, drawn with the
``symbols`` of BPMN and cut into ``strips`` for paper. ``words`` says things as the owner does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from converters import markup
from converters.markup import tag
from converters.picture import figures
from converters.report import diagram, doubts, facts, rows, strips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from converters.model import Sop

STYLE = Path(__file__).with_name("style.css")
GROUP = "gambar"  # id of the diagram's drawing
SCREEN = 1400.0  # px of a diagram that a screen shows at full size
_SECTIONS = {
    "periksa": "Yang perlu diperiksa",
    "kepala": "Kepala SOP",
    "tabel": "Tabel kegiatan",
    "halaman": "Halaman dokumen",
    "diagram": "Diagram",
}
_EDITED = (
    "Berkas diagram di folder ini lain isinya (mungkin sudah disunting di Camunda Modeler) "
    "dan tidak diubah. Gambar dalam laporan ini menurut pembacaan dokumen."
)


def write(sop: Sop, bpmn: bytes, pages: Sequence[_Element] = (), *, edited: bool = False) -> bytes:
    """The report; the same SOP, diagram and pages give the same bytes.

    Args:
        sop: the model.
        bpmn: its diagram as converted.
        pages: pictures of the document's pages (:mod:`converters.picture`), marks drawn over.
        edited: whether the diagram in the folder differs from this one, and was left alone.
    """
    drawing = diagram.read(bpmn)
    found = doubts.numbered(sop)
    by_row = doubts.by_row(found)
    html, body = markup.page(f"{sop.title} – laporan SOP", markup.styles(STYLE, figures.STYLE))
    _add_top(body, sop, with_pages=bool(pages))
    main = tag(body, "main")
    check = _section(main, "periksa")
    if edited:
        tag(check, "p", _EDITED, class_="edited")
    doubts.add_first(check, found)
    facts.add_lists(_section(main, "kepala"), sop)
    rows.add_rows(_section(main, "tabel"), sop, by_row, {s.row for s in drawing.shapes if s.row})
    if pages:
        place = _section(main, "halaman")
        place.append(figures.legend())
        place.extend(pages)
    place = _section(main, "diagram")
    if edited:
        tag(place, "p", _EDITED, class_="edited screen")
    _add_diagram(place, sop, drawing)
    return markup.serialise(html)


def _add_top(body: _Element, sop: Sop, *, with_pages: bool) -> None:
    header = tag(body, "header")
    tag(header, "p", "Laporan pembacaan SOP", class_="kicker")
    tag(header, "h1", sop.title)
    facts.add_facts(header, sop)
    links = tag(tag(body, "nav", aria_label="Bagian laporan"), "ul")
    for name, heading in _SECTIONS.items():
        if name != "halaman" or with_pages:
            tag(tag(links, "li"), "a", heading, href=f"#{name}")


def _section(main: _Element, name: str) -> _Element:
    section = tag(main, "section", id=name, class_=name)
    tag(section, "h2", _SECTIONS[name])
    return section


def _add_diagram(section: _Element, sop: Sop, drawing: diagram.Drawing) -> None:
    """The drawing to see at a glance and to scroll through on a screen, and in strips on paper."""
    note = "Klik sebuah kotak untuk melihat barisnya; klik nomor baris untuk melihat kotaknya."
    tag(section, "p", note, class_="hint screen")
    if drawing.bounds.width > SCREEN:
        box = " ".join(f"{value:g}" for value in drawing.bounds)
        overview = {"viewBox": box, "aria_hidden": "true"}  # the drawing below is read aloud
        tag(
            tag(section, "svg", class_="diagram overview screen", **overview),
            "use",
            href=f"#{GROUP}",
        )
    whole = markup.wide(section, "Diagram", "wide whole")
    svg = diagram.draw(drawing, GROUP)
    svg.set("role", "group")  # not "img": a reader aloud would miss the links in it
    svg.set("aria-label", f"Diagram BPMN {sop.title}: {len(drawing.shapes)} unsur")
    whole.append(svg)
    strips.add_strips(section, drawing, GROUP)
