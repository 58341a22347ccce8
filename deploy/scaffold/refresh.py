"""An element template brought up to its handler: what people wrote in it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.scaffold.template import OF_THE_ROW, Looks, caught, element_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.handler import Handler

    Property = dict[str, Any]

_MAPPED = ("zeebe:input", "zeebe:output")


def refreshed(template: bytes, handler: Handler) -> bytes:
    """Add the inputs and outputs that a template lacks, and drop those the handler has no more.

    So with what a diagram does about errors.

    A template that fits comes back as it is; one that is changed is a new version, which
    ``tertib check`` and Modeler ask to be applied.
    """
    content: dict[str, Any] = msgspec.json.decode(template)
    fresh = _properties(handler)
    known = {struct: _names(handler, struct) for struct in _MAPPED}
    kept = [p for p in content["properties"] if _kind(p) not in _MAPPED or _fits(p, known)]
    kept = list(_with_caught(kept, list(caught(handler))))
    have = {(_kind(p), _name(p)) for p in kept}
    lacking = [p for p in fresh if _kind(p) in _MAPPED and (_kind(p), _name(p)) not in have]
    # Of what the SOP says of the row, a template passes on what its author chose.
    lacking = [p for p in lacking if p["id"] not in OF_THE_ROW]
    if kept == content["properties"] and not lacking:
        return template
    gone = {p.get("value") for p in content["properties"] if p not in kept}
    content["properties"] = _placed(list(_without_fields(kept, gone)), lacking)
    content["version"] += 1
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _with_caught(kept: list[Property], fresh: list[Property]) -> Iterator[Property]:
    """What there is stays as its author wrote it, for as long as there are errors."""
    own = [item for item in kept if item["id"] == "caught"]
    for item in kept:
        if item not in own:
            yield item
        if item["id"] == "order":
            yield from (own or fresh) if fresh else ()


def _properties(handler: Handler) -> list[Property]:
    looks = Looks(name="", description="", order="after")
    made = msgspec.json.decode(element_template(handler, looks))
    properties: list[Property] = made["properties"]
    return properties


def _names(handler: Handler, binding: str) -> set[str]:
    struct = handler.inputs if binding == "zeebe:input" else handler.outputs
    return {field.encode_name for field in msgspec.structs.fields(struct)}


def _kind(item: Property) -> str:
    return str(item["binding"]["type"])


def _name(item: Property) -> str:
    """The handler's name for what a mapping maps; of ``=letter.number`` the letter."""
    binding = item["binding"]
    source = str(binding.get("source", "")).removeprefix("=").split(".")[0]
    return source if _kind(item) == "zeebe:output" else str(binding.get("name"))


def _fits(item: Property, known: dict[str, set[str]]) -> bool:
    """Whether the handler has it. What an output reckons from several is its author's own."""
    name = _name(item)
    own = _kind(item) == "zeebe:output" and not name.isidentifier()
    return own or name in known[_kind(item)]


def _without_fields(kept: list[Property], gone: set[str | None]) -> Iterator[Property]:
    """Leave out of the form what showed a variable that nobody sets any more."""
    for item in kept:
        if item["binding"].get("name") != "tertib:form":
            yield item
            continue
        fields: list[Property] = msgspec.json.decode(item["value"])
        fields = [field for field in fields if field.get("key") not in gone]
        if fields:
            yield item | {"value": msgspec.json.encode(fields).decode()}


def _placed(kept: list[Property], lacking: list[Property]) -> list[Property]:
    """Put new mappings before the way it runs, which comes last: inputs, then outputs."""
    last = [item for item in kept if item.get("group") == "run"]
    outputs = [item for item in kept if _kind(item) == "zeebe:output"]
    rest = [item for item in kept if item not in last and item not in outputs]
    inputs = [item for item in lacking if _kind(item) == "zeebe:input"]
    new_outputs = [item for item in lacking if _kind(item) == "zeebe:output"]
    return [*rest, *inputs, *outputs, *new_outputs, *last]
