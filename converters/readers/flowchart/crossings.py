"""Lines that leave a page at its bottom and go on at the top of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    for index in range(len(pages) - 1):
        out = [end for end in loose if end.line.page == index and _below(end, pages[index])]
        into = [
            end for end in loose if end.line.page == index + 1 and _above(end, pages[index + 1])
        ]
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
