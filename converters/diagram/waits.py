"""A row that asks for a signature: its process waits for it, and somebody sees to it if none comes.

``signature-request`` stands before the person's task, whose form says what waits for whom. Behind
it the process waits for the message that tells of the decision, and ``signature-result`` takes
what became of it. Where it was not signed, an event on that job's border catches the error: the
case goes where the row's own "Tidak" leads or, if the row asks nothing, to somebody who submits it
again or ends the process.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters.diagram.graph import Kind, Node, Row, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.templates import Template

REVIEW_NOTE = "review_note"
_VARIABLES = re.compile(r"\bsignature_(?:request|summary)\b")


def of_row(template: Template, row: Row) -> Template:
    """The template with the row's own variables for its request, where it has some."""
    properties = (
        msgspec.structs.replace(item, value=item.value and _named(item.value, row))
        for item in template.properties
    )
    return msgspec.structs.replace(template, properties=tuple(properties))


def _named(words: str, row: Row) -> str:
    return _VARIABLES.sub(rf"\g<0>{row.ending}", words)


def waiting(row: Row, event: Template, result: Node) -> tuple[Node, ...]:
    """The event that waits, and the job behind it."""
    wait = msgspec.structs.replace(
        result, id=f"Wait_{row.key}", kind=Kind.WAIT, name=event.name, template=event
    )
    return wait, result


def tells_result(job: Node, nodes: Sequence[Node]) -> bool:
    """Whether a job takes the result of what the row waited for just before."""
    return any(node.kind is Kind.WAIT for node in nodes[: nodes.index(job)][-1:])


def ways_of_follow_up(row: Row) -> tuple[Way, ...]:
    """What can be done about a signature that was not given, where the row itself asks nothing."""
    return (
        Way(target=row.key, number=row.step.number, answer="Ajukan lagi", value="ajukan lagi"),
        Way(target=None, answer="Akhiri", value="akhiri"),
    )
