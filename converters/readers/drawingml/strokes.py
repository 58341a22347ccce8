"""The outline of a drawing: whether it is seen, how it ends, whether it is dashed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADS = {"triangle", "stealth", "arrow"}  # an oval or a diamond at its end points nowhere
_SOLID = {"", "solid"}
_PAINTS = ("solidFill", "gradFill", "pattFill", "blipFill", "grpFill")
_WHITE = {"bg1", "lt1", "window", "white", "FFFFFF"}


class Stroke(NamedTuple):
    """How a line is drawn."""

    drawn: bool
    head_at_start: bool = False
    head_at_end: bool = False
    dashed: bool = False


def read(properties: _Element, style: _Element | None) -> Stroke:
    """The stroke that ``spPr`` and, where that says nothing, the shape's style give."""
    line = properties.find("{*}ln")
    if line is None:
        return Stroke(drawn=_styled(style, "lnRef"))
    if line.find("{*}noFill") is not None:
        return Stroke(drawn=False)
    own = any(line.find(f"{{*}}{paint}") is not None for paint in _PAINTS)
    return Stroke(
        drawn=own or style is None or _styled(style, "lnRef"),
        head_at_start=_value(line, "headEnd", "type") in _HEADS,
        head_at_end=_value(line, "tailEnd", "type") in _HEADS,
        dashed=_value(line, "prstDash", "val") not in _SOLID
        or line.find("{*}custDash") is not None,
    )


def filled(properties: _Element, style: _Element | None) -> bool:
    """Whether its inside has a colour that is seen on white paper."""
    if properties.find("{*}noFill") is not None:
        return False
    for paint in _PAINTS:
        found = properties.find(f"{{*}}{paint}")
        if found is not None:
            return not any(colour.get("val") in _WHITE for colour in found)
    return _styled(style, "fillRef")


def _styled(style: _Element | None, name: str) -> bool:
    reference = None if style is None else style.find(f"{{*}}{name}")
    return reference is not None and reference.get("idx", "0") != "0"


def _value(line: _Element, name: str, attribute: str) -> str:
    found = line.find(f"{{*}}{name}")
    return "" if found is None else found.get(attribute, "")
