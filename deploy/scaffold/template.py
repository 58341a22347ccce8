"""The element template of a handler: what its inputs and outputs look like in Modeler.

What all templates share (who may use it, its groups, the row of the SOP, the number of tries) is
taken from one that Tertib ships, so that it is written down once.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect as types

from workers.step import StepInputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.handler import Handler

    Property = dict[str, Any]

PATTERN = Path(__file__).parents[2] / "bpmn" / "templates" / "register.json"
OF_THE_ROW = {field.encode_name for field in msgspec.structs.fields(StepInputs)}


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """What the code does not say: words for the people at Modeler, in Indonesian."""

    name: str
    description: str
    order: str  # before, after or handoff: where it stands in a row with a person's task
    form: tuple[Mapping[str, Any], ...] = ()  # fields for the form of the row
    labels: Mapping[str, str] = {}  # of inputs; of outputs as "result_..."
    hints: Mapping[str, str] = {}  # of inputs
    variables: Mapping[str, str] = {}  # process variable of an input or output of another name


def element_template(handler: Handler, looks: Looks) -> bytes:
    """Write the element template of a handler, as JSON.

    Args:
        handler: its inputs and outputs become properties.
        looks: the words; a field without a label is labelled by its name.
    """
    template: dict[str, Any] = msgspec.json.decode(PATTERN.read_bytes())
    shared = {item["id"]: item for item in template["properties"]}
    template |= {
        "name": looks.name,
        "id": f"tertib.{handler.type}",
        "version": 1,
        "description": looks.description,
        "properties": [
            shared["type"] | {"value": handler.type},
            shared["order"] | {"value": looks.order},
            shared["sop_row"],
            *caught(handler),
            *_form(looks),
            *(shared[name] for name in shared if name in OF_THE_ROW & set(handler.variables)),
            *(_input(field, looks) for field in _fields(handler.inputs)),
            *(_output(field, looks) for field in _fields(handler.outputs)),
            shared["retries"],
        ],
    }
    return msgspec.json.format(msgspec.json.encode(template), indent=2) + b"\n"


def caught(handler: Handler) -> Iterator[Property]:
    """What a diagram does about the worker's errors, until its author says it better."""
    if getattr(sys.modules[handler.function.__module__], "ERRORS", None):
        words = {"name": "Tidak berhasil", "problem": "=problem"}
        yield {
            "id": "caught",
            "type": "Hidden",
            "value": msgspec.json.encode(words).decode(),
            "binding": {"type": "zeebe:property", "name": "tertib:caught"},
        }


def _fields(struct: type[msgspec.Struct]) -> Iterator[types.Field]:
    """Give the fields of a struct that are its own, not the row's."""
    info = types.type_info(struct)
    if isinstance(info, types.StructType):
        yield from (field for field in info.fields if field.encode_name not in OF_THE_ROW)


def _form(looks: Looks) -> Iterator[Property]:
    if looks.form:
        yield {
            "id": "form",
            "type": "Hidden",
            "value": msgspec.json.encode(looks.form).decode(),
            "binding": {"type": "zeebe:property", "name": "tertib:form"},
        }


def _input(field: types.Field, looks: Looks) -> Property:
    name = field.encode_name
    made: Property = {"id": name, "label": looks.labels.get(name) or _in_words(name)}
    if hint := looks.hints.get(name):
        made["description"] = hint
    variable = looks.variables.get(name)
    if choices := _choices(field.type):
        made |= {"type": "Dropdown"}
        made |= {"value": choices[0]} if field.required else {"optional": True}
        made["choices"] = [{"name": _in_words(choice), "value": choice} for choice in choices]
    elif field.required or variable or _is_object(field.type):
        made |= {"type": "String", "feel": "optional", "value": f"={variable or name}"}
    else:
        made |= {"type": "String", "feel": "optional", "optional": True}
    return made | {"group": "data", "binding": {"type": "zeebe:input", "name": name}}


def _output(field: types.Field, looks: Looks) -> Property:
    name = field.encode_name
    return {
        "id": f"result_{name}",
        "label": looks.labels.get(f"result_{name}") or _in_words(name),
        "type": "String",
        "value": looks.variables.get(name, name),
        "group": "result",
        "binding": {"type": "zeebe:output", "source": f"={name}"},
        "constraints": {"notEmpty": True},
    }


def _inner(kind: types.Type) -> list[types.Type]:
    """The types a field may have, null and descriptions left out."""
    if isinstance(kind, types.Metadata):
        return _inner(kind.type)
    if isinstance(kind, types.UnionType):
        return [inner for one in kind.types for inner in _inner(one)]
    return [] if isinstance(kind, types.NoneType) else [kind]


def _choices(kind: types.Type) -> list[str]:
    found = _inner(kind)
    if len(found) == 1 and isinstance(found[0], types.LiteralType):
        return [str(value) for value in found[0].values]
    return []


def _is_object(kind: types.Type) -> bool:
    return any(isinstance(one, types.StructType) for one in _inner(kind))


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
