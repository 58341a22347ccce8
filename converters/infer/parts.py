"""A drawn flow in the model's words: the parts of each row, or nothing where the row says it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.model import Branch, Decision, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converters.infer.net import Node, Way
    from converters.table import SopTable


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A row's flow."""

    parts: tuple[Part, ...]  # empty: the decision and the order of rows say it all
    decision: Decision | None


def told(table: SopTable, net: Sequence[Node]) -> Mapping[int, Told]:
    """The flow of each row of the net, by the row's index."""
    by_row: dict[int, list[int]] = {}
    for at, node in enumerate(net):
        by_row.setdefault(node.row, []).append(at)
    order = list(by_row)
    following = {row: by_row[after][0] for row, after in pairwise(order)}
    words = _Words(table, net, by_row)
    return {row: words.row(nodes, following.get(row)) for row, nodes in by_row.items()}


class _Words:
    def __init__(
        self, table: SopTable, net: Sequence[Node], by_row: Mapping[int, list[int]]
    ) -> None:
        self._table, self._net, self._by_row = table, net, by_row

    def row(self, nodes: list[int], following: int | None) -> Told:
        """The flow of the row that has these nodes; ``following`` is where the next row begins."""
        parts = tuple(self._part(at) for at in nodes)
        decision = next((self._decision(at) for at in nodes if self._net[at].question), None)
        plain = len(nodes) == 1 and self._is_plain(nodes[0], parts[0], following)
        return Told(parts=() if plain else parts, decision=decision)

    def _is_plain(self, at: int, part: Part, following: int | None) -> bool:
        """Whether a single part does what a row without parts does."""
        if any(branch.waits or branch.part > 1 for branch in part.branches):
            return False
        if part.question is None:
            return [way.to for way in self._net[at].ways] == [following]
        backs = [branch.back for branch in part.branches]
        return backs == [False, True]

    def _part(self, at: int) -> Part:
        node, roles = self._net[at], self._table.roles
        return Part(
            role=roles[node.lane],
            with_roles=tuple(roles[column] for column in node.partners),
            question=node.question,
            branches=tuple(self._branch(at, way) for way in node.ways),
        )

    def _branch(self, at: int, way: Way) -> Branch:
        if way.to is None:
            return Branch(to=None, answer=way.answer, waits=way.waits)
        return Branch(
            to=self._number(way.to),
            part=1 + way.to - self._by_row[self._net[way.to].row][0],
            answer=way.answer,
            back=way.answer is not None and way.to <= at,
            waits=way.waits,
        )

    def _number(self, at: int) -> str:
        return self._table.rows[self._net[at].row].number

    def _decision(self, at: int) -> Decision:
        """The first two answers, and the rows they lead to in the end."""
        node = self._net[at]
        yes, no = node.ways[0], node.ways[1]
        return Decision(
            question=node.question or "",
            yes_to=self._beyond(yes, at),
            returns_to=self._beyond(no, at),
            yes=yes.answer or "",
            no=no.answer or "",
            source=self._table.rows[node.row].source,
        )

    def _beyond(self, way: Way, at: int) -> str | None:
        """The row a way leads to; through the later parts of its own row by their first ways."""
        while way.to is not None and way.to > at and self._net[way.to].row == self._net[at].row:
            at = way.to
            way = self._net[at].ways[0]
        return None if way.to is None else self._number(way.to)
