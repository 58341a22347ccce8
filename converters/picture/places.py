"""Where on a page something was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.page import Box

if TYPE_CHECKING:
    from converters.model import Source
    from converters.readers.page import Page


def on(page: Page, source: Source | None) -> Box | None:
    """The box on this page; None: it was read elsewhere, or its place is not known."""
    if source is None or source.page != page.number or source.box is None:
        return None
    return Box(*source.box)


def overlap(one: Box, other: Box) -> bool:
    """Whether the middle of one of them lies in the other."""
    return one.holds(other.centre) or other.holds(one.centre)


def scope(place: int, count: int) -> str:
    """What the ids of an SOP begin with on a page that tells of so many."""
    return "" if count == 1 else f"sop{place + 1}-"
