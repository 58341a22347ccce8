"""What makes a drawn flow one that runs: no row is lost, and each leads to an end.

Drawings have gaps: a row that no arrow leads to, arrows that only go round in a circle. There the
flow goes on in reading order, and a doubt says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.infer.net import ending, reach

if TYPE_CHECKING:
    from converters.infer.net import Net, Node, Way


class Mend(NamedTuple):
    """A node whose flow was changed: nothing led to it, or it was in a circle."""

    node: int
    after: int | None = None  # the node that it now follows
    onward: int | None = None  # of a circle: where the flow now goes on (None: an end)


def mend(net: Net) -> list[Mend]:
    """Change ways until each node is reached from the first and reaches an end."""
    found: list[Mend] = []
    while change := _join_next(net) or _let_out_next(net):
        found.append(change)
    return found


def _join_next(net: Net) -> Mend | None:
    """Let the first node that is not reached follow the one before it."""
    reached = reach(net, [0])
    lost = next((at for at in range(len(net)) if at not in reached), None)
    if lost is None:
        return None
    before = lost - 1
    way = _onward(net[before], before)
    net[before].lead(way, lost)
    if way.to is not None and way.to not in reach(net, [0]):
        _lead_back_in(net, lost, way.to, reached)
    return Mend(lost, after=before)


def _lead_back_in(net: Net, lost: int, onward: int, reached: set[int]) -> None:
    """Behind the node that was put in, go on to where the flow led before."""
    added = sorted(reach(net, [lost]) - reached, reverse=True)
    for at in added:
        out = next((way for way in net[at].ways if way.to is None), None)
        if out:
            net[at].lead(out, onward)
            return
    net[lost].lead(_onward(net[lost], lost), onward)


def _onward(node: Node, at: int) -> Way:
    """The way that goes on: the first answer that leads forward, of a task the nearest."""
    forward = [way for way in node.ways if way.to is None or way.to > at]
    if node.question is not None:
        return (forward or node.ways)[0]
    return min(forward or node.ways, key=lambda way: (way.to is None, way.to or 0))


def _let_out_next(net: Net) -> Mend | None:
    """Let a circle without a way out go on where its last arrow led back.

    Only a way back in a walk from the start is changed, so nothing is lost by it.
    """
    free = ending(net)
    if len(free) == len(net):
        return None
    at, way = max(
        ((at, way) for at, way in _ways_back(net) if at not in free),
        key=lambda one: (one[0], one[1] is net[one[0]].ways[0]),
    )
    onward = at + 1 if at + 1 < len(net) and at + 1 in free else None
    net[at].lead(way, onward)
    return Mend(at, onward=onward)


def _ways_back(net: Net) -> list[tuple[int, Way]]:
    """The ways that lead to where a depth-first walk is already under way."""
    found, state = [], [0] * len(net)  # 1: under way, 2: done
    walk = [(0, iter(net[0].ways))]
    state[0] = 1
    while walk:
        at, ways = walk[-1]
        way = next(ways, None)
        if way is None:
            state[at] = 2
            walk.pop()
        elif way.to is not None and state[way.to] == 1:
            found.append((at, way))
        elif way.to is not None and state[way.to] == 0:
            state[way.to] = 1
            walk.append((way.to, iter(net[way.to].ways)))
    return found
