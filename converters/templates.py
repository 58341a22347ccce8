"""Element templates: what a job of each type needs, as Camunda Modeler knows it.

Source of the format: Camunda's element template JSON schema for Zeebe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a property's value goes in the BPMN element."""

    type: str
    name: str | None = None
    property: str | None = None
    source: str | None = None
    key: str | None = None


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """One property of a template."""

    binding: Binding
    value: str | None = None


class Icon(msgspec.Struct, frozen=True, kw_only=True):
    """The picture of a template: a data URL."""

    contents: str


class Caught(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a diagram does where a job ends in one of its BPMN errors (``tertib:caught``)."""

    name: str  # of the event on its border that catches them all
    problem: str  # FEEL, from the error's variables: what the officer reads
    task: str | None = None  # of somebody who sees to it; None: whoever did the row before it
    repeat: bool = True  # whether it can help to do the job again
    form: tuple[dict[str, Any], ...] = ()  # fields of that task alone, as those of tertib:form


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the row's form that the job has filled in, or tells of (``tertib:form``)."""

    key: str = ""  # the variable; empty: it is text only
    required: bool = False
    readonly: bool = False


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """An element template for service tasks, or for events."""

    id: str
    name: str
    version: int
    properties: tuple[Property, ...]
    icon: Icon | None = None
    wait: Template | None = None  # of the event that the row waits at (``tertib:wait``)

    def bound(self, binding_type: str) -> tuple[Property, ...]:
        """The properties of one kind of binding, in the template's order."""
        return tuple(p for p in self.properties if p.binding.type == binding_type)

    @property
    def job_type(self) -> str | None:
        """The job type its tasks have."""
        types = (
            p.value for p in self.bound("zeebe:taskDefinition") if p.binding.property == "type"
        )
        return next(types, None)

    @property
    def caught(self) -> Caught | None:
        """What becomes of its BPMN errors. None: nobody in the process can see to one."""
        value = self.extension("tertib:caught")
        return msgspec.json.decode(value, type=Caught) if value else None

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What an officer fills in for it; not what is only shown."""
        value = self.extension("tertib:form") or "[]"
        fields = msgspec.json.decode(value, type=tuple[Asked, ...])
        return tuple(field for field in fields if field.key and not field.readonly)

    def extension(self, name: str) -> str | None:
        """The value of an extension property such as ``tertib:order``."""
        values = (p.value for p in self.bound("zeebe:property") if p.binding.name == name)
        return next(values, None)


def load(folder: Path) -> Mapping[str, Template]:
    """The element templates of a folder, by job type; those of events are in its ``events``.

    Raises:
        ValueError: a file is no element template, names no job type, waits at no event there is,
            or does not say what becomes of an error.
    """
    templates = {}
    for path in sorted(folder.glob("*.json")):
        template = _decode(path)
        if not template.job_type:
            msg = f"{path}: no property binds zeebe:taskDefinition type; add the job type."
            raise ValueError(msg)
        templates[template.job_type] = _with_event(template, path)
    return templates


def _with_event(template: Template, path: Path) -> Template:
    event = template.extension("tertib:wait")
    if event is None:
        return template
    file = path.parent / "events" / f"{event}.json"
    if not file.exists():
        msg = f"{path}: tertib:wait names {event!r}, but there is no {file}."
        raise ValueError(msg)
    return msgspec.structs.replace(template, wait=_decode(file))


def _decode(path: Path) -> Template:
    try:
        template = msgspec.json.decode(path.read_bytes(), type=Template)
    except msgspec.MsgspecError as error:
        msg = f"{path}: not an element template for Zeebe: {error}"
        raise ValueError(msg) from error
    try:
        _ = template.caught, template.asked
    except msgspec.MsgspecError as error:
        msg = f"{path}: its tertib:caught or tertib:form cannot be read: {error}"
        raise ValueError(msg) from error
    return template
