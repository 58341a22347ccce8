"""From the rules of a table to its cells: rows, columns and what spans several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.readers.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.pdf.rules import Rule, Rules

_NEAR = 3.2  # rules nearer than this are one line of the grid
_SQUARES = 10_000  # of a grid; no table on paper has a tenth
_CUT = 1.0  # how far a word may reach over a border

_Square = tuple[int, int]  # row and column between two lines of the grid


class Slot(NamedTuple):
    """One cell before its text is known."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


class _Walls(NamedTuple):
    """Where the lines of the grid are really drawn."""

    xs: list[float]
    ys: list[float]
    across: set[_Square]  # (line, column): above the square of this row
    down: set[_Square]  # (row, line): left of the square of this column


def slots(table: Rules, words: Sequence[Box]) -> tuple[Slot, ...]:
    """The cells of a ruled table, row by row, left to right.

    Empty where the rules are too near each other for a table, or too many.

    Where rules stop inside a cell (a border left out), it is divided along a line that cuts none
    of the ``words``.
    """
    walls = _walls(table)
    if not 0 < (len(walls.ys) - 1) * (len(walls.xs) - 1) <= _SQUARES:
        return ()  # hatching
    every = {(y, x) for y in range(len(walls.ys) - 1) for x in range(len(walls.xs) - 1)}
    areas = (part for area in _areas(every, walls) for part in _divided(area, walls, words))
    return _packed(sorted(areas), walls)


def _walls(table: Rules) -> _Walls:
    ys = _lines([*(rule.at for rule in table.across), *_loose_ends(table.down, table.across)])
    xs = _lines([*(rule.at for rule in table.down), *_loose_ends(table.across, table.down)])
    across = {(_nearest(ys, rule.at), x) for rule in table.across for x in _covered(rule, xs)}
    down = {(y, _nearest(xs, rule.at)) for rule in table.down for y in _covered(rule, ys)}
    return _Walls(xs, ys, across, down)


def _loose_ends(rules: Sequence[Rule], others: Sequence[Rule]) -> Iterator[float]:
    """Where rules end on no other."""
    for rule in rules:
        for end in (rule.start, rule.end):
            if not any(
                abs(other.at - end) <= _NEAR and other.start - _NEAR <= rule.at <= other.end + _NEAR
                for other in others
            ):
                yield end


def _lines(places: Iterable[float]) -> list[float]:
    """The lines of the grid: places near each other are one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= _NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _nearest(lines: Sequence[float], place: float) -> int:
    return min(range(len(lines)), key=lambda index: abs(lines[index] - place))


def _covered(rule: Rule, lines: Sequence[float]) -> Iterator[int]:
    """The spaces between lines that a rule runs along for more than half."""
    for index in range(len(lines) - 1):
        start, end = lines[index], lines[index + 1]
        if min(end, rule.end) - max(start, rule.start) > (end - start) / 2:
            yield index


def _areas(squares: set[_Square], walls: _Walls) -> Iterator[frozenset[_Square]]:
    """Squares with no wall between them."""
    left = set(squares)
    for first in sorted(squares):
        if first not in left:
            continue
        left.remove(first)
        area, queue = {first}, [first]
        while queue:
            y, x = queue.pop()
            ways = (
                ((y, x + 1), (y, x + 1) in walls.down),
                ((y, x - 1), (y, x) in walls.down),
                ((y + 1, x), (y + 1, x) in walls.across),
                ((y - 1, x), (y, x) in walls.across),
            )
            fresh = [square for square, walled in ways if not walled and square in left]
            left.difference_update(fresh)
            area.update(fresh)
            queue += fresh
        yield frozenset(area)


class _Cut(NamedTuple):
    """A line that would divide an area."""

    drawn: float  # share of it that is
    flat: bool
    line: int


def _divided(
    area: frozenset[_Square], walls: _Walls, words: Sequence[Box]
) -> Iterator[tuple[int, int, int, int]]:
    """An area as rectangles (row, column, end row, end column) with no wall inside."""
    cuts = list(_cuts(area, walls))
    rows, columns = {y for y, _ in area}, {x for _, x in area}
    full = len(area) == len(rows) * len(columns)
    if full and not any(cut.drawn for cut in cuts):
        yield min(rows), min(columns), max(rows) + 1, max(columns) + 1
        return
    free = [cut for cut in cuts if not _splits_word(cut, area, walls, words)] or cuts
    best = max(free, key=lambda cut: (cut.drawn, cut.flat))
    sides = [
        {square for square in area if (square[0 if best.flat else 1] < best.line) is before}
        for before in (True, False)
    ]
    for side in sides:
        for part in _areas(side, walls):
            yield from _divided(part, walls, words)


def _cuts(area: frozenset[_Square], walls: _Walls) -> Iterator[_Cut]:
    rows, columns = {y for y, _ in area}, {x for _, x in area}
    for line in range(min(rows) + 1, max(rows) + 1):
        along = [x for x in columns if (line, x) in area and (line - 1, x) in area]
        drawn = sum(walls.xs[x + 1] - walls.xs[x] for x in along if (line, x) in walls.across)
        whole = sum(walls.xs[x + 1] - walls.xs[x] for x in along)
        yield _Cut(drawn / whole if whole else 1.0, flat=True, line=line)
    for line in range(min(columns) + 1, max(columns) + 1):
        along = [y for y in rows if (y, line) in area and (y, line - 1) in area]
        drawn = sum(walls.ys[y + 1] - walls.ys[y] for y in along if (y, line) in walls.down)
        whole = sum(walls.ys[y + 1] - walls.ys[y] for y in along)
        yield _Cut(drawn / whole if whole else 1.0, flat=False, line=line)


def _splits_word(cut: _Cut, area: frozenset[_Square], walls: _Walls, words: Sequence[Box]) -> bool:
    left = walls.xs[min(x for _, x in area)]
    right = walls.xs[max(x for _, x in area) + 1]
    top = walls.ys[min(y for y, _ in area)]
    bottom = walls.ys[max(y for y, _ in area) + 1]
    inside = [word for word in words if Box(left, top, right, bottom).holds(word.centre)]
    if cut.flat:
        at = walls.ys[cut.line]
        return any(word.top + _CUT < at < word.bottom - _CUT for word in inside)
    at = walls.xs[cut.line]
    return any(word.left + _CUT < at < word.right - _CUT for word in inside)


def _packed(areas: Sequence[tuple[int, int, int, int]], walls: _Walls) -> tuple[Slot, ...]:
    """Slots counted by the lines at which a cell really begins."""
    rows = sorted({area[0] for area in areas} | {area[2] for area in areas})
    columns = sorted({area[1] for area in areas} | {area[3] for area in areas})
    return tuple(
        Slot(
            rows.index(top),
            columns.index(left),
            rows.index(bottom) - rows.index(top),
            columns.index(right) - columns.index(left),
            Box(walls.xs[left], walls.ys[top], walls.xs[right], walls.ys[bottom]),
        )
        for top, left, bottom, right in areas
    )
