"""A document's page with what was recognised drawn over it. Pure.

The page itself is a picture (of a PDF: ``background``) or drawn from what its reader found (Word,
Excel, HTML: ``paper``). Over it come the ``table``, the symbols (``drawn``) and the ``flow``, with
``labels`` that do not cover each other, each at one of its ``places``. What was found but is used
nowhere (``unread``), or is ``ink`` that nothing found covers, is drawn in red: that is what a
person looks for. ``figures`` gives pages captions and a legend; ``show`` is a document of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.markup import root, tag
from converters.picture import drawn, flow, paper, table, unread
from converters.picture.labels import Labels

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
    unread: tuple[unread.Kind, ...]  # what else is in no SOP
    margins: bool  # some more of it is in the margins


def picture(
    page: Page, sops: Sequence[Sop], background: Background | None, others: Sequence[Sop] = ()
) -> tuple[_Element, Seen]:
    """The page as an SVG element, in points, and what of it was made use of.

    Args:
        page: what its reader found.
        sops: what was made of it; their marks, arrows and doubts are drawn.
        background: the page's picture; None: it is drawn from ``page``.
        others: those of the same document that are told of elsewhere; what they took is no miss.
    """
    every = (*sops, *others)
    box = f"{-MARGIN:g} {-MARGIN:g} {page.width + 2 * MARGIN:g} {page.height + 2 * MARGIN:g}"
    full = f"--full:{(page.width + 2 * MARGIN) * LARGEST:.0f}px"
    svg = root("svg", viewBox=box, class_="page", role="group", style=full)
    svg.set("aria-label", f"Halaman {page.number} dengan yang terbaca di atasnya")
    flow.define(svg, page)
    if background:
        size = {"width": page.width, "height": page.height}
        href = background.address
        tag(svg, "image", href=href, x=0, y=0, preserveAspectRatio="none", **size)
    else:
        paper.draw(tag(svg, "g", class_="paper"), page)
    table.draw(tag(svg, "g", class_="table"), page, sops)
    missed = unread.find(page, every, background.unknown if background else ())
    unread.draw(tag(svg, "g"), missed)
    used = flow.used(page, every)
    flow.draw(tag(svg, "g", class_="flow"), page, every, used)
    taken = [*(shape.box for shape in page.shapes), *(text.box for text in page.texts)]
    labels = Labels(taken)
    layer = tag(svg, "g", class_="drawn")
    drawn.draw(layer, page, sops, labels)
    spare = drawn.draw_rest(layer, page, every, used, labels)
    flow.label(tag(svg, "g", class_="arrows"), page, sops, labels)
    table.doubt(tag(svg, "g"), page, sops)
    return svg, Seen(
        shapes=len(page.shapes),
        lines=len(page.connectors),
        read=any(pages_of(sop, [page]) for sop in sops),
        unused_shapes=spare,
        unused_lines=len(page.connectors) - len(used),
        unread=tuple(one.kind for one in missed if not one.margin),
        margins=any(one.margin for one in missed),
    )


def pages_of(sop: Sop, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages that an SOP was read from."""
    numbers = {source.page for source in (sop.source, *(s.source for s in sop.steps)) if source}
    return tuple(page for page in pages if page.number in numbers)
