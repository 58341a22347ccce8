"""Which shape leads to which, from the shapes and lines that are drawn on pages.

The way from pages: ``links(pages)`` gives a ``Flowchart``. Its links lead from flow symbol to flow
symbol (start, task, decision, end): an off-page connector that a line comes to and goes on from is
passed through and named in ``via``. Only where the other half was not found does a link start or
end at the off-page connector itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.readers.page import Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Box, Page

_REACH = 12.0  # points; an arrow that stops further than this from a shape is not said to touch it


class ShapeRef(NamedTuple):
    """A shape on one of the pages."""

    page: int  # index in the pages given, not the page's number
    shape: int  # index in its ``shapes``


class LineRef(NamedTuple):
    """A connector on one of the pages."""

    page: int  # index in the pages given
    connector: int  # index in its ``connectors``


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One shape leads to another. There is one link for each pair of shapes and label."""

    start: ShapeRef
    end: ShapeRef
    label: str | None = None  # printed beside it, as printed, on one line: "Belum lengkap"
    headless: bool = False  # no arrowhead was found: it leads in reading order
    dashed: bool = False
    via: tuple[ShapeRef, ...] = ()  # the off-page connectors it passes through
    lines: tuple[LineRef, ...] = ()  # what it is drawn with, from its start on


class LooseEnd(msgspec.Struct, frozen=True, kw_only=True):
    """An end of a line at which no shape and no other line was found."""

    line: LineRef
    at: Point
    head: bool  # there is an arrowhead at it


class Flowchart(msgspec.Struct, frozen=True, kw_only=True):
    """The links of some pages, in reading order of their starts, and what could not be joined."""

    links: tuple[Link, ...] = ()
    loose: tuple[LooseEnd, ...] = ()


def links(pages: Sequence[Page]) -> Flowchart:
    """The links between the shapes of pages that follow each other (of one SOP, best)."""
    found = (link for index, page in enumerate(pages) for link in _of_page(index, page))
    return Flowchart(links=tuple(sorted(found, key=lambda link: (link.start, link.end))))


def _of_page(index: int, page: Page) -> Iterator[Link]:
    for place, line in enumerate(page.connectors):
        start = line.start if line.start is not None else _nearest(page, line.points[0])
        end = line.end if line.end is not None else _nearest(page, line.points[-1])
        if start is None or end is None or start == end:
            continue
        if line.head_at_start and not line.head_at_end:
            start, end = end, start
        yield Link(
            start=ShapeRef(index, start),
            end=ShapeRef(index, end),
            headless=not (line.head_at_start or line.head_at_end),
            dashed=line.dashed,
            lines=(LineRef(index, place),),
        )


def _nearest(page: Page, point: Point) -> int | None:
    apart = [(_distance(shape.box, point), place) for place, shape in enumerate(page.shapes)]
    near = min(apart, default=(_REACH + 1, 0))
    return near[1] if near[0] <= _REACH else None


def _distance(box: Box, point: Point) -> float:
    across = max(box.left - point.x, 0, point.x - box.right)
    down = max(box.top - point.y, 0, point.y - box.bottom)
    return float((across**2 + down**2) ** 0.5)
