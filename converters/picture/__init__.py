"""A document's page with what was recognised drawn over it. Pure.

The page itself is a picture (of a PDF) or drawn from what its reader found (Word, Excel, HTML).
What was found but is used nowhere is drawn in red: that is what a person looks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.markup import root, tag
from converters.picture import drawn, flow, paper, table, unread
from converters.picture.labels import Labels
from converters.picture.paper import rectangle
from converters.picture.places import meet
from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.picture.background import Background
    from converters.readers.page import Page

LARGEST = 1.6  # pixels of a screen per point: a small sheet is not blown up
MARGIN = 18.0  # points round the page: numbers of rows stand there


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a page was made use of."""

    shapes: int
    lines: int
    read: bool  # an SOP or a row of it was read here
    unused_shapes: int
    unused_lines: int
    unread: int  # texts in tables that are in no SOP
    unknown: int  # what else is drawn in the tables, or anywhere if there are none


def picture(
    page: Page, sops: Sequence[Sop], background: Background | None
) -> tuple[_Element, Seen]:
    """The page as an SVG element, in points, and what of it was made use of.

    Args:
        page: what its reader found.
        sops: what was made of it; their marks, arrows and doubts are drawn.
        background: the page's picture; None: it is drawn from ``page``.
    """
    box = f"{-MARGIN:g} {-MARGIN:g} {page.width + 2 * MARGIN:g} {page.height + 2 * MARGIN:g}"
    widest = f"max-width:{(page.width + 2 * MARGIN) * LARGEST:.0f}px"
    svg = root("svg", viewBox=box, class_="page", role="group", style=widest)
    svg.set("aria-label", f"Halaman {page.number} dengan yang terbaca di atasnya")
    flow.define(svg, page)
    if background:
        size = {"width": page.width, "height": page.height}
        href = background.address
        tag(svg, "image", href=href, x=0, y=0, preserveAspectRatio="none", **size)
    else:
        paper.draw(tag(svg, "g", class_="paper"), page)
    table.draw(tag(svg, "g", class_="table"), page, sops)
    texts = unread.find(page, sops)
    unread.draw(tag(svg, "g"), texts)
    unknown = _draw_unknown(tag(svg, "g"), page, background.unknown if background else ())
    used = flow.used(page, sops)
    flow.draw(tag(svg, "g", class_="flow"), page, sops, used)
    labels = Labels(_printed(page))
    spare = drawn.draw(tag(svg, "g", class_="drawn"), page, sops, used, labels)
    flow.label(tag(svg, "g", class_="arrows"), page, sops, labels)
    table.doubt(tag(svg, "g"), page, sops)
    return svg, Seen(
        shapes=len(page.shapes),
        lines=len(page.connectors),
        read=any(pages_of(sop, [page]) for sop in sops),
        unused_shapes=spare,
        unused_lines=len(page.connectors) - len(used),
        unread=sum(text.in_table for text in texts),
        unknown=unknown,
    )


def _printed(page: Page) -> list[Box]:
    return [*(shape.box for shape in page.shapes), *(text.box for text in page.texts)]


def _draw_unknown(layer: _Element, page: Page, boxes: Sequence[Box]) -> int:
    """What is drawn and was not recognised, and pictures; how much of it is not in a margin."""
    inner = [box for box in boxes if not page.grids or any(meet(box, g.box) for g in page.grids)]
    for box in boxes:
        kind = "unknown" if box in inner else "margin"
        tag(rectangle(layer, box, kind), "title", "Coretan ini tidak dikenali")
    found = _printed(page)
    found += [Box(*point, *point) for line in page.connectors for point in line.points]
    for box in page.pictures if page.ocr is None else ():
        if not any(meet(box, other) for other in found):
            tag(rectangle(layer, box, "margin"), "title", "Gambar: isinya tidak dibaca")
    return len(inner)


def pages_of(sop: Sop, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages that an SOP was read from."""
    numbers = {source.page for source in (sop.source, *(s.source for s in sop.steps)) if source}
    return tuple(page for page in pages if page.number in numbers)
