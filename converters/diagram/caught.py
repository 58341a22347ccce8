"""A job's BPMN errors: an event on its border catches them, and somebody sees to it.

That is whoever did the row's task, where the job comes straight after it: what they hand over is
corrected there, and the job is done again. Else it is a task of its own behind the job, which
leads to the job again, or on without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Kind, Node, Row, Way
from converters.diagram.needs import reads
from converters.diagram.rows import free

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.templates import Caught

QUESTION = "Tindak lanjut?"
AGAIN, WITHOUT = "Ulangi", "Lanjutkan tanpa langkah ini"


def told_in(row: Row) -> str:
    """The variable that says, in a row's form, what happened."""
    return f"problem_{row.key}"


def border(job: Node, tells: str) -> Node:
    """The event on a job's border."""
    return msgspec.structs.replace(
        job,
        id=job.id.replace("Job", "Caught", 1),
        kind=Kind.CAUGHT,
        name=caught(job).name,
        host=job.id,
        tells=tells,
        inputs=(),
        outputs=(),
    )


def caught(node: Node) -> Caught:
    """What is to be done about the errors of a job, or of the job that an event stands on.

    Raises:
        ValueError: its template does not say.
    """
    found = node.template.caught if node.template else None
    if found is None:
        msg = f"{node.id}: its element template has no tertib:caught"
        raise ValueError(msg)
    return found


def results(event: Node) -> Iterator[str]:
    """The variables that the job would have set: what it set before, in the same case, is past.

    Not those that it reads itself or makes of something else: these hold more than its result.
    """
    for output in event.template.bound("zeebe:output") if event.template else ():
        own = (output.binding.source or "").removeprefix("=").isidentifier()
        if output.value and own and output.value not in reads(event):
            yield output.value


def own_task(job: Node, nodes: Sequence[Node]) -> Node | None:
    """The task of the row, where the job comes straight after it and its template asks for none.

    What stands in between would be done twice, or be waited for in vain.
    """
    before = [node for node in nodes[: nodes.index(job)] if node.kind is not Kind.DECISION]
    if before and before[-1].kind is Kind.PERSON and caught(job).task is None:
        return before[-1]
    return None


def ways(onward: Way, again: str | None) -> tuple[Way, ...]:
    """What can be done about an error: go on without the job, or do it again.

    Args:
        onward: what follows the job.
        again: where the job is; None: doing it again is of no use.
    """
    if again is None:
        return (onward,)
    return (
        msgspec.structs.replace(onward, answer=WITHOUT, value="lanjutkan"),
        Way(target=again, answer=AGAIN, value="ulangi"),
    )


def follow_up(row: Row, ending: str, ways: tuple[Way, ...], taken: set[str]) -> Row:
    """What somebody does about an error: with several ways, they choose.

    Args:
        row: the job's.
        ending: of its key.
        ways: where it leads.
        taken: keys of rows; this one's is added.
    """
    return msgspec.structs.replace(
        row,
        key=free(f"{row.key}_{ending}", taken),
        question=QUESTION if len(ways) > 1 else None,
        ways=ways,
        first=False,
        writes=False,
        next_role=row.role,
    )


def follow_up_nodes(row: Row, event: Node) -> tuple[Node, ...]:
    """The task of a follow-up and, where it asks, its gateway."""
    found = caught(event)
    name = found.task or f"Tindak lanjuti: {found.name[:1].lower()}{found.name[1:]}"
    task = Node(
        id=f"Row_{row.key}", kind=Kind.PERSON, lane=event.lane, name=name, row=row, below=True
    )
    if row.question is None:
        return (task,)
    gateway = msgspec.structs.replace(
        task, id=f"Gateway_{row.key}", kind=Kind.DECISION, name=row.question
    )
    return task, gateway
