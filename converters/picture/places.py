"""Where on a page something was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.model import Source
    from converters.readers.page import Connector, Page


TOUCH = 6.0  # points between a line's end and the symbol it ends at


def on(page: Page, source: Source | None) -> Box | None:
    """The box on this page; None: it was read elsewhere, or its place is not known."""
    if source is None or source.page != page.number or source.box is None:
        return None
    return Box(*(place * page.scale for place in source.box))


def overlap(one: Box, other: Box) -> bool:
    """Whether the middle of one of them lies in the other."""
    return one.holds(other.centre) or other.holds(one.centre)


def meet(one: Box, other: Box) -> bool:
    """Whether they share a place."""
    across = one.left <= other.right and other.left <= one.right
    return across and one.top <= other.bottom and other.top <= one.bottom


def touches(line: Connector, boxes: Sequence[Box]) -> bool:
    """Whether an end of the line lies at one of the boxes."""
    ends = (line.points[0], line.points[-1])
    return any(box.holds(end, TOUCH) for box in boxes for end in ends)


def scope(place: int, count: int) -> str:
    """What the ids of an SOP begin with on a page that tells of so many."""
    return "" if count == 1 else f"sop{place + 1}-"
