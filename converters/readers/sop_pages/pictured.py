"""A flow that is pasted into the performers' columns as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.geometry import hull
from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Page
    from converters.readers.sop_pages.steps import Place, Step

_SHARE = 0.25  # of the performers' cells on a page: a picture that covers so much is no icon


def flows(pages: Sequence[Page], steps: Sequence[Step]) -> Iterator[tuple[int, Box]]:
    """The pictures that cover the performers' cells, each with the index of its page.

    Of a page that is a picture as a whole the doubt about its OCR tells it.
    """
    places: dict[int, list[Place]] = {}
    for place in (place for step in steps for place in step.places):
        places.setdefault(place.index, []).append(place)
    for index, there in sorted(places.items()):
        lanes = _lanes(there)
        for picture in pages[index].pictures if pages[index].ocr is None else ():
            if _shared(picture, lanes) >= _SHARE * lanes.width * lanes.height > 0:
                yield index, picture


def _lanes(places: Sequence[Place]) -> Box:
    """What the performers' cells of some rows take up."""
    rows = hull(place.box for place in places)
    roles = [role for place in places for role in place.layout.roles]
    left = min((role.left for role in roles), default=0.0)
    return Box(left, rows.top, max((role.right for role in roles), default=left), rows.bottom)


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, across) * max(0.0, down)
