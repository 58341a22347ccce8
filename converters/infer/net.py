"""The flow as a net: what leads where, before it is told in the model's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way on from a node."""

    to: int | None  # index of a node; None: the process ends
    answer: str | None = None
    waits: bool = False  # there it waits for the other ways of its fork


class Node(msgspec.Struct, kw_only=True):
    """One piece of a row. Its ways change until the net is sound."""

    row: int  # index
    lane: int
    partners: tuple[int, ...] = ()
    question: str | None = None
    ways: list[Way]  # several without a question: a fork

    @property
    def forks(self) -> bool:
        """Whether the case goes several ways at once from here."""
        return self.question is None and len(self.ways) > 1

    def lead(self, way: Way, to: int | None) -> None:
        """Let one of the ways lead elsewhere."""
        self.ways[self.ways.index(way)] = msgspec.structs.replace(way, to=to)


Net = list[Node]  # in reading order; the flow begins at the first


def reach(net: Sequence[Node], starts: Iterable[int], *, stop: int | None = None) -> set[int]:
    """All nodes that the flow comes to from ``starts``, without going beyond ``stop``."""
    waiting, found = [start for start in starts if start != stop], set[int]()
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += [way.to for way in net[at].ways if way.to is not None and way.to != stop]
    return found


def ending(net: Sequence[Node]) -> set[int]:
    """All nodes from which an end can be reached."""
    before: list[list[int]] = [[] for _ in net]
    waiting = []
    for at, node in enumerate(net):
        for way in node.ways:
            if way.to is None:
                waiting.append(at)
            else:
                before[way.to].append(at)
    found = set[int]()
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += before[at]
    return found
