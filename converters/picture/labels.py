"""Labels beside what they tell of: none covers another one, or a symbol, where there is room."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

from converters.diagram import fonts
from converters.markup import tag
from converters.readers.page import Box, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

SIZE = 6  # points of a label's letters
SQUARE = 50.0  # points: a label meets what is in its squares only
POSTER = 2400.0  # points: no label can stand beside what is that large
MOST = 300  # of a page: nobody reads more, and each looks for room among all others
SEEN = 12.0  # points of a line, its head among them, that its label leaves open
HALO = 1.0  # points round them that nothing else may touch


class Labels:
    """The places on a page that are taken: by symbols, by what is printed, and by labels."""

    def __init__(self, taken: Iterable[Box]) -> None:
        self._near: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in taken:
            self._take(box)
        self._left = MOST

    def _take(self, box: Box) -> None:
        for square in _squares(box):
            self._near[square].append(box)

    def write(
        self,
        layer: _Element,
        text: str,
        spots: Iterable[Point],
        kind: str,
        *,
        of: Box | None = None,
    ) -> None:
        """Write ``text`` with its middle at the first spot that is free.

        Args:
            layer: where it is drawn.
            text: one line.
            spots: from the best to the worst; if none is free, the one that hides the least.
            kind: its classes beside ``label``.
            of: what it tells of, which it may lie on.
        """
        if self._left == 0:
            return
        best, least = None, inf
        for spot in spots:
            box = _around(text, spot)
            near = {other for square in _squares(box) for other in self._near.get(square, ())}
            hidden = sum(_shared(box, other) for other in near if not _same(of, other))
            if hidden < least:
                best, least = box, hidden
            if not hidden:
                break
        if best is None:
            return
        self._left -= 1
        self._take(best)
        x, y = best.centre.x, best.bottom - HALO - SIZE * 0.2
        tag(layer, "text", text, x=x, y=y, class_=f"label {kind}", font_size=SIZE)


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    """The squares of the page that a box lies in; of one as large as a poster, none."""
    if max(box.width, box.height) > POSTER:
        return
    for x in range(int(box.left // SQUARE), int(box.right // SQUARE) + 1):
        for y in range(int(box.top // SQUARE), int(box.bottom // SQUARE) + 1):
            yield x, y


def at_box(text: str, box: Box, *, blank: bool) -> list[Point]:
    """Spots for the label of a box: in it if it is blank and has room, else above or below."""
    across, down = _half(text)
    ends = (box.left + across, box.right - across)
    around = [Point(x, y) for y in (box.top - down, box.bottom + down) for x in ends]
    roomy = box.width >= 2 * across and box.height >= 2 * down
    return [Point(ends[0], box.top + down)] * (blank and roomy) + around


def at_line(text: str, pieces: Iterable[tuple[Point, Point]]) -> list[Point]:
    """Spots for the label of a line, given in pieces: on a long piece, else beside one."""
    across, down = _half(text)
    on_line, beside = [], []
    for a, b in pieces:
        long = abs(a.x - b.x) > 2 * across + SEEN or abs(a.y - b.y) > 2 * down + SEEN
        for part in (0.5, 0.3, 0.7):
            x, y = a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part
            on_line += [Point(x, y)] * long
            beside += [Point(x + across + 2, y), Point(x - across - 2, y)]
            beside += [Point(x, y - down - 2), Point(x, y + down + 2)]
    return on_line + beside


def _half(text: str) -> tuple[float, float]:
    """Half of what a label takes, across and down, in points."""
    return fonts.width(text, SIZE) * fonts.SLACK / 2 + HALO, SIZE / 2 + HALO


def _around(text: str, spot: Point) -> Box:
    across, down = _half(text)
    return Box(spot.x - across, spot.y - down, spot.x + across, spot.y + down)


def _same(one: Box | None, other: Box) -> bool:
    """Whether they are one thing: a mark's place is that of its shape, rounded."""
    return one is not None and all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def _shared(one: Box, other: Box) -> float:
    """Square points that two boxes share."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(across, 0.0) * max(down, 0.0)
