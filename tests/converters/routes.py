"""Ways through a diagram from its start to its end that together give every answer there is.

On none of them a job ends in an error: where an event on a job's border leads is not looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from lxml import etree

from converters.diagram.elements import NAMESPACES

_CONDITION = re.compile(r'=(decision_\w+) = "([^"]*)"')
_LONGEST = 2000  # steps of a route


class Flow(NamedTuple):
    """A sequence flow; ``variable`` and ``value`` are those of its condition, or ""."""

    id: str
    source: str
    target: str
    variable: str
    value: str


class Route(NamedTuple):
    """One instance: what officers answer at each user task, in turn, and what it comes by."""

    answers: dict[str, list[dict[str, str]]]
    tasks: Counter[str]
    taken: set[str]


class Map:
    """A diagram to plan routes on."""

    def __init__(self, bpmn: bytes) -> None:
        process = etree.fromstring(bpmn).find("bpmn:process", NAMESPACES)
        self.flows = [_flow(flow) for flow in process.iterfind("bpmn:sequenceFlow", NAMESPACES)]
        self.kinds = {n.get("id"): etree.QName(n).localname for n in process.iterfind("*[@id]")}
        self.out: dict[str, list[Flow]] = defaultdict(list)
        self.into: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows:
            self.out[flow.source].append(flow)
            self.into[flow.target].append(flow)

    def routes(self, start: str = "Start") -> list[Route]:
        """Routes until each answer was given once."""
        wanted = [flow for flow in self._reached(start) if flow.variable]
        found: list[Route] = []
        while not found or wanted:
            route = self._route(start, wanted[0] if wanted else None)
            assert not wanted or wanted[0].id in route.taken, f"no way to {wanted[0].id}"
            wanted = [flow for flow in wanted if flow.id not in route.taken]
            found.append(route)
        return found

    def _reached(self, start: str) -> list[Flow]:
        """The flows that a case may take, in the diagram's order."""
        seen, edge = set[str](), [*self.out[start]]
        while edge:
            flow = edge.pop()
            if flow.id not in seen:
                seen.add(flow.id)
                edge += self.out[flow.target]
        return [flow for flow in self.flows if flow.id in seen]

    def _route(self, start: str, wanted: Flow | None) -> Route:
        route = Route(defaultdict(list), Counter(), set())
        waiting = [flow.id for flow in self.out[start]]
        by_id = {flow.id: flow for flow in self.flows}
        for _ in range(_LONGEST):
            if not waiting:
                return route
            flow = by_id[waiting.pop(0)]
            route.taken.add(flow.id)
            node = flow.target
            if self.kinds[node] == "parallelGateway" and len(self.into[node]) > 1:
                others = [other.id for other in self.into[node] if other is not flow]
                if not set(others) <= set(waiting):  # the rest is still to come
                    waiting.append(flow.id)
                    continue
                waiting = [other for other in waiting if other not in others]
            waiting = self._passed(node, route, wanted) + waiting
        raise AssertionError("a route that does not end")

    def _passed(self, node: str, route: Route, wanted: Flow | None) -> list[str]:
        """Pass a node; the flows that it is left by."""
        if self.kinds[node] == "userTask":
            route.tasks[node] += 1
        if self.kinds[node] != "exclusiveGateway" or len(self.out[node]) < 2:
            return [flow.id for flow in self.out[node]]
        open_goal = wanted if wanted and wanted.id not in route.taken else None
        best = min(self.out[node], key=lambda flow: self._distance(flow, open_goal))
        asker = best.variable.replace("decision_", "Row_")
        route.answers[asker].append({best.variable: best.value})
        return [best.id]

    def _distance(self, flow: Flow, goal: Flow | None) -> float:
        """Flows from this one to the goal (None: to an end)."""
        steps, seen, edge = 0, {flow.id}, [flow]
        while edge:
            if any(one is goal if goal else self.kinds[one.target] == "endEvent" for one in edge):
                return steps
            edge = [n for one in edge for n in self.out[one.target] if n.id not in seen]
            seen |= {one.id for one in edge}
            steps += 1
        return float("inf")


def _flow(flow: etree._Element) -> Flow:
    condition = flow.findtext("bpmn:conditionExpression", "", NAMESPACES)
    told = _CONDITION.fullmatch(condition)
    variable, value = told.groups() if told else ("", "")
    ends = flow.get("sourceRef"), flow.get("targetRef")
    return Flow(flow.get("id"), *ends, variable, value)
