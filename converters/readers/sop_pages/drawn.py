"""Drawn symbols as marks: each in the row and the performer's column that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from converters.readers.flowchart.links import ShapeRef
from converters.readers.page import ShapeKind
from converters.readers.sop.doubts import doubt
from converters.readers.sop_pages import provenance
from converters.table import Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from converters.model import Doubt
    from converters.readers.flowchart.links import Flowchart
    from converters.readers.page import Box, Page, Shape
    from converters.readers.sop_pages.layout import Layout
    from converters.readers.sop_pages.ruled import Typed
    from converters.readers.sop_pages.steps import Place, Step
    from converters.table import Arrow

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
_NEAR = 36.0  # points from the table: the end drawn below the last row, for want of room in it


class Stands(NamedTuple):
    """Where a symbol stands."""

    step: int
    column: int
    outside: bool = False  # it is drawn above or below the rows


class Standing(NamedTuple):
    """The symbols that stand in the table, and those that stand nowhere."""

    placed: dict[ShapeRef, Stands]
    unplaced: list[ShapeRef]


def standing(pages: Sequence[Page], steps: Sequence[Step], typed: Container[Typed]) -> Standing:
    """The row and the column of each symbol on the table's pages; ``typed`` are none."""
    found = Standing({}, [])
    for index, page in enumerate(pages):
        strips = [
            (at, place)
            for at, step in enumerate(steps)
            for place in step.places
            if place.index == index
        ]
        if not strips:
            continue
        strips.sort(key=lambda strip: strip[1].box.top)
        tops = [place.box.top for _, place in strips]
        for number, shape in enumerate(page.shapes):
            if (index, shape.box) in typed:
                continue
            stands = _stands(shape, strips, tops)
            if stands is not None:
                found.placed[ShapeRef(index, number)] = stands
            elif shape.kind is not ShapeKind.OFF_PAGE and _among(shape, strips):
                found.unplaced.append(ShapeRef(index, number))
        _settle(page, index, strips, found.placed)
    return found


def _among(shape: Shape, strips: Sequence[tuple[int, Place]]) -> bool:
    """Whether a symbol is drawn at the height of the table; what is above it may be a logo."""
    return strips[0][1].box.top <= shape.box.centre.y <= strips[-1][1].box.bottom


def _stands(
    shape: Shape, strips: Sequence[tuple[int, Place]], tops: Sequence[float]
) -> Stands | None:
    middle = shape.box.centre.y
    near = bisect_right(tops, middle)
    apart, at, place = min(
        (
            (max(place.box.top - middle, middle - place.box.bottom, 0.0), at, place)
            for at, place in strips[max(0, near - 1) : near + 1]
        ),
        key=lambda found: found[:2],
    )
    if apart > (0.0 if shape.kind is ShapeKind.OFF_PAGE else _NEAR):
        return None
    column = _column(shape.box, place.layout)
    return None if column is None else Stands(at, column, outside=apart > 0)


def _column(box: Box, layout: Layout) -> int | None:
    """The performer's column in which a symbol's middle lies; beside them all: the nearest."""
    middle = box.centre.x
    apart = [
        (max(role.left - middle, middle - role.right, 0.0), place)
        for place, role in enumerate(layout.roles)
    ]
    near = min(apart, default=(_SLACK + 1, 0))
    return near[1] if near[0] <= _SLACK else None


def _settle(
    page: Page,
    index: int,
    strips: Sequence[tuple[int, Place]],
    found: dict[ShapeRef, Stands],
) -> None:
    """Give a symbol on a border to the neighbouring row where that has none and its own has two."""
    counts = Counter(stands.step for stands in found.values())
    for number, shape in enumerate(page.shapes):
        reference = ShapeRef(index, number)
        if reference not in found or shape.kind is ShapeKind.OFF_PAGE:
            continue
        at, column, _ = found[reference]
        if counts[at] < 2:  # noqa: PLR2004 - its row's only one
            continue
        for other, place in strips:
            share = _overlap(shape.box, place.box)
            if abs(other - at) == 1 and share >= _SHARE and not counts[other]:
                found[reference] = Stands(other, column)
                counts.update({at: -1, other: 1})
                break


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
    """Each row's marks column by column, in each from top to bottom."""
    comes = {link.end for link in chart.links}
    leaves = {link.start for link in chart.links}
    rows: dict[int, list[tuple[ShapeRef, Mark]]] = {}
    last = max((stands.step for stands in found.values()), default=0)
    for reference, stands in sorted(found.items(), key=lambda item: _place(item, pages)):
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
            shape=shape.kind.value,
            source=provenance.source(file, page, shape.box),
        )
        rows.setdefault(stands.step, []).append((reference, mark))
    return rows


def _place(item: tuple[ShapeRef, Stands], pages: Sequence[Page]) -> tuple[float, ...]:
    """By column, and in it from top to bottom."""
    (index, number), stands = item
    box = pages[index].shapes[number].box
    return stands.column, index, box.centre.y, box.left


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


def about_heads(arrows: Sequence[Arrow], numbers: Sequence[str]) -> Iterator[Doubt]:
    """Tell of lines between rows that have no arrowhead; beside each other they join work."""
    between = [arrow for arrow in arrows if arrow.start[0] != arrow.end[0]]
    bare = [arrow for arrow in between if arrow.headless]
    if bare:
        yield doubt("heads-missing", count=len(bare), all=len(between))
    for arrow in bare:
        (row, _), (to, _) = arrow.start, arrow.end
        if to < row:
            told = doubt("return-headless", numbers[row], to=numbers[to])
            yield structs.replace(told, source=arrow.source)
