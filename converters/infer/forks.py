"""Drawn forks: what is done side by side, where the drawing shows a whole block of it.

A fork becomes parallel gateways only where each of its branches is entered by it alone and comes
to the same join, once: then no case can get stuck or come twice. Other forks are followed along
one arrow, and a doubt names the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from converters.infer.mending import Mend, mend
from converters.infer.net import reach

if TYPE_CHECKING:
    from converters.infer.net import Net, Way

_LARGEST = 100  # nodes: a search for joins takes their cube, and no SOP known has half of it


class Dropped(NamedTuple):
    """A fork that is followed along one arrow: the node, and where the others led."""

    node: int
    ways: tuple[Way, ...]


def settle(net: Net) -> tuple[list[Mend], list[Dropped]]:
    """Make a net one that always runs to its end; what had to be changed for it."""
    dropped: list[Dropped] = []
    if len(net) > _LARGEST:
        dropped = [_follow_one(net, at) for at, node in enumerate(net) if node.forks]
    mends = mend(net)
    while (unclear := _join_all(net)) is not None:
        dropped.append(_follow_one(net, unclear))
        mends += mend(net)
    return mends, dropped


def _join_all(net: Net) -> int | None:
    """Join every fork, the last first, so that inner ones come before those around them.

    The first one met that is no block is returned.
    """
    for node in net:
        node.ways = [msgspec.structs.replace(way, waits=False) for way in node.ways]
    settled = set[int]()
    for at in range(len(net) - 1, -1, -1):
        if net[at].forks and not _joined(net, at, settled):
            return at
        settled.add(at)
    return None


def _joined(net: Net, fork: int, settled: set[int]) -> bool:
    """Find the join of a fork and mark the ways that wait there."""
    targets = [way.to for way in net[fork].ways]
    heads = [to for to in dict.fromkeys(targets) if to is not None]
    if len(heads) < len(targets) or min(heads) <= fork:
        return False
    common = set.intersection(*(reach(net, [head]) for head in heads))
    for join in sorted(at for at in common if at > fork):
        regions = [reach(net, [head], stop=join) for head in heads if head != join]
        if not all(_closed(net, region, fork) for region in regions):
            continue
        if len(regions) == 1 or _is_block(net, fork, join, regions, settled):
            # An arrow from the fork to the join says what is so anyway: the join comes later.
            net[fork].ways = [way for way in net[fork].ways if way.to != join]
            if len(regions) > 1:
                _wait(net, join, set.union(*regions))
            return True
    return False


def _closed(net: Net, region: set[int], fork: int) -> bool:
    """Whether a branch always comes to its join."""
    ends = any(way.to is None for at in region for way in net[at].ways)
    return bool(region) and not ends and fork not in region


def _is_block(net: Net, fork: int, join: int, regions: list[set[int]], settled: set[int]) -> bool:
    """Whether branches are apart, entered by the fork alone, and each comes to the join once."""
    inside = set.union(*regions)
    entries = [
        at for at, node in enumerate(net) if at not in inside and at != fork
        for way in node.ways if way.to in inside
    ]  # fmt: skip
    taken = any(way.waits and way.to == join for node in net for way in node.ways)
    forks = {at for at in inside if net[at].forks}
    return (
        sum(len(region) for region in regions) == len(inside)
        and not entries
        and 0 not in inside
        and not taken
        and forks <= settled
        and all(_comings(net, region, join) == 1 for region in regions)
    )


def _comings(net: Net, region: set[int], join: int) -> int:
    return sum(way.to == join for at in region for way in net[at].ways)


def _wait(net: Net, join: int, inside: set[int]) -> None:
    for at in inside:
        net[at].ways = [
            msgspec.structs.replace(way, waits=way.waits or way.to == join) for way in net[at].ways
        ]


def _follow_one(net: Net, fork: int) -> Dropped:
    """Keep the arrow to the nearest row that follows."""
    ways = net[fork].ways
    kept = min(ways, key=lambda way: (way.to is None, (way.to or 0) <= fork, way.to or 0))
    net[fork].ways = [kept]
    return Dropped(fork, tuple(way for way in ways if way is not kept))
