"""The fields of a row's form, as form-js components."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from converters.diagram.caught import caught, told_in
from converters.diagram.feel import quoted
from converters.diagram.graph import Kind
from converters.diagram.needs import reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.diagram.graph import Graph, Node, Row
    from converters.model import Sop

Field = dict[str, Any]

OUTPUT_HINT = "Nomor, tempat simpan, atau tautan dokumennya. Jangan menulis data pribadi."


def form_fields(node: Node, sop: Sop, graph: Graph) -> list[Field]:
    """What the officer reads and fills in at a person's task, from top to bottom."""
    row = node.row
    if row is None:
        return []
    fields = [_heading(row, sop), *(_asked_by(node) if node.template else _of_row(row, graph))]
    return [{**field, "id": f"Field_{row.key}_{n}"} for n, field in enumerate(fields, start=1)]


def _of_row(row: Row, graph: Graph) -> Iterator[Field]:
    yield from _problem(row, graph)
    yield from _review_note(row, graph)
    yield from _checklist(row) if row.first else ()
    yield from _decision(row)
    yield from _unless_sent_back(row, (*_outputs(row), *_asked_by_jobs(row, graph)))


def _problem(row: Row, graph: Graph) -> Iterator[Field]:
    """What happened to a job that this row sees to; in a follow-up, what it asked for before."""
    variable = told_in(row)
    if event := graph.tells(variable):
        yield {
            "type": "text",
            "text": f"**{_markdown(event.name or '')}:** {{{{{variable}}}}}",
            "conditional": {"hide": f"={variable} = null"},
        }
        if event.row != row:
            yield from (field for field in _asked_by(event) if field.get("key") in reads(event))
            yield from map(_field, caught(event).form)


def _heading(row: Row, sop: Sop) -> Field:
    step = row.step
    parts = [f"**{_markdown(step.activity)}**", f"{_markdown(sop.title)}, baris {step.number}"]
    if row.with_roles:
        parts.append(f"**Bersama:** {_markdown(', '.join(row.with_roles))}")
    if step.time:
        parts.append(f"**Waktu:** {_markdown(step.time.text)}")
    if step.note:
        parts.append(f"**Keterangan:** {_markdown(step.note)}")
    return {"type": "text", "text": "\n\n".join(parts)}


def _review_note(row: Row, graph: Graph) -> Iterator[Field]:
    """Why the row came back, where a decision can send it back."""
    if row.key in graph.returned_to:
        yield {
            "type": "text",
            "text": "**Dikembalikan dengan catatan:** {{review_note}}",
            "conditional": {"hide": "=review_note = null"},
        }


def _checklist(row: Row) -> Iterator[Field]:
    if names := list(dict.fromkeys(map(_plain, row.step.inputs))):
        yield {
            "type": "checklist",
            "key": f"checklist_{row.key}",
            "label": "Kelengkapan yang sudah ada",
            "values": [{"label": name, "value": name} for name in names],
        }


def _unless_sent_back(row: Row, fields: tuple[Field, ...]) -> Iterator[Field]:
    """Fields that are there to fill in only where the row is done: not after "Tidak"."""
    condition = {"conditional": {"hide": f"={sent_back(row)}"}}
    for field in fields:
        yield {**condition, **field} if row.backs else field


def sent_back(row: Row) -> str:
    """A FEEL condition: the row's answer sends the case back."""
    return " or ".join(f"decision_{row.key} = {quoted(way.value)}" for way in row.backs)


def _goes_on(row: Row) -> str:
    return " and ".join(f"decision_{row.key} != {quoted(way.value)}" for way in row.backs)


def _outputs(row: Row) -> Iterator[Field]:
    """What the row hands over."""
    outputs = row.step.outputs if row.writes else ()
    for number, name in enumerate(dict.fromkeys(outputs), start=1):
        yield {
            "type": "textfield",
            "key": f"output_{row.key}_{number}",
            "label": f"Output: {_plain(name)}",
            "description": OUTPUT_HINT,
            "validate": {"required": True},
        }


def _asked_by_jobs(row: Row, graph: Graph) -> Iterator[Field]:
    """Fields that the row's jobs ask for (``tertib:form`` of their element templates).

    A hand-off with a task of its own asks there. What a job only tells is of no use before it.
    """
    nodes = [node for node in graph.nodes if node.row == row]
    elsewhere = [node.template for node in nodes if node.kind is Kind.PERSON]
    done = False
    for node in nodes:
        done = done or node.kind is Kind.PERSON
        if node.kind is Kind.JOB and node.template not in elsewhere:
            yield from (each for each in _asked_by(node) if not (done and each.get("readonly")))


def _asked_by(node: Node) -> Iterator[Field]:
    asked = node.template.extension("tertib:form") if node.template else None
    yield from map(_field, msgspec.json.decode(asked or "[]", type=list[Field]))


def _field(declared: Field) -> Field:
    """A field of an element template as form-js has it."""
    field = {name: value for name, value in declared.items() if name != "required"}
    return field | ({"validate": {"required": True}} if declared.get("required") else {})


def _decision(row: Row) -> Iterator[Field]:
    if row.question is None:
        return
    yield {
        "type": "radio",
        "key": f"decision_{row.key}",
        "label": _plain(row.question),
        "values": [{"label": _plain(way.answer or ""), "value": way.value} for way in row.ways],
        "validate": {"required": True},
    }
    if not row.backs:
        return
    readers = dict.fromkeys(way.number for way in row.backs if way.number)
    yield {
        "type": "textarea",
        "key": f"note_{row.key}",
        "label": "Catatan: apa yang harus diperbaiki",
        "description": f"Dibaca oleh pelaksana baris {' dan '.join(readers)}.",
        "validate": {"required": True},
        "conditional": {"hide": f"={_goes_on(row)}"},
    }


def _plain(text: str) -> str:
    """A label as it stands: form-js would evaluate a leading "=" and braces."""
    text = text.replace("{{", "{ {")
    return f" {text}" if text.startswith("=") else text


def _markdown(text: str) -> str:
    """Text that Markdown, HTML and form-js's own templates leave as it is."""
    text = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
