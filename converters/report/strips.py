"""The diagram for paper: cut into strips as wide as a page, each with the lanes' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.markup import tag
from converters.report.diagram import GROUND, HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.report.diagram import Drawing

PAGE = 1.5  # width by height of A4 landscape between its margins, the heading left out
NARROWEST = 1500.0  # px: wider than that is read with ease on A4, so a low diagram is not blown up
HEADERS = 2 * HEADER  # the pool's and the lane's


def add_strips(parent: _Element, drawing: Drawing, group: str) -> None:
    """Draw the group ``group`` again, a strip per page."""
    whole = drawing.bounds
    pool = next((s.bounds for s in drawing.shapes if s.kind == "participant"), whole)
    body = pool.x + HEADERS
    room = max(whole.height * PAGE, NARROWEST) - HEADERS
    place = tag(parent, "div", class_="strips", aria_hidden="true")
    for left, right in _cuts(drawing, body, whole.right, room):
        width = max(right - left, room) + HEADERS
        svg = tag(place, "svg", class_="diagram", viewBox=f"0 0 {width:g} {whole.height:g}")
        for x, part, at in ((pool.x, HEADERS, 0.0), (left, right - left, float(HEADERS))):
            box = f"{x:g} {whole.y:g} {part:g} {whole.height:g}"
            window = tag(svg, "svg", x=at, width=part, height=whole.height, viewBox=box)
            tag(window, "use", href=f"#{group}")


def _cuts(drawing: Drawing, left: float, end: float, room: float) -> Iterator[tuple[float, float]]:
    """From where to where each strip reaches; cut between two shapes if there is a place."""
    spans = [
        (box.x, box.right)
        for shape in drawing.shapes
        if shape.kind not in GROUND
        for box in (shape.bounds, shape.label)
        if box
    ]
    while end - left > room:
        near = [span for span in spans if left < span[1] and span[0] < left + room]
        ends = [right for _, right in near if right < left + room - 1]
        free = [x for x in ends if not any(start < x + 1 < stop for start, stop in near)]
        right = max(free, default=left + room) + 1
        yield left, right
        left = right
    yield left, end
