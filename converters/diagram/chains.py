"""The nodes of a row as chains: cut where an error of one of its jobs leads.

Behind the chain that ends in such a job stands what somebody does about the error.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.diagram import caught, waits
from converters.diagram.graph import Kind, Node, Row, Way
from converters.diagram.rows import free

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Nodes that follow one another, and where the last leads (keys of chains; None: an end)."""

    key: str  # of a row's first chain, the row's
    row: Row
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    caught: tuple[tuple[str, Way], ...] = ()  # ids of events on borders, and where each leads
    begins: bool = True  # it is the first of its row
    stops: bool = False  # its end ends the whole process, whatever else is under way

    @property
    def lane(self) -> int:
        """The lane of all its nodes."""
        return self.nodes[0].lane

    @property
    def aside(self) -> bool:
        """Whether it is outside the main line."""
        return self.row.step.cycle is not None

    @property
    def line(self) -> tuple[Node, ...]:
        """The nodes that follow one another: not the events on their borders."""
        return tuple(node for node in self.nodes if node.host is None)

    def node(self, node_id: str, kind: Kind, name: str | None = None) -> Node:
        """A node of its own, of the lane."""
        below = self.nodes[0].below
        return Node(id=f"{node_id}_{self.key}", kind=kind, lane=self.lane, name=name, below=below)


class _Repair(msgspec.Struct, frozen=True, kw_only=True):
    """What is done about a job's error."""

    event: Node
    way: Way  # of the event
    row: Row | None = None  # of the follow-up that it leads to
    stops: bool = False


def chains(row: Row, nodes: tuple[Node, ...], taken: set[str]) -> Iterator[Chain]:
    """The chains of a row, in the order of their columns.

    Args:
        row: the row.
        nodes: all of its nodes, but for the events on the borders of its jobs.
        taken: keys of rows and chains; those of its own are added.
    """
    nodes = _with_join(row, nodes)
    pieces = _cut(nodes, {door for job in nodes if _can_err(job) for door in _doors(job, nodes)})
    keys = [row.key, *(free(f"{row.key}_lanjut", taken) for _ in pieces[1:])]
    entries = {piece[0].id: key for piece, key in zip(pieces, keys, strict=True)}
    for at, piece in enumerate(pieces):
        repairs = [_repair(job, row, nodes, entries, taken) for job in piece if _can_err(job)]
        further = keys[at + 1 : at + 2]
        yield Chain(
            key=keys[at],
            row=row,
            nodes=tuple(_with_events(piece, repairs)),
            ways=(Way(target=further[0], answer=row.ways[0].answer),) if further else row.ways,
            caught=tuple((repair.event.id, repair.way) for repair in repairs),
            begins=at == 0,
        )
        yield from (_followed_up(repair.row, repair) for repair in repairs if repair.row)


def _can_err(node: Node) -> bool:
    return node.kind is Kind.JOB and node.template is not None and node.template.caught is not None


def _with_join(row: Row, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Where the next row waits for several ways, those out of this row have met before."""
    if not (_can_err(nodes[-1]) and row.ways[0].waits):
        return nodes
    return (*nodes, Node(id=f"Meet_{row.key}", kind=Kind.JOIN, lane=nodes[-1].lane))


def _doors(job: Node, nodes: Sequence[Node]) -> Iterator[str]:
    """Ids of the row's nodes that the job's error leads to, at once or in the end."""
    own = caught.own_task(job, nodes)
    if own:
        yield own.id
    elif not waits.tells_result(job, nodes):
        yield from (node.id for node in (job,) if caught.caught(job).repeat)
        yield from (node.id for node in _behind(job, nodes))


def _behind(job: Node, nodes: Sequence[Node]) -> Sequence[Node]:
    """The node that comes after the job, if any of its row does."""
    at = nodes.index(job) + 1
    return nodes[at : at + 1]


def _cut(nodes: tuple[Node, ...], doors: set[str]) -> list[tuple[Node, ...]]:
    """The nodes in pieces, of which each but the first begins with a door."""
    starts = [at for at, node in enumerate(nodes) if at == 0 or node.id in doors]
    return [nodes[a:b] for a, b in pairwise([*starts, len(nodes)])]


def _repair(
    job: Node, row: Row, nodes: tuple[Node, ...], entries: Mapping[str, str], taken: set[str]
) -> _Repair:
    if own := caught.own_task(job, nodes):
        event = caught.border(job, caught.told_in(row))
        return _Repair(event=event, way=Way(target=entries[own.id]))
    is_result = waits.tells_result(job, nodes)
    if is_result and row.backs:
        return _Repair(event=caught.border(job, waits.REVIEW_NOTE), way=row.backs[0])
    if is_result:
        after = caught.follow_up(row, "ttd", waits.ways_of_follow_up(row), taken)
    else:
        onward = [Way(target=entries[node.id]) for node in _behind(job, nodes)]
        onward.append(msgspec.structs.replace(row.ways[0], answer=None))
        ways = caught.ways(onward[0], entries[job.id] if caught.caught(job).repeat else None)
        after = caught.follow_up(row, "galat", ways, taken)
    event = caught.border(job, caught.told_in(after))
    return _Repair(event=event, way=Way(target=after.key), row=after, stops=is_result)


def _with_events(piece: tuple[Node, ...], repairs: list[_Repair]) -> Iterator[Node]:
    events = {repair.event.host: repair.event for repair in repairs}
    for node in piece:
        yield node
        if node.id in events:
            yield events[node.id]


def _followed_up(row: Row, repair: _Repair) -> Chain:
    return Chain(
        key=row.key,
        row=row,
        nodes=caught.follow_up_nodes(row, repair.event),
        ways=row.ways,
        begins=False,
        stops=repair.stops,
    )
