"""Which shape leads to which, from the shapes and lines that are drawn on pages.

The way from pages: ``links(pages)`` gives a ``Flowchart``. Its links lead from flow symbol to flow
symbol (start, task, decision, end): an off-page connector that a line comes to and goes on from is
passed through and named in ``via``. Only where the other half was not found does a link start or
end at the off-page connector itself. A line with heads at both ends gives two links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.flowchart.chart import Flowchart, LineRef, Link, LooseEnd, ShapeRef
from converters.readers.flowchart.labels import labels
from converters.readers.flowchart.nets import Net, Terminal, nets
from converters.readers.flowchart.off_page import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Page

__all__ = ["Flowchart", "LineRef", "Link", "LooseEnd", "ShapeRef", "links"]


def links(pages: Sequence[Page]) -> Flowchart:
    """The links between the shapes of pages that follow each other (of one SOP, best)."""
    found, loose = nets(pages)
    drawn = [link for net in found for link in _of_net(pages, net)]
    single = list({(link.start, link.end): link for link in reversed(drawn)}.values())[::-1]
    named = (
        msgspec.structs.replace(link, label=label)
        for link, label in zip(single, labels(pages, single), strict=True)
    )
    whole = joined(pages, list(named))
    order = sorted(whole, key=lambda link: (_reading(pages, link.start), _reading(pages, link.end)))
    return Flowchart(links=tuple(order), loose=tuple(loose))


def _of_net(pages: Sequence[Page], net: Net) -> Iterator[Link]:
    """From each end without a head to each with one.

    Where all have heads each leads to each; where none has, the way of gluing says which leads (an
    editor's line begins where it was drawn from), else the first in reading order does.
    """
    sources = [one for one in net.terminals if not one.headed]
    targets = [one for one in net.terminals if one.headed]
    headless = not targets
    if headless:
        sources, targets = _as_glued(pages, sources) or _first(pages, sources)
    for source in sources or targets:
        for target in targets:
            if source.shape != target.shape:
                yield _link(pages, net, source, target, headless=headless)


def _as_glued(
    pages: Sequence[Page], terminals: Sequence[Terminal]
) -> tuple[list[Terminal], list[Terminal]] | None:
    """The shape that lines glued at both ends begin at, and the others; None: they say nothing."""
    begun = set[ShapeRef]()
    for terminal in terminals:
        line = pages[terminal.line.page].connectors[terminal.line.connector]
        if line.end is not None and line.start == terminal.shape.shape:
            begun.add(terminal.shape)
    if len(begun) != 1:
        return None
    sources = [one for one in terminals if one.shape in begun]
    return sources[:1], [one for one in terminals if one.shape not in begun]


def _first(
    pages: Sequence[Page], terminals: Sequence[Terminal]
) -> tuple[list[Terminal], list[Terminal]]:
    """The one that is read first, and the others: of those beside each other the left one."""
    order = sorted(terminals, key=lambda one: _reading(pages, one.shape))
    beside = [one for one in order if _level(pages, order[0].shape, one.shape)]
    beside.sort(key=lambda one: pages[one.shape.page].shapes[one.shape.shape].box.left)
    return beside[:1], [one for one in order if one not in beside[:1]]


def _level(pages: Sequence[Page], one: ShapeRef, other: ShapeRef) -> bool:
    """Whether two shapes stand beside each other."""
    box, far = (pages[ref.page].shapes[ref.shape].box for ref in (one, other))
    return one.page == other.page and box.top < far.centre.y < box.bottom


def _link(
    pages: Sequence[Page], net: Net, source: Terminal, target: Terminal, *, headless: bool
) -> Link:
    lines = net.way(source.line, target.line)
    return Link(
        start=source.shape,
        end=target.shape,
        headless=headless,
        dashed=all(pages[line.page].connectors[line.connector].dashed for line in lines),
        lines=lines,
    )


def _reading(pages: Sequence[Page], ref: ShapeRef) -> tuple[int, float, float, int]:
    """Page by page, from top to bottom, from left to right."""
    centre = pages[ref.page].shapes[ref.shape].box.centre
    return ref.page, centre.y, centre.x, ref.shape
