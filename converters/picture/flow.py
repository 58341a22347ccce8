"""The lines that were recognised, and the arrows that were made of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converters.markup import tag
from converters.picture.labels import at_line
from converters.picture.places import TOUCH, on, touches
from converters.readers.geometry import bounds
from converters.readers.page import Point, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from converters.model import DrawnArrow, Sop
    from converters.picture.labels import Labels
    from converters.readers.page import Box, Connector, Page

SLACK = 3.0  # points that a line may reach out of its arrow's box: pens are that wide
MOST = 5  # arrows that a line's tooltip tells
PIECES = 3  # of an arrow's lines, beside which its label may stand


def define(svg: _Element, page: Page) -> None:
    """Arrowheads, in the colours of used and unused lines; each page has its own."""
    definitions = tag(svg, "defs")
    for kind in ("used", "unused"):
        marker = tag(
            definitions,
            "marker",
            id=f"head-{kind}-{page.number}",
            viewBox="0 0 10 10",
            refX=8,
            refY=5,
            markerWidth=5,
            markerHeight=5,
            orient="auto-start-reverse",
        )
        tag(marker, "path", d="M0 0 L10 5 L0 10 z", class_=kind)


def used(page: Page, sops: Sequence[Sop]) -> tuple[Connector, ...]:
    """The lines that became arrows, or the end of one that comes from another page."""
    boxes = [box for box, _ in _arrows(page, sops)]
    inner = [shape.box for shape in page.shapes if shape.kind is not ShapeKind.OFF_PAGE]
    crossing = [box for sop in sops for box in _crossing(page, sop)]
    return tuple(
        line
        for line, around in _lines(page)
        if any(_within(around, box) for box in boxes)
        or (touches(line, crossing) and _leaves(line, inner))
    )


def draw(layer: _Element, page: Page, sops: Sequence[Sop], mine: tuple[Connector, ...]) -> None:
    """Lines; those of no arrow in red."""
    arrows = _arrows(page, sops)
    for line, around in _lines(page):
        kind = "used" if line in mine else "unused"
        drawn = _draw_line(layer, page, line, kind)
        told = [_ends(arrow) for box, arrow in arrows if _within(around, box)]
        if kind == "unused":
            told = ["Garis ini tidak menjadi panah antara dua bentuk"]
        tag(drawn, "title", "; ".join(told[:MOST]) or "Panah dari atau ke halaman lain")


def label(layer: _Element, page: Page, sops: Sequence[Sop], labels: Labels) -> None:
    """From which row to which, and the answer."""
    arrows = _arrows(page, sops)
    boxes = [box for box, _ in arrows]
    own: dict[int | None, list[Connector]] = {}
    every = _lines(page)
    for line, around in every:
        own.setdefault(_owner(around, boxes), []).append(line)
    for number, (box, arrow) in enumerate(arrows):
        lines = own.get(number) or [line for line, around in every if _within(around, box)]
        answer = f" {arrow.label}" if arrow.label else ""
        text = f"{arrow.from_row}→{arrow.to_row}{answer}"
        spots = at_line(text, _longest(lines)) or [box.centre]
        labels.write(layer, text, spots, "arrow")


def _owner(around: Box, boxes: Sequence[Box]) -> int | None:
    """Which arrow's box is round a line's most closely."""
    fits = {
        number: sum(abs(a - b) for a, b in zip(around, box, strict=True))
        for number, box in enumerate(boxes)
        if _within(around, box)
    }
    return min(fits, key=fits.__getitem__, default=None)


def _lines(page: Page) -> list[tuple[Connector, Box]]:
    """The lines, each with the box round it."""
    return [(line, bounds(line.points)) for line in page.connectors]


def _arrows(page: Page, sops: Sequence[Sop]) -> list[tuple[Box, DrawnArrow]]:
    return [(box, one) for sop in sops for one in sop.arrows if (box := on(page, one.source))]


def _crossing(page: Page, sop: Sop) -> Iterator[Box]:
    """The marks on this page of rows that an arrow joins with a row on another one."""
    here = {step.number: [on(page, mark.source) for mark in step.marks] for step in sop.steps}
    for arrow in sop.arrows:
        ends = [[box for box in here.get(row, []) if box] for row in (arrow.from_row, arrow.to_row)]
        if not all(ends):
            yield from (box for boxes in ends for box in boxes)


def _leaves(line: Connector, inner: Sequence[Box]) -> bool:
    """Whether one of its ends lies at no symbol but, perhaps, an off-page one."""
    ends = (line.points[0], line.points[-1])
    return not all(any(box.holds(end, TOUCH) for box in inner) for end in ends)


def _within(inner: Box, box: Box) -> bool:
    across = box.left - SLACK <= inner.left and inner.right <= box.right + SLACK
    return across and box.top - SLACK <= inner.top and inner.bottom <= box.bottom + SLACK


def _draw_line(layer: _Element, page: Page, connector: Connector, kind: str) -> _Element:
    heads = {"marker_start": connector.head_at_start, "marker_end": connector.head_at_end}
    markers = {end: f"url(#head-{kind}-{page.number})" for end, there in heads.items() if there}
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in connector.points)
    dashes = " dashed" if connector.dashed else ""
    return tag(layer, "polyline", points=points, class_=f"line {kind}{dashes}", **markers)


def _longest(lines: Sequence[Connector]) -> list[tuple[Point, Point]]:
    """The longest straight pieces."""
    pieces = [piece for line in lines for piece in pairwise(line.points)]
    pieces.sort(key=lambda ends: -abs(ends[0].x - ends[1].x) - abs(ends[0].y - ends[1].y))
    return pieces[:PIECES]


def _ends(arrow: DrawnArrow) -> str:
    answer = f": {arrow.label}" if arrow.label else ""
    ends = f"Baris {arrow.from_row} ({arrow.from_role}) → {arrow.to_row} ({arrow.to_role})"
    return f"{ends}{answer}"
