"""Where a drawing stands on its page (ECMA-376 part 1, 20.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.page import Box, Point

if TYPE_CHECKING:
    from converters.readers.word.drawn import Drawing, Place
    from converters.readers.word.sections import Section


class Spot(NamedTuple):
    """Where a drawing hangs."""

    section: Section
    column: tuple[float, float]  # left edge and width of the text it hangs in
    paragraph: float  # the paragraph's top
    line: float  # the place in the line, from the page's left edge
    cell: Box | None = None  # the table cell it hangs in


def corner(drawing: Drawing, spot: Spot) -> Point:
    """The drawing's top left corner on the page; of one that is turned, as it was before that."""
    if drawing.inline:
        return Point(spot.line, spot.paragraph)
    cell = spot.cell if drawing.in_cell else None
    return Point(
        _put(drawing.across, drawing.width, _across(drawing.across.relative, spot, cell)),
        _put(drawing.down, drawing.height, _down(drawing.down.relative, spot, cell)),
    )


def _put(place: Place, size: float, frame: tuple[float, float]) -> float:
    start, room = frame
    if place.align in {"center", "centre"}:
        return start + (room - size) / 2
    if place.align in {"right", "bottom", "outside"}:
        return start + room - size
    return start if place.align else start + place.offset


def _across(relative: str, spot: Spot, cell: Box | None) -> tuple[float, float]:
    """The start and the size of what the place across is relative to."""
    section = spot.section
    if relative == "character":
        return spot.line, 0.0
    if relative in {"leftMargin", "insideMargin"}:
        return 0.0, section.left
    if relative in {"rightMargin", "outsideMargin"}:
        return section.width - section.right, section.right
    if relative == "page":
        return (cell.left, cell.width) if cell else (0.0, section.width)
    outside = spot.cell is not None and cell is None  # as if there were no table
    if (relative == "margin" and cell is None) or outside:
        return section.left, section.room
    return spot.column


def _down(relative: str, spot: Spot, cell: Box | None) -> tuple[float, float]:
    """The same for the place down."""
    section = spot.section
    if relative in {"page", "margin"} and cell is not None:
        return cell.top, cell.height
    frames = {
        "page": (0.0, section.height),
        "margin": (section.top, section.height - section.top - section.bottom),
        "topMargin": (0.0, section.top),
        "insideMargin": (0.0, section.top),
        "bottomMargin": (section.height - section.bottom, section.bottom),
        "outsideMargin": (section.height - section.bottom, section.bottom),
    }
    return frames.get(relative, (spot.paragraph, 0.0))
