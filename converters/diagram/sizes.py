"""How much room each node needs, labels and documents included."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converters.diagram import fonts
from converters.diagram.graph import Kind

if TYPE_CHECKING:
    from converters.diagram.documents import Documents, Reference
    from converters.diagram.graph import Node

PERSON = (160, 110)  # four lines of text, and none behind the icon
JOB = (100, 80)
JOB_BESIDE = (220, 110)  # the flow of an event on its border passes its documents
GATEWAY = (50, 50)
EVENT = (36, 36)
DOCUMENT = (36, 50)

TRUNK = 10  # from a task's left edge to the line its documents hang on
DOCUMENT_INDENT = 20  # from a task's left edge to a document
DOCUMENT_LABEL = 116  # width at most; it may reach a little over the task's right edge
DOCUMENT_GAP = 8  # between documents
SHELF_GAP = 18  # between a task and its documents
LABEL_GAP = 5
GATEWAY_LABEL = 90
EVENT_LABEL = 80
BORDER_LABEL = 62  # at the left of an event: flows turn from 15 px before its job on
ANSWER_HEIGHT = 14  # of "Ya" and "Tidak"


GATEWAYS = (Kind.DECISION, Kind.JOIN, Kind.FORK, Kind.GATHER)


class Reach(NamedTuple):
    """How far a node reaches above and below its middle, in pixels."""

    up: int
    down: int


def size(node: Node) -> tuple[int, int]:
    """Width and height of a node's shape."""
    if node.kind is Kind.PERSON or node.inputs or node.outputs:
        return JOB_BESIDE if node.template and node.template.caught else PERSON
    if node.kind is Kind.JOB:
        return JOB
    return GATEWAY if node.kind in GATEWAYS else EVENT


def column_width(node: Node) -> int:
    """The width of the column that a node stands in, its label included."""
    room = {Kind.DECISION: GATEWAY_LABEL, Kind.TIMER: EVENT_LABEL, Kind.WAIT: EVENT_LABEL}
    return max(size(node)[0], room.get(node.kind, 0))


def document_height(reference: Reference) -> int:
    """A document's icon, or its label beside it where that is higher."""
    return max(DOCUMENT[1], label_box(reference.name))


def label_box(name: str) -> int:
    """The height of a document's label."""
    return fonts.height(name, DOCUMENT_LABEL)


def shelf_height(references: tuple[Reference, ...]) -> int:
    """All documents on one side of a task, the gap to the task included."""
    if not references:
        return 0
    gaps = SHELF_GAP + DOCUMENT_GAP * (len(references) - 1)
    return gaps + sum(document_height(reference) for reference in references)


def label_room(node: Node) -> int:
    """The width that the label of an event or a gateway may take."""
    if node.host:
        return max(BORDER_LABEL, fonts.longest_word(node.name or ""))
    return GATEWAY_LABEL if node.kind is Kind.DECISION else EVENT_LABEL


def outside(event: Node) -> int:
    """How far an event and its label reach out of the job on whose border it stands."""
    label = LABEL_GAP + fonts.height(event.name or "", label_room(event))
    return max(size(event)[1] // 2, label)


def reach(node: Node, documents: Documents, *, label_above: bool, beside: Reach) -> Reach:
    """The node's extent above and below its middle.

    Args:
        node: no event on a border.
        documents: of the process.
        label_above: whether its label is.
        beside: how far an event on its border reaches out; documents stand beyond.
    """
    half = size(node)[1] // 2
    if node.kind in (Kind.PERSON, Kind.JOB):
        up, down = (shelf_height(documents.of(node, written=w)) for w in (False, True))
        return Reach(half + up + beside.up, half + down + beside.down)
    label = fonts.height(node.name, label_room(node)) + LABEL_GAP if node.name else 0
    answer = ANSWER_HEIGHT + LABEL_GAP if node.kind is Kind.DECISION else 0
    up, down = (label, answer) if label_above else (answer, label)
    return Reach(half + up, half + down)
