"""The reference of the job types: one page each, made from the code and the element template.

``python -m workers.reference`` writes the pages into ``docs/jobs``; nothing there is by hand.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import NODEFAULT
from msgspec import inspect as types

from workers.registry import own_handlers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from workers.handler import Handler

ROOT = Path(__file__).parent.parent
_SCALARS: dict[type[types.Type], str] = {
    types.StrType: "text",
    types.IntType: "whole number",
    types.FloatType: "number",
    types.BoolType: "true/false",
    types.NoneType: "null",
    types.AnyType: "anything",
    types.DictType: "object",
}
PLACES = {
    "before": "In a row that a person works on, too, it comes before the person's task; what takes "
    "on a letter that the row itself drafts comes after it.",
    "after": "In a row that a person works on, too, it comes after the person's task.",
    "handoff": "In a row that a person works on, too, it comes before the person's task, who then "
    "hands over what it prepared. Where the person decides, signs or reads a draft first, both "
    "come after that, the handing over as a task of its own.",
}
_COMMENT = re.compile(r"^\s+(\w+): .*?\s#\s+(.*)$", re.MULTILINE)


class Binding(msgspec.Struct, frozen=True):
    """Where a property of an element template goes."""

    type: str
    name: str | None = None
    source: str | None = None


class Property(msgspec.Struct, frozen=True):
    """A property of an element template."""

    binding: Binding
    label: str = ""
    value: str | None = None


class Template(msgspec.Struct, frozen=True):
    """An element template, as far as its page tells of it."""

    name: str
    description: str
    properties: tuple[Property, ...]

    def bound(self, kind: str) -> Iterator[Property]:
        """Give the properties with this binding."""
        return (item for item in self.properties if item.binding.type == kind)

    def extension(self, name: str) -> str | None:
        """Give the value of an extension property."""
        found = (item for item in self.bound("zeebe:property") if item.binding.name == name)
        return next((item.value for item in found), None)


def pages(templates: Path) -> dict[str, str]:
    """Return all pages of Tertib's own job types, by file name.

    Args:
        templates: the folder of the element templates.

    Raises:
        FileNotFoundError: a job type has no element template.
    """
    handlers = own_handlers()
    return pages_of(
        handlers, {name: (templates / f"{name}.json").read_bytes() for name in handlers}
    )


def pages_of(handlers: Mapping[str, Handler], templates: Mapping[str, bytes]) -> dict[str, str]:
    """Return the index and a page for each handler, by file name.

    Args:
        handlers: by job type, in the order of the index.
        templates: the content of each job type's element template.
    """
    read = {name: msgspec.json.decode(templates[name], type=Template) for name in handlers}
    written = {f"{name}.md": _page(handlers[name], read[name]) for name in handlers}
    return {"README.md": _index(handlers, read)} | written


def _index(handlers: Mapping[str, Handler], templates: Mapping[str, Template]) -> str:
    rows = [
        (f"[`{job_type}`]({job_type}.md)", templates[job_type].name, _purpose(handler))
        for job_type, handler in handlers.items()
    ]
    note = "Made by `make docs` from the code and the element templates; not to be edited."
    return _joined("# Job types", note, _table(("Job type", "In Modeler", "What it does"), rows))


def _page(handler: Handler, template: Template) -> str:
    module = sys.modules[handler.function.__module__]
    order = template.extension("tertib:order")
    return _joined(
        f"# {handler.type}",
        _capitalised(_purpose(handler)),
        *_more(module.__doc__),
        f"In Modeler: **{template.name}**. {template.description}",
        PLACES.get(order or "", ""),
        "## Inputs",
        _inputs(handler, template),
        "## Outputs",
        _outputs(handler, template),
        *_form(template),
        "## BPMN errors",
        _errors(getattr(module, "ERRORS", {})),
        *_caught(template),
        *_configuration(getattr(module, "CONFIG", {})),
    )


def _purpose(handler: Handler) -> str:
    """The first line of the module's docstring, without the job type it begins with."""
    text = sys.modules[handler.function.__module__].__doc__ or ""
    return text.strip().split("\n\n")[0].partition(": ")[2].replace("\n", " ")


def _more(docstring: str | None) -> list[str]:
    return (docstring or "").strip().split("\n\n")[1:]


