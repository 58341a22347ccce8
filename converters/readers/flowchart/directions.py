"""Which way joined lines lead: arrowheads say it, else the way of gluing, else the whole flow.

A line without a head is followed as a person would: from where the flow begins on, to what is next
in reading order and not yet reached. A step goes on once, a decision at least twice; so what is
left over at a decision leads back. An answer beside a decision says that its line leaves it.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.flowchart.chart import Link, ShapeRef
from converters.readers.flowchart.labels import labels
from converters.readers.page import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.readers.flowchart.nets import Net, Terminal
    from converters.readers.page import Page, Shape

_Place = tuple[int, float, float, int]  # page, height, distance from the left, index
_Step = tuple[bool, bool, _Place, int, ShapeRef, ShapeRef]  # the last three: net, source, target
_MANY = 20  # shapes that are joined to each other: no label tells one of so many ways
_WAYS = 2  # that leave a decision, at least


class Direction(NamedTuple):
    """Where the lines of a net lead away from, and where to."""

    sources: Sequence[Terminal]
    targets: Sequence[Terminal]
    headless: bool = False  # no arrowhead says so


def directions(pages: Sequence[Page], nets: Sequence[Net]) -> list[Direction]:
    """The direction of each net."""
    told = [_told(pages, net) for net in nets]
    if all(told):
        return [one for one in told if one]
    walk = _Walk(pages, nets, told)
    walk.answer()
    walk.follow()
    walk.settle()
    return [one or walk.direction(at) for at, one in enumerate(told)]


def _told(pages: Sequence[Page], net: Net) -> Direction | None:
    """What arrowheads say, or the way of gluing; None: neither says anything.

    From each end without a head to each with one; where all have heads each leads to each. An
    editor's glued line begins where it was drawn from.
    """
    targets = [one for one in net.terminals if one.headed]
    if targets:
        return Direction([one for one in net.terminals if not one.headed] or targets, targets)
    begun = set[ShapeRef]()
    for terminal in net.terminals:
        line = pages[terminal.line.page].connectors[terminal.line.connector]
        if line.end is not None and line.start == terminal.shape.shape:
            begun.add(terminal.shape)
    if len(begun) != 1:
        return None
    sources = [one for one in net.terminals if one.shape in begun]
    targets = [one for one in net.terminals if one.shape not in begun]
    return Direction(sources[:1], targets, headless=True)


class _Walk:
    """Following the flow from shape to shape: each leads into a net of lines, or comes from it."""

    def __init__(
        self, pages: Sequence[Page], nets: Sequence[Net], told: Sequence[Direction | None]
    ) -> None:
        self._pages, self._nets = pages, nets
        self._silent = [at for at, one in enumerate(told) if one is None]
        self._out = [{end.shape for end in one.sources} if one else set() for one in told]
        self._into = [{end.shape for end in one.targets} if one else set() for one in told]
        self._shapes = [tuple(dict.fromkeys(one.shape for one in net.terminals)) for net in nets]
        self._at = defaultdict[ShapeRef, list[int]](list)
        for at, shapes in enumerate(self._shapes):
            for shape in shapes:
                self._at[shape].append(at)
        self._reached = set[ShapeRef]()
        self._next: list[_Step] = []

    def direction(self, at: int) -> Direction:
        """What was found of a net; two of its lines may end at one shape."""
        ends = {one.shape: one for one in reversed(self._nets[at].terminals)}
        sources = [end for shape, end in ends.items() if shape in self._out[at]]
        targets = [end for shape, end in ends.items() if shape in self._into[at]]
        return Direction(sources, targets, headless=True)

    def answer(self) -> None:
        """Let lead away from decisions what has an answer at it."""
        drawn = [(at, link) for at in range(len(self._nets)) for link in self._ways(at)]
        told = labels(self._pages, [link for _, link in drawn])
        for (at, link), label in zip(drawn, told, strict=True):
            sure = self._decides(link.start) and not self._decides(link.end)
            if label and at in self._silent and sure:
                self._out[at].add(link.start)

    def _ways(self, at: int) -> Iterator[Link]:
        """The ways in which a net may be followed."""
        net, known = self._nets[at], self._out[at]
        if len(net.terminals) > _MANY:
            return
        for start in net.terminals:
            for end in net.terminals:
                if start.shape != end.shape and (not known or start.shape in known):
                    lines = net.way(start.line, end.line)
                    yield Link(start=start.shape, end=end.shape, lines=lines)

    def follow(self) -> None:
        """Reach every shape, from where the flow begins on."""
        order = sorted(self._at, key=self._reading)
        for shape in order[1:]:
            if self._goes_on(shape):
                self._reach(shape)
        for at, shape in enumerate(order):
            if shape not in self._reached:
                self._reach(self._begin([one for one in order[at:] if one not in self._reached]))
            while self._next:
                self._take(heappop(self._next))

    def _reach(self, shape: ShapeRef) -> None:
        self._reached.add(shape)
        for at in self._at[shape]:
            for target in self._shapes[at]:
                if target not in self._reached:
                    heappush(self._next, self._step(at, shape, target))

    def _take(self, step: _Step) -> None:
        """Follow a line, if it may still be; one that others now come before waits again."""
        at, source, target = step[-3:]
        comes = source in self._into[at] and source not in self._out[at]
        if comes or target in self._reached or target in self._out[at]:
            return
        again = self._step(at, source, target)
        if again > step:
            heappush(self._next, again)
            return
        self._reach(target)
        if self._joins(at, source, target):
            source, target = target, source
        self._out[at].add(source)
        self._into[at].add(target)

    def _goes_on(self, shape: ShapeRef) -> bool:
        """Whether the flow comes from another page here: to an off-page connector above others."""
        if self._shape(shape).kind is not ShapeKind.OFF_PAGE:
            return False
        others = (other for at in self._at[shape] for other in self._shapes[at])
        return all(self._reading(shape) <= self._reading(other) for other in others)

    def _begin(self, waiting: Sequence[ShapeRef]) -> ShapeRef:
        """Of the first and those beside it: where the flow starts, else the left one."""
        first = waiting[0]
        beside = [first, *(one for one in waiting if self._level(one, first))]
        beside.sort(key=lambda one: self._shape(one).box.left)
        rounded = (one for one in beside if self._shape(one).kind is ShapeKind.TERMINATOR)
        return beside[0] if self._reached else next(rounded, beside[0])

    def _step(self, at: int, source: ShapeRef, target: ShapeRef) -> _Step:
        """First comes what goes on from steps that lead nowhere yet, and what leads downwards."""
        back = self._shape(target).box.bottom < self._shape(source).box.centre.y
        return self._busy(at, source, target), back, self._reading(target), at, source, target

    def _busy(self, at: int, source: ShapeRef, target: ShapeRef) -> bool:
        given = source in self._out[at] and target in self._into[at]
        return not given and not self._decides(source) and self._ways_out(source) > 0

    def _joins(self, at: int, source: ShapeRef, target: ShapeRef) -> bool:
        """Whether a line comes from who works along: from the left to one that leads elsewhere."""
        if source in self._out[at] or not self._left_of(target, source):
            return False
        return self._busy(at, source, target) or self._begins(target, source)

    def _begins(self, shape: ShapeRef, beside: ShapeRef) -> bool:
        """Whether nothing but one line leads to a step, from one that leads elsewhere, too."""
        rounded = self._shape(shape).kind is ShapeKind.TERMINATOR
        open_ways = [at for at in self._at[beside] if self._is_open(at, beside)]
        return not rounded and len(self._at[shape]) == 1 < len(open_ways)

    def settle(self) -> None:
        """Say of the ends that are left which lead away: those of decisions, then the first."""
        order = sorted(self._at, key=self._reading)
        for shape in filter(self._decides, reversed(order)):
            for at in self._at[shape]:
                others = set(self._shapes[at]) - self._out[at] - {shape}
                if self._is_open(at, shape) and others and self._ways_out(shape) < _WAYS:
                    self._out[at].add(shape)
        for at in self._silent:
            left = [one for one in order if one in self._shapes[at] and self._is_open(at, one)]
            if left and not self._out[at]:
                beside = [one for one in left if self._left_of(one, left[0])]
                self._out[at].add(
                    min([left[0], *beside], key=lambda one: self._shape(one).box.left)
                )
            self._into[at].update(one for one in left if one not in self._out[at])

    def _left_of(self, one: ShapeRef, other: ShapeRef) -> bool:
        return self._level(one, other) and self._shape(one).box.right < self._shape(other).box.left

    def _level(self, one: ShapeRef, other: ShapeRef) -> bool:
        """Whether two shapes stand beside each other."""
        box, far = self._shape(one).box, self._shape(other).box
        return one.page == other.page and box.top < far.centre.y < box.bottom

    def _is_open(self, at: int, shape: ShapeRef) -> bool:
        return at in self._silent and shape not in self._out[at] | self._into[at]

    def _ways_out(self, shape: ShapeRef) -> int:
        return sum(shape in self._out[at] for at in self._at[shape])

    def _decides(self, shape: ShapeRef) -> bool:
        return self._shape(shape).kind is ShapeKind.DECISION

    def _shape(self, ref: ShapeRef) -> Shape:
        return self._pages[ref.page].shapes[ref.shape]

    def _reading(self, ref: ShapeRef) -> _Place:
        """Page by page, from top to bottom, from left to right."""
        centre = self._shape(ref).box.centre
        return ref.page, centre.y, centre.x, ref.shape
