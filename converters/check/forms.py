"""The forms beside a diagram, as far as the rules look into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form-js form: its id and the variables that it asks for."""

    id: str
    components: list[dict[str, Any]] = []

    @property
    def keys(self) -> frozenset[str]:
        """The variables, those in groups included."""
        return frozenset(_keys(self.components))


def _keys(components: list[dict[str, Any]]) -> Iterator[str]:
    for component in components:
        if "key" in component:
            yield component["key"]
        yield from _keys(component.get("components", []))


def load(folder: Path) -> Mapping[str, Form]:
    """The forms of a folder, by id; a file that is no form is left to the engine to refuse."""
    forms = {}
    for path in sorted(folder.glob("*.form")):
        try:
            form = msgspec.json.decode(path.read_bytes(), type=Form)
        except msgspec.MsgspecError:
            continue
        forms[form.id] = form
    return forms