def _inputs(handler: Handler, template: Template) -> str:
    declared = {item.binding.name: item for item in template.bound("zeebe:input")}
    rows = [
        (f"`{name}`", kind, _code(declared[name].value), declared[name].label, meaning)
        for name, kind, meaning in _fields(handler.inputs)
        if name in declared
    ]
    return _table(("Input", "Type", "Default", "In Modeler", "Meaning"), rows)


def _outputs(handler: Handler, template: Template) -> str:
    fields = {name: (kind, meaning) for name, kind, meaning in _fields(handler.outputs)}
    rows = []
    for item in template.bound("zeebe:output"):
        if item.value is None:  # of a variable that only some diagrams have
            continue
        source = (item.binding.source or "").lstrip("=")
        rows.append((f"`{item.value}`", *fields.get(source, ("", f"`{source}`"))))
    return _table(("Process variable", "Type", "Meaning"), rows)


def _form(template: Template) -> list[str]:
    fields = msgspec.json.decode(
        template.extension("tertib:form") or "[]", type=list[dict[str, Any]]
    )
    rows = [
        (f"`{field['key']}`", field["label"], field["type"], _asked(field))
        for field in fields
        if "key" in field
    ]
    if not rows:
        return []
    return ["## In the form of the row", _table(("Variable", "Label", "Field", ""), rows)]


def _asked(field: Mapping[str, Any]) -> str:
    if field.get("readonly"):
        return "shown"
    return "required" if field.get("required") else "optional"


def _errors(errors: Mapping[str, str]) -> str:
    if not errors:
        return "None: what can go wrong here is the administrator's to mend, and an incident."
    return _table(("Code", "When"), [(f"`{code}`", when) for code, when in sorted(errors.items())])


def _caught(template: Template) -> list[str]:
    """Who sees to the errors in a diagram that Tertib draws."""
    value = template.extension("tertib:caught")
    if value is None:
        return []
    told = msgspec.json.decode(value)
    back = "back to the row's own task if the job comes straight after it, else to a task"
    leads = f"to the task *{told['task']}*" if told.get("task") else back
    then = ", where somebody decides whether to do it again" if told.get("repeat", True) else ""
    caught = f"One event in a converted diagram catches them, *{told['name']}*."
    return [f"{caught} It leads {leads}{then}. What only the administrator can mend: an incident."]


def _configuration(sections: Mapping[str, type[msgspec.Struct]]) -> list[str]:
    rows = []
    for section, struct in sections.items():
        comments = dict(_COMMENT.findall(inspect.getsource(struct)))
        for field in msgspec.structs.fields(struct):
            variable = f"TERTIB_{section}_{field.name}".upper().replace("-", "_")
            setting = f"`{section}.{field.encode_name}`"
            default = "" if field.default is NODEFAULT else str(field.default)
            rows.append((setting, f"`{variable}`", _code(default), comments.get(field.name, "")))
    if not rows:
        return []
    return ["## Configuration", _table(("Setting", "Environment", "Default", "Meaning"), rows)]


def _fields(struct: type[msgspec.Struct]) -> Iterator[tuple[str, str, str]]:
    """Give name, type and meaning of a struct's fields, as they stand in JSON."""
    info = types.type_info(struct)
    if isinstance(info, types.StructType):
        for field in info.fields:
            yield field.encode_name, _kind(field.type), _meaning(field.type)


def _meaning(kind: types.Type) -> str:
    if isinstance(kind, types.Metadata):
        return str((kind.extra_json_schema or {}).get("description", ""))
    return ""


def _kind(kind: types.Type) -> str:
    match kind:
        case types.Metadata(type=inner):
            return _kind(inner)
        case types.UnionType(types=several):
            return " or ".join(sorted(map(_kind, several), key=lambda name: name == "null"))
        case types.LiteralType(values=values):
            return ", ".join(_code(str(value)) or "empty" for value in values)
        case types.StructType(cls=cls) if cls.__name__ == "DocumentReference":
            return "document reference"
        case types.StructType(fields=fields):
            return f"object: {', '.join(_code(field.encode_name) for field in fields)}"
        case _:
            return _SCALARS.get(type(kind), type(kind).__name__.removesuffix("Type").lower())


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def main() -> None:
    """Write the pages, and remove those of job types that are gone."""
    folder = ROOT / "docs" / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    written = pages(ROOT / "bpmn" / "templates")
    for stale in folder.glob("*.md"):
        if stale.name not in written:
            stale.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
