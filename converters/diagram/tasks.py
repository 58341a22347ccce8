"""What the engine needs to know of a task: extension elements of Zeebe."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from converters.diagram.caught import caught, results, told_in
from converters.diagram.due_date import due_date
from converters.diagram.elements import child, qualified
from converters.diagram.feel import literal
from converters.diagram.fields import form_fields, sent_back
from converters.diagram.forms import form_id

if TYPE_CHECKING:
    from lxml.etree import _Element

    from converters.diagram.fields import Field
    from converters.diagram.graph import Graph, Node, Row
    from converters.model import Sop
    from converters.templates import Template


def candidate_group(role: str) -> str:
    """The group that may claim the tasks of a lane: "Kasubbag Umum" is ``kasubbag-umum``."""
    ascii_only = unicodedata.normalize("NFKD", role).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "pelaksana"


ROW = "sop:row"  # the extension property that names the row an element comes from


def row_property(extensions: _Element, node: Node) -> None:
    """Say which row of the SOP the element comes from."""
    _add_properties(extensions, {ROW: node.row.step.number if node.row else ""})


def _add_properties(extensions: _Element, pairs: dict[str, str]) -> None:
    properties = child(extensions, "zeebe:properties")
    for name, value in pairs.items():
        child(properties, "zeebe:property", {"name": name, "value": value})


def extend_person(extensions: _Element, node: Node, sop: Sop, graph: Graph) -> None:
    """A native user task: its form, who may claim it, until when it must be done."""
    row = node.row
    if row is None:
        return
    step = row.step
    child(extensions, "zeebe:userTask")
    form = {"formId": form_id(sop, node), "bindingType": "deployment"}
    child(extensions, "zeebe:formDefinition", form)
    groups = dict.fromkeys(map(candidate_group, (row.role, *row.with_roles)))
    child(extensions, "zeebe:assignmentDefinition", {"candidateGroups": ",".join(groups)})
    if due := due_date(step.time):
        child(extensions, "zeebe:taskSchedule", {"dueDate": due})
    event = graph.tells(told_in(row))
    told = event is not None and event.row == row  # else somebody comes here with an error only
    if (row.question or told) and not node.template:
        _leave(extensions, row, form_fields(node, sop, graph), told=told)
    row_property(extensions, node)


def _leave(extensions: _Element, row: Row, fields: list[Field], *, told: bool) -> None:
    """After "Tidak", ``review_note`` is the reviewer's note; after "Ya" there is none.

    The answer is asked afresh each time the row comes round, and what was told of an error is told
    once. With output mappings only what is mapped leaves the task, so every field of the form is.
    """
    mapping = child(extensions, "zeebe:ioMapping")
    asked = [f"decision_{row.key}"] if row.question else []
    for name in (*asked, *([f"note_{row.key}"] if row.backs else [])):
        child(mapping, "zeebe:input", {"source": "=null", "target": name})
    for field in fields:
        if "key" in field:
            variable = str(field["key"])
            child(mapping, "zeebe:output", {"source": f"={variable}", "target": variable})
    if told:
        child(mapping, "zeebe:output", {"source": "=null", "target": told_in(row)})
    if row.question:
        note = f"=if {sent_back(row)} then note_{row.key} else null" if row.backs else "=null"
        child(mapping, "zeebe:output", {"source": note, "target": "review_note"})


def extend_caught(extensions: _Element, node: Node) -> None:
    """What happened, in words for whoever sees to it, and nothing in the place of results.

    The words come first: a mapping sees what those before it have set.
    """
    mapping = child(extensions, "zeebe:ioMapping")
    told = {"source": caught(node).problem, "target": node.tells or ""}
    child(mapping, "zeebe:output", told)
    for result in results(node):
        child(mapping, "zeebe:output", {"source": "=null", "target": result})
    row_property(extensions, node)


def apply_template(element: _Element, node: Node) -> None:
    """Say which element template the element follows."""
    if template := node.template:
        element.set(qualified("zeebe:modelerTemplate"), template.id)
        element.set(qualified("zeebe:modelerTemplateVersion"), str(template.version))
        if template.icon:
            element.set(qualified("zeebe:modelerTemplateIcon"), template.icon.contents)


def extend_job(element: _Element, extensions: _Element, node: Node, sop: Sop) -> None:
    """The element template applied, as Camunda Modeler applies it."""
    template, row = node.template, node.row
    if template is None or row is None:
        return
    apply_template(element, node)
    definition = {
        p.binding.property: p.value
        for p in template.bound("zeebe:taskDefinition")
        if p.binding.property and p.value
    }
    child(extensions, "zeebe:taskDefinition", definition)
    _add_mapping(extensions, template, _row_inputs(row, sop))
    _add_headers(extensions, template)
    declared = {p.binding.name or "": p.value for p in template.bound("zeebe:property")}
    pairs = declared | {ROW: row.step.number}
    _add_properties(extensions, {name: value for name, value in pairs.items() if value})


def _row_inputs(row: Row, sop: Sop) -> dict[str, str | None]:
    """The inputs that the row itself knows."""
    step = row.step
    return {
        "row": step.number,
        "activity": step.activity,
        "subject": step.outputs[0] if step.outputs else step.activity,
        "role": row.role,
        "next_role": row.next_role,
        "process_title": sop.title,
        "unit": sop.office,
    }


def _add_mapping(extensions: _Element, template: Template, known: dict[str, str | None]) -> None:
    mapping = child(extensions, "zeebe:ioMapping")
    for input_ in template.bound("zeebe:input"):
        name = input_.binding.name or ""
        own = known.get(name)
        value = literal(own) if own else input_.value
        if value:
            child(mapping, "zeebe:input", {"source": value, "target": name})
    for output in template.bound("zeebe:output"):
        if output.value:
            places = {"source": output.binding.source or "", "target": output.value}
            child(mapping, "zeebe:output", places)


def _add_headers(extensions: _Element, template: Template) -> None:
    headers = [p for p in template.bound("zeebe:taskHeader") if p.value]
    if headers:
        element = child(extensions, "zeebe:taskHeaders")
        for header in headers:
            pair = {"key": header.binding.key or "", "value": header.value or ""}
            child(element, "zeebe:header", pair)
