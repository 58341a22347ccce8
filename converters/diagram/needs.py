"""Which job of a row needs what another one makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.diagram.graph import Node

_VARIABLE = re.compile(r"[A-Za-z_]\w*")


def in_order_of_need(jobs: Iterable[Node]) -> Iterator[Node]:
    """The jobs as the row names them, but each after those whose variables it reads.

    Two that need one another stay as they are.
    """
    rest = list(jobs)
    while rest:
        free = (job for job in rest if not any(needs(job, o) for o in rest if o is not job))
        job = next(free, rest[0])
        rest.remove(job)
        yield job


def needs(job: Node, other: Node) -> bool:
    """Whether a job reads a variable that the other one sets."""
    return not reads(job).isdisjoint(_writes(other))


def reads(job: Node) -> set[str]:
    """The variables that a job reads."""
    inputs = job.template.bound("zeebe:input") if job.template else ()
    expressions = (p.value for p in inputs if p.value and p.value.startswith("="))
    return {name for expression in expressions for name in _VARIABLE.findall(expression)}


def _writes(job: Node) -> set[str]:
    outputs = job.template.bound("zeebe:output") if job.template else ()
    return {p.value for p in outputs if p.value}
