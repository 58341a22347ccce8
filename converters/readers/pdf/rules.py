"""The lines that rule tables: which of a page's paths are such, and where they run."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.geometry import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.readers.page import Box
    from converters.readers.pdf.paths import Path, Subpath

_THIN = 3.5  # points; Word's and Excel's thickest borders have 3
_CORNERS = 4
_STRAIGHT = 0.6  # how far the ends of a straight line may be off
_SAME = 1.6  # rules this near are one: a double border, or the borders of two cells
_GAP = 3.5  # between the pieces of a dashed or interrupted rule
_SHORT = 4.0  # what is shorter rules nothing


class Rule(NamedTuple):
    """A line that runs across (at y = ``at``, in x) or down (at x = ``at``, in y)."""

    at: float
    start: float
    end: float
    style: tuple[object, ...]  # how it was painted: the rules of one table are alike

    @property
    def length(self) -> float:
        """From its start to its end."""
        return self.end - self.start


class Rules(NamedTuple):
    """The rules of a page, or of one table."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def find(paths: Iterable[Path]) -> Rules:
    """The rules among paths: thin rectangles, straight lines, frames that share their edges.

    Lines of a drawing can still be among them; where they end tells (``networks``).
    """
    strips: list[tuple[bool, Rule]] = []
    frames: list[Path] = []
    for path in paths:
        if (path.filled and not path.stroked) or _degenerate(path):
            strips += _filled(path)
        elif is_rectangle(path):
            frames.append(path)
        else:
            strips += _stroked(path)
    strips += _shared(frames, strips)
    across = merge(rule for flat, rule in strips if flat)
    down = merge(rule for flat, rule in strips if not flat)
    return Rules(across, down)


def _degenerate(path: Path) -> bool:
    return path.filled and min(path.box.width, path.box.height) <= _THIN


def _filled(path: Path) -> Iterator[tuple[bool, Rule]]:
    """The thin rectangles of a path that holds nothing else (an arrow has its head beside)."""
    boxes = [bounds(subpath.points) for subpath in path.subpaths if len(subpath.points) > 1]
    if not all(_upright(subpath) for subpath in path.subpaths):
        return
    if all(min(box.width, box.height) <= _THIN for box in boxes):
        for box in boxes:
            yield from _along(box, ("filled", path.fill))


def _stroked(path: Path) -> Iterator[tuple[bool, Rule]]:
    style = ("stroked", path.stroke, round(path.width, 1))
    for subpath in path.subpaths:
        box = bounds(subpath.points)
        if not subpath.curves and min(box.width, box.height) <= _STRAIGHT:
            yield from _along(box, style)


def _along(box: Box, style: tuple[object, ...]) -> Iterator[tuple[bool, Rule]]:
    """The rule a thin box is; a dot of a dotted line can be part of either direction."""
    if (box.width >= box.height or box.width <= _THIN) and box.width > _STRAIGHT:
        yield True, Rule((box.top + box.bottom) / 2, box.left, box.right, style)
    if (box.height >= box.width or box.height <= _THIN) and box.height > _STRAIGHT:
        yield False, Rule((box.left + box.right) / 2, box.top, box.bottom, style)


def is_rectangle(path: Path) -> bool:
    """Whether it is one upright rectangle that is more than a line."""
    return (
        len(path.subpaths) == 1
        and len(path.subpaths[0].points) >= _CORNERS
        and min(path.box.width, path.box.height) > _THIN
        and _upright(path.subpaths[0])
    )


def _upright(subpath: Subpath) -> bool:
    """Whether all its points are corners of its box, and no side is slanted."""
    box = bounds(subpath.points)
    wide, high = (min(_STRAIGHT, side / 4) for side in (box.width, box.height))
    return (
        not subpath.curves
        and all(min(p.x - box.left, box.right - p.x) <= wide for p in subpath.points)
        and all(min(p.y - box.top, box.bottom - p.y) <= high for p in subpath.points)
        and all(
            abs(one.x - two.x) <= wide or abs(one.y - two.y) <= high
            for one, two in pairwise(subpath.points)
        )
    )


def _shared(
    frames: Sequence[Path], strips: Sequence[tuple[bool, Rule]]
) -> Iterator[tuple[bool, Rule]]:
    """The edges of the rectangles that are cells: other cells or rules run along two of them.

    A flowchart's box stands alone; where it touches rules, no others meet them at its corners.
    """
    edges = [[*_edges(path)] for path in frames]
    known: dict[tuple[bool, int], list[tuple[int, Rule]]] = defaultdict(list)
    for owner, some in enumerate([strips, *edges]):
        for flat, rule in some:
            known[flat, round(rule.at / _SAME)].append((owner, rule))
    for owner, some in enumerate(edges, start=1):
        joined = sum(
            1
            for flat, rule in some
            if _runs_along(known, flat=flat, rule=rule, owner=owner)
            and _ends_at_others(known, flat=flat, rule=rule, owner=owner)
        )
        if joined >= 2:  # noqa: PLR2004 - as said above
            yield from some


def _edges(path: Path) -> Iterator[tuple[bool, Rule]]:
    box = path.box
    style = ("stroked", path.stroke, round(path.width, 1))
    yield True, Rule(box.top, box.left, box.right, style)
    yield True, Rule(box.bottom, box.left, box.right, style)
    yield False, Rule(box.left, box.top, box.bottom, style)
    yield False, Rule(box.right, box.top, box.bottom, style)


def _runs_along(
    known: dict[tuple[bool, int], list[tuple[int, Rule]]], *, flat: bool, rule: Rule, owner: int
) -> bool:
    place = round(rule.at / _SAME)
    for near in (place - 1, place, place + 1):
        for other_owner, other in known.get((flat, near), ()):
            shared = min(rule.end, other.end) - max(rule.start, other.start)
            if (
                other_owner != owner
                and abs(other.at - rule.at) <= _SAME
                and shared > rule.length / 2
            ):
                return True
    return False


def _ends_at_others(
    known: dict[tuple[bool, int], list[tuple[int, Rule]]], *, flat: bool, rule: Rule, owner: int
) -> bool:
    """Whether rules or edges of others, at right angles, meet both ends of an edge."""
    return all(
        any(
            other_owner != owner
            and abs(other.at - end) <= _SAME
            and other.start - _GAP <= rule.at <= other.end + _GAP
            for near in (-1, 0, 1)
            for other_owner, other in known.get((not flat, round(end / _SAME) + near), ())
        )
        for end in (rule.start, rule.end)
    )


def merge(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """Pieces in one line as one rule, and rules side by side as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(found):
        if lines and rule.at - lines[-1][-1].at <= _SAME and rule.at - lines[-1][0].at <= 2 * _SAME:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged = (rule for line in lines for rule in _joined(line))
    return tuple(rule for rule in merged if rule.length >= _SHORT)


def _joined(line: Sequence[Rule]) -> Iterator[Rule]:
    pieces = sorted(line, key=lambda rule: rule.start)
    group = [pieces[0]]
    end = pieces[0].end
    for piece in pieces[1:]:
        if piece.start - end > _GAP:
            yield _one(group)
            group = []
        group.append(piece)
        end = max(end, piece.end)
    yield _one(group)


def _one(group: Sequence[Rule]) -> Rule:
    longest = max(group, key=lambda rule: rule.length)
    start = min(rule.start for rule in group)
    end = max(rule.end for rule in group)
    return Rule(longest.at, start, end, longest.style)
