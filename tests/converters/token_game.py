"""The token game: every way that a diagram can be run, without an engine.

A marking is how many tokens lie on each sequence flow. Tasks, events and exclusive gateways take
one token and give one (a gateway to any of its ways: every answer is tried); parallel gateways
take one of each way in and give one to each way out; an end takes its token away, and one that
terminates all others, too. A task with an event on its border gives to its own way or to that of
the event.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from lxml import etree

from converters.diagram.elements import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

Marking = frozenset[tuple[str, int]]
_MOST = 20_000  # markings; a diagram of ours has a few for each of its flows


class Game:
    """One process, to be played from its start."""

    def __init__(self, bpmn: bytes) -> None:
        root = etree.fromstring(bpmn)
        self.kinds: dict[str, str] = {}
        self.incoming: dict[str, list[str]] = defaultdict(list)
        self.outgoing: dict[str, list[str]] = defaultdict(list)
        self.borders: dict[str, list[str]] = defaultdict(list)  # events by the task they stand on
        self.stops: set[str] = set()
        for node in root.iterfind(".//bpmn:process/*[@id]", NAMESPACES):
            kind = etree.QName(node).localname
            if kind == "sequenceFlow":
                self.outgoing[node.get("sourceRef")].append(node.get("id"))
                self.incoming[node.get("targetRef")].append(node.get("id"))
            elif kind.endswith(("Task", "Event", "Gateway")):
                self.kinds[node.get("id")] = kind
                self.borders[node.get("attachedToRef")].append(node.get("id"))
                if node.find("bpmn:terminateEventDefinition", NAMESPACES) is not None:
                    self.stops.add(node.get("id"))
        self.fired: set[str] = set()
        self.faults: list[str] = []

    def play(self, start: str = "Start") -> list[str]:
        """Play every way; what went wrong: tokens that are stuck, double, or never get out."""
        first = frozenset({(flow, 1) for flow in self.outgoing[start]})
        before: dict[Marking, set[Marking]] = defaultdict(set)
        waiting, seen = [first], {first}
        while waiting:
            marking = waiting.pop()
            after = set(self._after(marking))
            if not after and marking:
                self.faults.append(f"stuck at {sorted(marking)}")
            if any(count > 1 for _, count in marking):
                self.faults.append(f"two tokens at {sorted(marking)}")
                return self.faults
            for following in after:
                before[following].add(marking)
            waiting += after - seen
            seen |= after
            assert len(seen) < _MOST
        self._check_all_end(before, seen)
        return self.faults

    def _check_all_end(self, before: dict[Marking, set[Marking]], seen: set[Marking]) -> None:
        ending, waiting = set[Marking](), [frozenset()]
        while waiting:
            marking = waiting.pop()
            if marking not in ending:
                ending.add(marking)
                waiting += before[marking]
        self.faults += [f"no end from {sorted(marking)}" for marking in seen - ending]

    def _after(self, marking: Marking) -> Iterator[Marking]:
        tokens = Counter(dict(marking))
        for node, kind in self.kinds.items():
            ways_in = self.incoming[node]
            here = [flow for flow in ways_in if tokens[flow]]
            together = kind == "parallelGateway"
            if not here or (together and len(here) < len(ways_in)):
                continue
            self.fired |= {node, *self.borders[node]}
            if node in self.stops:
                yield frozenset()
                continue
            for taken in [ways_in] if together else [[flow] for flow in here]:
                for given in self._given(node, kind):
                    left = tokens - Counter(taken) + Counter(given)
                    yield frozenset(left.items())

    def _given(self, node: str, kind: str) -> list[list[str]]:
        ways_out = self.outgoing[node]
        if kind == "exclusiveGateway":
            return [[flow] for flow in ways_out]
        return [ways_out, *(self.outgoing[event] for event in self.borders[node])]
