"""Which rules of a page make one table, and which lines are a drawing's after all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from converters.readers.pdf.rules import Rule, Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TOUCH = 3.2  # how far a rule may end before the one it leads to, or beyond it
_BOTH = 2  # ends
_SHARE = 0.05  # of the length of all rules; so much at least is painted as rules are
_TABLE = 2  # rules each way that make a table


def tables(found: Rules) -> tuple[Rules, ...]:
    """The rules of each table, from top to bottom; a border left out at a side is put there.

    A rule ends at others. A line that ends nowhere is an arrow, unless the table's rules are
    painted the same way and one of its ends is held.
    """
    made = [
        table
        for joined in _joined(found)
        for table in _joined(_without_loose(_with_sides(joined)))
        if len(table.across) >= _TABLE and len(table.down) >= _TABLE
    ]
    return tuple(sorted(made, key=lambda table: (table.across[0].at, table.down[0].at)))


def _joined(found: Rules) -> Iterator[Rules]:
    """The rules that touch each other, directly or through others."""
    every = [*found.across, *found.down]
    split = len(found.across)
    owner = list(range(len(every)))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    uprights = sorted(range(split, len(every)), key=lambda place: every[place].at)
    places = [every[place].at for place in uprights]
    for one, flat in enumerate(found.across):
        first = bisect_left(places, flat.start - _TOUCH)
        for two in uprights[first : bisect_right(places, flat.end + _TOUCH)]:
            if _touch(flat, every[two]):
                owner[root(two)] = root(one)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for place, rule in enumerate(every):
        groups[root(place)][place >= split].append(rule)
    for across, down in groups.values():
        yield Rules(tuple(across), tuple(down))


def _touch(one: Rule, two: Rule) -> bool:
    return (
        one.start - _TOUCH <= two.at <= one.end + _TOUCH
        and two.start - _TOUCH <= one.at <= two.end + _TOUCH
    )


def _held(at: float, rule: Rule, others: Sequence[Rule]) -> bool:
    """Whether a rule's end at ``at`` lies on one of the others."""
    return any(abs(other.at - at) <= _TOUCH and _touch(rule, other) for other in others)


def _with_sides(table: Rules) -> Rules:
    """The table with the outer borders that its rules end at though nothing is drawn there."""
    across, down = table
    if len(across) < _TABLE or not down:
        return table
    down = (*down, *_sides(across, down))
    if len(down) >= _TABLE:
        across = (*across, *_sides(down, across))
    return Rules(tuple(sorted(across)), tuple(sorted(down)))


def _sides(rules: Sequence[Rule], others: Sequence[Rule]) -> Iterator[Rule]:
    """Rules for the sides beyond all ``others`` where most of ``rules`` end together."""
    first, last = others[0].at, others[-1].at
    starts = [rule for rule in rules if rule.start < min(first, last) - _TOUCH]
    ends = [rule for rule in rules if rule.end > max(first, last) + _TOUCH]
    ways: list[tuple[list[Rule], Callable[[Rule], float]]] = [
        (starts, lambda rule: rule.start),
        (ends, lambda rule: rule.end),
    ]
    for some, place in ways:
        usual = Counter(round(place(rule) / _TOUCH) for rule in some).most_common(1)
        alike = [r for r in some if usual and abs(place(r) / _TOUCH - usual[0][0]) <= 1]
        if len(alike) >= _TABLE and 2 * len(alike) >= len(rules):
            tops = [rule.at for rule in alike]
            yield Rule(place(alike[0]), min(tops), max(tops), alike[0].style)


def _without_loose(table: Rules) -> Rules:
    """The table without the lines that end nowhere, and those that only they held."""
    while True:
        firm = Rules(_firm(table.across, table.down), _firm(table.down, table.across))
        styles = _usual(firm)
        kept = Rules(
            tuple(_kept(table.across, table.down, firm, styles)),
            tuple(_kept(table.down, table.across, Rules(*firm[::-1]), styles)),
        )
        if kept == table:
            return table
        table = kept


def _firm(rules: Sequence[Rule], others: Sequence[Rule]) -> tuple[Rule, ...]:
    """Those with both ends on one of the others."""
    return tuple(rule for rule in rules if _ends_held(rule, others) == _BOTH)


def _kept(
    rules: Sequence[Rule], others: Sequence[Rule], firm: Rules, styles: set[tuple[object, ...]]
) -> Iterator[Rule]:
    """The firm ones, and what hangs at one end on a firm one and is painted as they are."""
    held = set(firm[0])
    for rule in rules:
        hangs = rule not in held and rule.style in styles and _crosses(rule, others)
        if rule in held or (hangs and _ends_held(rule, firm[1])):
            yield rule


def _usual(firm: Rules) -> set[tuple[object, ...]]:
    """How the table's rules are painted: each way that more than a stroke or two is."""
    lengths = defaultdict[tuple[object, ...], float](float)
    for rule in (*firm.across, *firm.down):
        lengths[rule.style] += rule.length
    every = sum(lengths.values())
    return {style for style, length in lengths.items() if length >= _SHARE * every}


def _crosses(rule: Rule, others: Sequence[Rule]) -> bool:
    """Whether a rule that ends nowhere at one side meets more than one other: few arrows do."""
    return sum(_touch(rule, other) for other in others) >= _BOTH


def _ends_held(rule: Rule, others: Sequence[Rule]) -> int:
    return _held(rule.start, rule, others) + _held(rule.end, rule, others)
