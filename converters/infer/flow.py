"""The flow of a table whose arrows are drawn: they say what leads where, not the order of rows.

Where the drawing says nothing (no arrow leaves a row, none leads to it) the flow goes on in
reading order, and a doubt says so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.infer import answers, telling
from converters.infer.answers import Outcome
from converters.infer.decisions import question_of
from converters.infer.forks import settle
from converters.infer.net import Net, Node, Way
from converters.infer.pieces import Piece, pieces
from converters.infer.vocabulary import REFUSES
from converters.model import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converters.infer.drawing import Drawing, Link, Place
    from converters.infer.forks import Dropped
    from converters.infer.lanes import Cast
    from converters.infer.mending import Mend
    from converters.model import Decision
    from converters.table import Row

_SAYS_NO_OR_YES = {answers.YES, answers.NO}


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """The drawn flow: nodes in reading order, and what was not drawn of it."""

    net: tuple[Node, ...]
    customary: frozenset[int]  # rows whose decision is drawn without any way out
    doubts: tuple[Doubt, ...]


def follow(
    rows: tuple[Row, ...],
    drawing: Drawing,
    acted: Cast,
    main: tuple[int, ...],
    decisions: Mapping[int, Decision],
) -> Flow:
    """Follow the arrows of a table.

    Args:
        rows: the table's.
        drawing: its shapes and lines.
        acted: who performs each row.
        main: the rows of the main line.
        decisions: what is concluded of rows that decide, for diamonds that no line leaves.
    """
    found = _Builder(rows, drawing, acted, main, decisions)
    found.build()
    mends, dropped = settle(found.net)
    said = telling.Teller(rows, found.net, [column.title for column in acted.columns])
    doubts = [*found.doubts(said), *said.mended(mends), *said.dropped(dropped)]
    doubts += [said.passed_over(*pair) for pair in found.passed_over(mends, dropped)]
    return Flow(net=tuple(found.net), customary=frozenset(found.customary), doubts=tuple(doubts))


class _Builder:
    """The net as it is being made."""

    def __init__(
        self,
        rows: tuple[Row, ...],
        drawing: Drawing,
        acted: Cast,
        main: tuple[int, ...],
        decisions: Mapping[int, Decision],
    ) -> None:
        self.net: Net = []
        self.customary: set[int] = set()
        self._rows, self._drawing, self._acted = rows, drawing, acted
        self._decisions = decisions
        self._pieces: list[Piece | None] = []
        self._entry: dict[int, int] = {}  # the first node of each row
        self._nodes: dict[Place, int] = {}
        self._silent: list[int] = []  # nodes that no arrow leaves
        self._one_way: list[int] = []
        self._supposed: list[int] = []  # decisions of which one way is not drawn
        self._unsure: list[int] = []  # decisions whose answers are not printed
        self._undrawn: list[int] = []  # decisions without a diamond
        for row in main:
            self._add_row(row)
        self._next = _next_rows(self.net, self._entry)
        self._numbers = [rows[node.row].number for node in self.net]

    def _add_row(self, row: int) -> None:
        self._entry[row] = len(self.net)
        for piece in pieces(self._drawing, row):
            self._nodes |= dict.fromkeys(piece.shapes, len(self.net))
            self._pieces.append(piece)
            self.net.append(Node(row=row, lane=piece.lane, partners=piece.partners, ways=[]))
        if self._entry[row] == len(self.net):
            lane = self._acted.lanes[row]
            self._pieces.append(None)
            self.net.append(Node(row=row, lane=lane.column, partners=lane.partners, ways=[]))

    def build(self) -> None:
        """Give every node its ways."""
        for at, piece in enumerate(self._pieces):
            if piece is None and self.net[at].row in self._decisions:
                self._by_custom(at)
            elif piece is not None and piece.diamond is not None:
                self._decide(at, _by_answer(self._outcomes(at, self._leaving(piece.diamond))))
            else:
                self._go_on(at, self._outcomes(at, self._exits(at)))

    def _exits(self, at: int) -> list[Link]:
        """The lines that leave a task."""
        piece = self._pieces[at]
        links = [link for place in piece.shapes for link in self._leaving(place)] if piece else []
        return [link for link in links if link.end is None or self._nodes.get(link.end) != at]

    def _leaving(self, place: Place) -> list[Link]:
        """The lines that leave a shape for the main line."""
        links = self._drawing.leaving(place)
        return [link for link in links if link.end is None or link.end in self._nodes]

    def _outcomes(self, at: int, links: list[Link]) -> list[Outcome]:
        """Where lines lead, each place and label once, in reading order."""
        found: dict[tuple[int | None, str], Outcome] = {}
        for link in links:
            to = self._nodes[link.end] if link.end is not None else self._next[at]
            label = " ".join((link.label or "").split())
            back = to is not None and to <= at
            found.setdefault((to, label.casefold()), Outcome(to=to, label=label, back=back))
        named = {outcome.to for outcome in found.values() if outcome.label}
        kept = [o for o in found.values() if o.label or o.to not in named]
        return sorted(kept, key=lambda o: (o.to is None, o.to or 0))

    def _go_on(self, at: int, outcomes: list[Outcome]) -> None:
        """A task: on to where its arrow leads, else to the next row."""
        node, piece = self.net[at], self._pieces[at]
        targets = list(dict.fromkeys(outcome.to for outcome in outcomes))
        if len(targets) > 1 and any(_answers(outcome) for outcome in outcomes):
            self._undrawn.append(at)
            self._ask(at, outcomes)
        elif targets:
            node.ways = [Way(to=to) for to in targets]
        elif piece and any(self._drawing.terminal(place) for place in piece.shapes):
            node.ways = [Way(to=None)]
        elif (following := self._following(at)) is not None:
            node.ways = [Way(to=following)]
        else:
            node.ways = [Way(to=self._next[at])]
            if self._next[at] is not None:
                self._silent.append(at)

    def _following(self, at: int) -> int | None:
        """The next piece of the row, where nothing above leads to it: the line to it is missing."""
        if at + 1 == len(self.net) or self.net[at + 1].row != self.net[at].row:
            return None
        piece = self._pieces[at + 1]
        arriving = [
            self._nodes.get(link.start, at + 1)
            for place in (piece.shapes if piece else ())
            for link in self._drawing.arriving(place)
        ]
        return None if any(source <= at for source in arriving) else at + 1

    def _decide(self, at: int, outcomes: list[Outcome]) -> None:
        """A diamond: ask, where two ways leave it; else it is a step like others."""
        node = self.net[at]
        if len(outcomes) > 1:
            self._ask(at, outcomes)
        elif not outcomes:
            self._by_custom(at)
        elif outcomes[0].back:
            self._supposed.append(at)
            onward = Outcome(to=self._next[at], label=None, back=False)
            self._ask(at, [*outcomes, onward])
        else:
            self._one_way.append(at)
            node.ways = [Way(to=outcomes[0].to)]

    def _by_custom(self, at: int) -> None:
        """A diamond that no line leaves: as in a table without a drawing."""
        node = self.net[at]
        decision = self._decisions.get(node.row)
        node.ways = [Way(to=self._next[at])]
        back = self._row(decision.returns_to) if decision else None
        if decision and back is not None:
            self.customary.add(node.row)
            node.question = decision.question
            node.ways = [
                Way(to=self._next[at], answer=decision.yes),
                Way(to=back, answer=decision.no),
            ]
        else:
            self._one_way.append(at)

    def _row(self, number: str | None) -> int | None:
        rows = (row for row in self._entry if self._rows[row].number == number)
        return next((self._entry[row] for row in rows), None)

    def _ask(self, at: int, outcomes: list[Outcome]) -> None:
        found = answers.answers(outcomes, self._numbers)
        node, piece = self.net[at], self._pieces[at]
        if not found.sure:
            self._unsure.append(at)
        text = self._drawing.mark(piece.diamond).text if piece and piece.diamond else ""
        phrase = self._acted.phrases[node.row]
        node.question = _asked(text) or answers.question(found) or question_of(phrase)
        node.ways = [Way(to=outcome.to, answer=name) for name, outcome in found.outcomes]

    def doubts(self, said: telling.Teller) -> list[Doubt]:
        """What of the flow was concluded."""
        return [
            *map(said.silent, self._silent),
            *map(said.one_way, self._one_way),
            *map(said.supposed, self._supposed),
            *map(said.unsure, (at for at in self._unsure if at not in self._supposed)),
            *map(said.without_diamond, self._undrawn),
            *map(said.undrawn, self._worded()),
        ]

    def passed_over(self, mends: list[Mend], dropped: list[Dropped]) -> Iterator[tuple[int, int]]:
        """The arrows between rows that the net does not follow and of which nothing was said."""
        said = {(fork.node, way.to) for fork in dropped for way in fork.ways}
        changed = {at for change in mends for at in (change.node, change.after)}
        ends = ((self._nodes.get(link.start), link.end) for link in self._drawing.links)
        pairs = ((at, self._nodes.get(end)) for at, end in ends if end is not None)
        for at, to in dict.fromkeys(pairs):
            if at is None or to is None or at in changed or (at, to) in said:
                continue
            followed = any(way.to == to for way in self.net[at].ways)
            if not followed and self.net[at].row != self.net[to].row:
                yield at, to

    def _worded(self) -> list[int]:
        """Rows whose text tells of a return that is not drawn."""
        deciding = {node.row for node in self.net if node.question}
        return [
            at
            for row, at in self._entry.items()
            if self._pieces[at] is not None
            and row not in deciding
            and REFUSES.search(self._acted.phrases[row].text)
        ]


def _next_rows(net: Net, entry: Mapping[int, int]) -> list[int | None]:
    """For each node, where the next row begins."""
    starts = sorted(entry.values())
    following = dict(pairwise(starts))
    return [following.get(entry[node.row]) for node in net]


def _by_answer(outcomes: list[Outcome]) -> list[Outcome]:
    """One way for each answer: of those with equal labels, and other answers beside, the nearest.

    Where all labels are equal one of them is misprinted.
    """
    printed = [answers.printed(outcome.label) for outcome in outcomes]
    if len(set(printed)) == 1:
        return outcomes
    found: dict[tuple[str | None, int | bool], Outcome] = {}
    for at, (name, outcome) in enumerate(zip(printed, outcomes, strict=True)):
        found.setdefault((name, outcome.back if name else at), outcome)
    return list(found.values())


def _answers(outcome: Outcome) -> bool:
    """Whether a label is an answer and not a remark."""
    plain = answers.printed(outcome.label)
    return plain is not None and (plain in _SAYS_NO_OR_YES or answers.negative(plain))


def _asked(text: str) -> str | None:
    """What stands in a diamond, as a question."""
    plain = " ".join(text.split())
    letters = sum(letter.isalpha() for letter in plain)
    return f"{plain.rstrip(' ?.')}?" if letters > 2 else None  # noqa: PLR2004  # "Ya" is no question
