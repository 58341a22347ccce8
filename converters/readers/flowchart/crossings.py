"""Lines that leave a page at its bottom and go on at the top of the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.readers.flowchart.chart import drawn_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.flowchart.chart import LooseEnd
    from converters.readers.page import Page

_SIDEWAYS = 15.0  # points; the columns of two pages are about, not quite, at one place
_SLACK = 2.0  # points by which the end may stand beside the outermost shape


def over_pages(
    pages: Sequence[Page], loose: Sequence[LooseEnd]
) -> Iterator[tuple[LooseEnd, LooseEnd]]:
    """The pairs of loose ends where a line leaves one page and goes on on the next."""
    for left, entered in pairwise(drawn_on(pages)):
        out = [end for end in loose if end.line.page == left and _below(end, pages[left])]
        into = [end for end in loose if end.line.page == entered and _above(end, pages[entered])]
        pairs = sorted(
            (abs(one.at.x - other.at.x), place, where)
            for place, one in enumerate(out)
            for where, other in enumerate(into)
        )
        gone, come = set[int](), set[int]()
        for aside, place, where in pairs:
            if aside <= _SIDEWAYS and place not in gone and where not in come:
                gone.add(place)
                come.add(where)
                yield out[place], into[where]


def _below(end: LooseEnd, page: Page) -> bool:
    lowest = max((shape.box.bottom for shape in page.shapes), default=0.0)
    return end.at.y >= lowest - _SLACK


def _above(end: LooseEnd, page: Page) -> bool:
    highest = min((shape.box.top for shape in page.shapes), default=page.height)
    return not end.head and end.at.y <= highest + _SLACK
