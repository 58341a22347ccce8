"""Drawn symbols as marks: each in the row and the performer's column that it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.flowchart.links import ShapeRef
from converters.readers.page import ShapeKind
from converters.readers.sop_pages import provenance
from converters.table import Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.flowchart.links import Flowchart
    from converters.readers.page import Box, Page, Shape
    from converters.readers.sop_pages.layout import Layout
    from converters.readers.sop_pages.steps import Place, Step

_KINDS = {
    ShapeKind.PROCESS: MarkKind.TASK,
    ShapeKind.DECISION: MarkKind.DECISION,
    ShapeKind.OFF_PAGE: MarkKind.OFF_PAGE,
}
_STARTS = re.compile(r"\W*(?:mulai|start|begin)\b", re.IGNORECASE)
_ENDS = re.compile(r"\W*(?:selesai|end|finish|stop)\b", re.IGNORECASE)
# A symbol drawn over the border of two rows belongs to the one without any, if that holds so much.
_SHARE = 0.25
_SLACK = 3.0  # points that a symbol's middle may lie outside the performers' columns


class Stands(NamedTuple):
    """Where a symbol stands."""

    step: int
    column: int


def standing(pages: Sequence[Page], steps: Sequence[Step]) -> dict[ShapeRef, Stands]:
    """The row and the column of each symbol that stands in the table."""
    found: dict[ShapeRef, Stands] = {}
    for index, page in enumerate(pages):
        strips = [
            (at, place)
            for at, step in enumerate(steps)
            for place in step.places
            if place.index == index
        ]
        for number, shape in enumerate(page.shapes):
            stands = _stands(shape, strips)
            if stands is not None:
                found[ShapeRef(index, number)] = stands
        _settle(page, index, strips, found)
    return found


def _stands(shape: Shape, strips: Sequence[tuple[int, Place]]) -> Stands | None:
    centre = shape.box.centre
    for at, place in strips:
        if place.box.top <= centre.y < place.box.bottom:
            column = _column(shape.box, place.layout)
            return None if column is None else Stands(at, column)
    return None


def _column(box: Box, layout: Layout) -> int | None:
    """The performer's column in which a symbol's middle lies; beside them all: the nearest."""
    middle = box.centre.x
    apart = [
        (max(role.left - middle, middle - role.right, 0.0), place)
        for place, role in enumerate(layout.roles)
    ]
    near = min(apart, default=(_SLACK + 1, 0))
    return near[1] if near[0] <= max(_SLACK, box.width / 2) else None


def _settle(
    page: Page,
    index: int,
    strips: Sequence[tuple[int, Place]],
    found: dict[ShapeRef, Stands],
) -> None:
    """Give a symbol on a border to the neighbouring row where that has none and its own has two."""
    for number, shape in enumerate(page.shapes):
        reference = ShapeRef(index, number)
        if reference not in found or shape.kind is ShapeKind.OFF_PAGE:
            continue
        at, column = found[reference]
        if _count(at, found) < 2:  # noqa: PLR2004 - its row's only one
            continue
        for other, place in strips:
            share = _overlap(shape.box, place.box)
            if abs(other - at) == 1 and share >= _SHARE and not _count(other, found):
                found[reference] = Stands(other, column)


def _count(step: int, found: dict[ShapeRef, Stands]) -> int:
    return sum(1 for stands in found.values() if stands.step == step)


def _overlap(box: Box, strip: Box) -> float:
    """Which share of a symbol's height lies in a row."""
    shared = min(box.bottom, strip.bottom) - max(box.top, strip.top)
    return shared / box.height if box.height else 0.0


def marks(
    pages: Sequence[Page],
    found: dict[ShapeRef, Stands],
    chart: Flowchart,
    file: str,
) -> dict[int, list[tuple[ShapeRef, Mark]]]:
    """Each row's marks from top to bottom, side by side from left to right."""
    comes = {link.end for link in chart.links}
    leaves = {link.start for link in chart.links}
    rows: dict[int, list[tuple[ShapeRef, Mark]]] = {}
    last = max((stands.step for stands in found.values()), default=0)
    for reference, stands in sorted(found.items(), key=lambda item: _reading(item[0], pages)):
        page = pages[reference.page]
        shape = page.shapes[reference.shape]
        kind = _KINDS.get(shape.kind) or _terminator(
            shape,
            comes=reference in comes,
            leaves=reference in leaves,
            first=stands.step == 0,
            last=stands.step == last,
        )
        mark = Mark(
            kind=kind,
            column=stands.column,
            text=" ".join(shape.text.split()),
            drawn=True,
            source=provenance.source(file, page, shape.box),
        )
        rows.setdefault(stands.step, []).append((reference, mark))
    return rows


def _reading(reference: ShapeRef, pages: Sequence[Page]) -> tuple[int, float, float]:
    box = pages[reference.page].shapes[reference.shape].box
    return reference.page, box.centre.y, box.left


def _terminator(shape: Shape, *, comes: bool, leaves: bool, first: bool, last: bool) -> MarkKind:
    """Whether a rounded symbol starts or ends the flow: its text, its arrows, its place tell."""
    if _STARTS.match(shape.text):
        return MarkKind.START
    if _ENDS.match(shape.text):
        return MarkKind.END
    if comes != leaves:
        return MarkKind.END if comes else MarkKind.START
    if first or last:
        return MarkKind.START if first and not (last and comes) else MarkKind.END
    return MarkKind.TASK if comes else MarkKind.END
