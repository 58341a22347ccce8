"""The symbols among the outlines of a page, and the lines that lead to or from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.readers.geometry import apart, from_line, from_sides
from converters.readers.page import Point, Shape, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.page import Box, Grid
    from converters.readers.pdf.pieces import Line, Outline

_TOUCH = 3.0  # points between a symbol and the end of an arrow drawn up to it
_NEAR = 8.0  # points; lines drawn by hand end as far from the symbol they come from
_SAME = 0.5  # of the smaller one's surface; what overlaps more is drawn for one symbol
_INSIDE = 2.0  # points a line that is part of a symbol may stand out of it


def shapes(
    outlines: Sequence[Outline], lines: Sequence[Line], grids: Sequence[Grid]
) -> list[Shape]:
    """The symbols, in the order they are painted.

    An outline that geometry does not name (a document, a hexagon), or a surface without a line
    around it, is a step only where an arrow ends at it. Outside of all tables every symbol needs
    a line; else each box in a cover's margin were one.
    """
    arrows = [line.points for line in lines if line.head_at_start or line.head_at_end]
    ends = [end for points in arrows for end in (points[0], points[-1])]
    kept = [one for one in _without_frames(outlines) if _is_symbol(one, ends, grids)]
    return [Shape(kind=one.kind or ShapeKind.PROCESS, box=one.box) for one in _single(kept)]


def _is_symbol(one: Outline, ends: Sequence[Point], grids: Sequence[Grid]) -> bool:
    sure = one.kind is not None and one.drawn
    within = not grids or any(grid.box.holds(one.box.centre) for grid in grids)
    return (sure and within) or any(from_sides(end, one.box) <= _TOUCH for end in ends)


def on_cells(
    outlines: Sequence[Outline], symbols: Sequence[Shape], lines: Sequence[Line]
) -> list[Shape]:
    """Of boxes drawn on the rules of cells the steps: as large as its cell one may be, too.

    An arrow runs into it that ends at no other symbol, and a symbol stands above or below it. Where
    most cells are boxes of their own these are no more than rules.
    """
    boxes = _single([x for x in outlines if x.drawn and x.kind], most=len(symbols) + 1)
    if len(boxes) > len(symbols):
        return []
    known = [symbol.box for symbol in symbols]
    ends = [end for line in lines for end in _heads(line) if not _at_one(end[1], known)]
    return [
        Shape(kind=ShapeKind.PROCESS, box=one.box)
        for one in boxes
        if any(_runs_into(one.box, *end) for end in ends) and _in_column(one.box, known)
    ]


def _heads(line: Line) -> Iterator[tuple[Point, Point]]:
    """The last stretches of a line to its heads."""
    if line.head_at_end:
        yield line.points[-2], line.points[-1]
    if line.head_at_start:
        yield line.points[1], line.points[0]


def _at_one(end: Point, boxes: Sequence[Box]) -> bool:
    return any(box.holds(end) or from_sides(end, box) <= _NEAR for box in boxes)


def _runs_into(box: Box, before: Point, end: Point) -> bool:
    """Whether a stretch ends at a side of a box, on the way into it."""
    gone = apart(before, end) or 1.0
    far = 2 * _TOUCH / gone
    ahead = Point(end.x + (end.x - before.x) * far, end.y + (end.y - before.y) * far)
    return from_sides(end, box) <= _TOUCH and box.holds(ahead)


def _in_column(box: Box, known: Sequence[Box]) -> bool:
    """Whether others stand above or below a box, and none in it."""
    level = [other.centre for other in known if box.left < other.centre.x < box.right]
    return bool(level) and not any(box.holds(centre) for centre in level)


def _without_frames(outlines: Sequence[Outline]) -> list[Outline]:
    """Those around at most one place; around several that lie apart, it is a frame."""
    boxes = [one.box for one in outlines]
    return [one for one in outlines if not _frames(one.box, boxes)]


def _frames(box: Box, boxes: Sequence[Box]) -> bool:
    within = [b for b in boxes if box.holds(b.centre) and _surface(b) < _SAME * _surface(box)]
    return any(_overlap(within[0], other) == 0 for other in within[1:])


def _single(outlines: Sequence[Outline], most: int | None = None) -> list[Outline]:
    """One for each symbol: of fill, line and shadow the line, of several lines the outer.

    Not more than ``most``: each is compared with all before it.
    """
    order = sorted(
        range(len(outlines)),
        key=lambda place: (
            not outlines[place].drawn,
            outlines[place].kind is None,
            -_surface(outlines[place].box),
            place,
        ),
    )
    kept: list[int] = []
    for place in order:
        if len(kept) == most:
            break
        box = outlines[place].box
        if not any(_same(box, outlines[other].box) for other in kept):
            kept.append(place)
    return [outlines[place] for place in sorted(kept)]


def _same(one: Box, other: Box) -> bool:
    return _overlap(one, other) > _SAME * min(_surface(one), _surface(other))


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)


def _surface(box: Box) -> float:
    return box.width * box.height


def connecting(lines: Sequence[Line], symbols: Sequence[Shape]) -> list[Line]:
    """The lines that may lead from symbol to symbol: underlines and parts of symbols are left out.

    These are the arrows, the lines that start at a symbol, and what goes on from one of them.
    """
    boxes = [one.box for one in symbols]
    free = [line for line in lines if not any(_part(line, box) for box in boxes)]
    kept = {place for place, line in enumerate(free) if _leads(line, boxes)}
    fringe = sorted(kept)
    while fringe:
        joined = (
            place
            for place in range(len(free))
            if place not in kept and any(_meet(free[place], free[other]) for other in fringe)
        )
        fringe = list(joined)
        kept.update(fringe)
    return [free[place] for place in sorted(kept)]


def _part(line: Line, box: Box) -> bool:
    plain = not (line.head_at_start or line.head_at_end)
    return plain and all(box.holds(point, _INSIDE) for point in line.points)


def _leads(line: Line, boxes: Sequence[Box]) -> bool:
    if line.head_at_start or line.head_at_end:
        return True
    ends = line.points[0], line.points[-1]
    return any(from_sides(end, box) <= _NEAR for box in boxes for end in ends)


def _meet(one: Line, other: Line) -> bool:
    return _ends_on(one, other) or _ends_on(other, one)


def _ends_on(one: Line, other: Line) -> bool:
    return any(from_line(end, other.points) <= _TOUCH for end in (one.points[0], one.points[-1]))
