"""A document's page with what was recognised drawn over it. Pure.

The page itself is a picture (of a PDF) or drawn from what its reader found (Word, Excel, HTML).
What was found but is used nowhere is drawn in red: that is what a person looks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.markup import root, tag
from converters.picture import drawn, flow, paper, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from converters.model import Sop
    from converters.readers.page import Page

LARGEST = 1.6  # pixels of a screen per point: a small sheet is not blown up
MARGIN = 18.0  # points round the page: numbers of rows stand there


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a page's drawing was made use of."""

    shapes: int
    unused_shapes: int
    lines: int
    unused_lines: int


def picture(page: Page, sops: Sequence[Sop], background: str | None) -> tuple[_Element, Seen]:
    """The page as an SVG element, in points, and what of it was made use of.

    Args:
        page: what its reader found.
        sops: what was made of it; their marks, arrows and doubts are drawn.
        background: the page's picture as a data address; None: it is drawn from ``page``.
    """
    box = f"{-MARGIN:g} {-MARGIN:g} {page.width + 2 * MARGIN:g} {page.height + 2 * MARGIN:g}"
    widest = f"max-width:{(page.width + 2 * MARGIN) * LARGEST:.0f}px"
    svg = root("svg", viewBox=box, class_="page", role="img", style=widest)
    svg.set("aria-label", f"Halaman {page.number} dengan yang terbaca di atasnya")
    flow.define(svg, page)
    if background:
        size = {"width": page.width, "height": page.height}
        tag(svg, "image", href=background, x=0, y=0, preserveAspectRatio="none", **size)
    else:
        paper.draw(tag(svg, "g", class_="paper"), page)
    table.draw(tag(svg, "g", class_="table"), page, sops)
    used = flow.used(page, sops)
    flow.draw(tag(svg, "g", class_="flow"), page, sops, used)
    spare = drawn.draw(tag(svg, "g", class_="drawn"), page, sops, used)
    seen = Seen(
        shapes=len(page.shapes),
        unused_shapes=spare,
        lines=len(page.connectors),
        unused_lines=len(page.connectors) - len(used),
    )
    return svg, seen


def pages_of(sop: Sop, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages that an SOP was read from."""
    numbers = {source.page for source in (sop.source, *(s.source for s in sop.steps)) if source}
    return tuple(page for page in pages if page.number in numbers)
