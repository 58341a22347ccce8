"""The flow of a process before it is XML: nodes in the order of their columns, and flows."""

from __future__ import annotations

from enum import Enum

import msgspec

from converters.model import Step
from converters.templates import Template


class Kind(Enum):
    """What a node is."""

    START = "start"
    TIMER = "timer"  # the start of a row outside the main line
    END = "end"
    STOP = "stop"  # an end that ends the whole process, whatever else is under way
    PERSON = "person"  # a user task
    JOB = "job"  # a service task
    WAIT = "wait"  # an event that waits for a message
    CAUGHT = "caught"  # an event on the border of a job: it ended in a BPMN error
    DECISION = "decision"  # a gateway that parts: Ya, Tidak
    JOIN = "join"  # a gateway where a way back meets the main line
    FORK = "fork"  # a gateway from which all ways are taken at once
    GATHER = "gather"  # a gateway that waits for all the ways of a fork


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row leads: to a row by its key, or to an end (None)."""

    target: str | None
    number: str | None = None  # of the row it leads to, as printed
    answer: str | None = None
    value: str = ""  # what the form's variable holds for the answer: no two of a row are equal
    back: bool = False
    waits: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a step with its key: ids and variables can hold it, and it is unique in its SOP.

    Most steps have one part: the row itself.
    """

    key: str
    step: Step
    role: str
    with_roles: tuple[str, ...] = ()
    question: str | None = None
    ways: tuple[Way, ...]  # of a question, the one that goes on first
    first: bool = True  # no part of the row is before it: it has its jobs and reads its documents
    writes: bool = True  # it writes the row's documents
    next_role: str | None = None  # who has the row after this one; None: the process ends
    ending: str = ""  # of variables that another row, under way at the same time, must not set
    numbers: Template | None = None  # the job that numbers a letter here, before it is signed
    branch: str = ""  # ending of all its letter's variables, where another is drafted meanwhile
    letter: str = ""  # ending of the variable that keeps its letter's number, where there are more

    def does(self, *job_types: str) -> bool:
        """Whether a program does one of these jobs here."""
        return self.first and not set(job_types).isdisjoint(self.step.jobs)

    @property
    def forks(self) -> bool:
        """Whether all of its ways are taken at once."""
        return self.question is None and len(self.ways) > 1

    @property
    def backs(self) -> tuple[Way, ...]:
        """The answers that send the case back."""
        return tuple(way for way in self.ways if way.back)


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One flow node. ``lane`` is an index into the SOP's roles."""

    id: str
    kind: Kind
    lane: int
    name: str | None = None
    row: Row | None = None
    template: Template | None = None  # of a job or event; of a person's task: its hand-off's
    below: bool = False  # on its lane's lower floor: what is done about a job's error
    host: str | None = None  # id of the job, whose template it has, that an event stands on
    tells: str | None = None  # the variable that such an event puts into words what happened
    inputs: tuple[str, ...] = ()  # documents read: kelengkapan
    outputs: tuple[str, ...] = ()  # documents written


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One sequence flow between node ids; ``answer`` is that of a decision: "Ya" or "Tidak"."""

    source: str
    target: str
    answer: str | None = None
    order: int | None = None  # among the ways out of a gateway that parts; 0: the main line
    nth: int = 1  # of the flows between these two

    @property
    def id(self) -> str:
        """The flow's element id."""
        again = f"-{self.nth}" if self.nth > 1 else ""
        return f"Flow_{self.source}_{self.target}{again}"


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """All nodes, one per column from left to right, and all flows.

    An event on the border of a job follows it, in the same column.
    """

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    returned_to: frozenset[str]  # keys of rows that an answer leads back to

    def tells(self, variable: str) -> Node | None:
        """The event on a border that says in a variable what happened, if there is one."""
        return next((node for node in self.nodes if node.tells == variable), None)

    @property
    def columns(self) -> dict[str, int]:
        """The column of each node, by its id."""
        hosts = [node for node in self.nodes if node.host is None]
        found = {node.id: column for column, node in enumerate(hosts)}
        return found | {node.id: found[node.host] for node in self.nodes if node.host}
