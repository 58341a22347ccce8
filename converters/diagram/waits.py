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
from converters.diagram.rows import free

if TYPE_CHECKING:
    from converters.templates import Template

NOT_SIGNED = "Tidak ditandatangani"
FOLLOW_UP = "Tindak lanjuti tanda tangan yang tidak diberikan"
REASON = (
    'if signature_reason = null then "permintaannya lewat batas waktu atau ditarik kembali" '
    "else signature_reason"
)
_VARIABLES = re.compile(r"\bsignature_(?:request|summary|reason)\b")


def of_row(template: Template, row: Row) -> Template:
    """The template with the row's own variables for its request, where it has some."""
    properties = (
        msgspec.structs.replace(item, value=item.value and _named(item.value, row))
        for item in template.properties
    )
    return msgspec.structs.replace(template, properties=tuple(properties))


def _named(words: str, row: Row) -> str:
    return _VARIABLES.sub(rf"\g<0>{row.ending}", words)


def waiting(row: Row, lane: int, event: Template, result: Node) -> tuple[Node, ...]:
    """The event that waits, the job behind it, and the event on its border."""
    wait = Node(
        id=f"Wait_{row.key}", kind=Kind.WAIT, lane=lane, name=event.name, row=row, template=event
    )
    caught = Node(
        id=f"Caught_{row.key}",
        kind=Kind.CAUGHT,
        lane=lane,
        name=NOT_SIGNED,
        row=row,
        host=result.id,
    )
    return wait, result, caught


def follow_up(row: Row, taken: set[str]) -> Row:
    """What somebody decides when the row's document was not signed.

    Args:
        row: it asked for the signature, and asks nothing itself.
        taken: keys of rows; this one's is added.
    """
    notice = f"**Tidak ditandatangani** ({{{{signature_request.number}}}}): {{{{{REASON}}}}}"
    return msgspec.structs.replace(
        row,
        key=free(f"{row.key}_ttd", taken),
        question="Tindak lanjut?",
        ways=(
            Way(target=row.key, number=row.step.number, answer="Ajukan lagi", value="ajukan lagi"),
            Way(target=None, answer="Akhiri", value="akhiri"),
        ),
        first=False,
        writes=False,
        next_role=row.role,
        notice=_named(notice, row),
    )


def follow_up_nodes(row: Row, lane: int) -> tuple[Node, ...]:
    """The task of a follow-up, and its gateway."""
    return (
        Node(id=f"Row_{row.key}", kind=Kind.PERSON, lane=lane, name=FOLLOW_UP, row=row),
        Node(id=f"Gateway_{row.key}", kind=Kind.DECISION, lane=lane, name=row.question, row=row),
    )
