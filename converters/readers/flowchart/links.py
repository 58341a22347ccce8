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
from converters.readers.flowchart.directions import directions
from converters.readers.flowchart.labels import labels
from converters.readers.flowchart.nets import nets
from converters.readers.flowchart.off_page import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.flowchart.directions import Direction
    from converters.readers.flowchart.nets import Net, Terminal
    from converters.readers.page import Page

__all__ = ["Flowchart", "LineRef", "Link", "LooseEnd", "ShapeRef", "links"]


def links(pages: Sequence[Page]) -> Flowchart:
    """The links between the shapes of pages that follow each other (of one SOP, best)."""
    found, loose = nets(pages)
    ways = zip(found, directions(pages, found), strict=True)
    drawn = [link for net, direction in ways for link in _of_net(pages, net, direction)]
    single = list({(link.start, link.end): link for link in reversed(drawn)}.values())[::-1]
    named = (
        msgspec.structs.replace(link, label=label)
        for link, label in zip(single, labels(pages, single), strict=True)
    )
    whole = joined(pages, list(named))
    order = sorted(whole, key=lambda link: (_reading(pages, link.start), _reading(pages, link.end)))
    return Flowchart(links=tuple(order), loose=tuple(loose))


def _of_net(pages: Sequence[Page], net: Net, direction: Direction) -> Iterator[Link]:
    for source in direction.sources:
        for target in direction.targets:
            if source.shape != target.shape:
                yield _link(pages, net, source, target, headless=direction.headless)


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
