"""The flow of a process before it is XML: nodes in the order of their columns, and flows."""

from __future__ import annotations

from enum import Enum

import msgspec

from converters.model import Step
from converters.templates import Template

YES = "Ya"
NO = "Tidak"


class Kind(Enum):
    """What a node is."""

    START = "start"
    TIMER = "timer"  # the start of a row outside the main line
    END = "end"
    PERSON = "person"  # a user task
    JOB = "job"  # a service task
    DECISION = "decision"  # a gateway that parts: Ya, Tidak
    JOIN = "join"  # a gateway where a way back meets the main line


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A step with its key: the number as ids and variables can hold it, unique in its SOP."""

    key: str
    step: Step
    next_role: str | None = None  # who has the row after this one; None: the process ends


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One flow node. ``lane`` is an index into the SOP's roles."""

    id: str
    kind: Kind
    lane: int
    name: str | None = None
    row: Row | None = None
    template: Template | None = None  # of a job; of a person's task: the hand-off it is for
    inputs: tuple[str, ...] = ()  # documents read: kelengkapan
    outputs: tuple[str, ...] = ()  # documents written


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """One sequence flow between node ids; ``answer`` is that of a decision: "Ya" or "Tidak"."""

    source: str
    target: str
    answer: str | None = None

    @property
    def id(self) -> str:
        """The flow's element id."""
        return f"Flow_{self.source}_{self.target}"


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """All nodes, one per column from left to right, and all flows."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    returned_to: frozenset[str]  # keys of rows that a "Tidak" leads back to
