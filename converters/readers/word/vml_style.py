"""The lengths of VML: the ``style`` of a shape, the units of groups, the paths of freeforms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from converters.readers.page import Box, Point
from converters.readers.word.xml import UNITS, local, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

# Points in each unit. Without a unit a length is in the group's own, or in pixels.
_UNITS = {**UNITS, "px": 0.75}
_LENGTH = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+))\s*([a-z]*)")
_FRACTION = 65_536  # "fd": parts of a degree
_FARTHEST = 1e7
_SIDE = 1000  # units of a group that does not say
_TOKEN = re.compile(r"(x|e|n[fs]|[a-z]{1,2})|(-?\d+)|(,)")
_CURVES = {"c", "v"}  # three points each, the last of them where it ends; v counts from the start
_SOFT = {"c": 3, "v": 3, "m": 1, "l": 1, "r": 1, "t": 1}  # points of each command
_RELATIVE = {"r", "t", "v"}
_TOKENS = 2_000


def parse(shape: _Element) -> Mapping[str, str]:
    """The entries of a shape's ``style``."""
    pairs = (entry.partition(":") for entry in shape.get("style", "").split(";"))
    return {name.strip().lower(): text.strip().lower() for name, _, text in pairs}


def length(text: str | None) -> float:
    """Points; or units of the group where none is named and the shape stands in one."""
    match = _LENGTH.match(text or "")
    found = number(match[1]) * _UNITS.get(match[2], 1.0) if match else 0.0
    return found if abs(found) < _FARTHEST else 0.0


def degrees(text: str) -> float:
    """A rotation, clockwise."""
    match = _LENGTH.match(text)
    return number(match[1]) / (_FRACTION if match[2] == "fd" else 1) % 360 if match else 0.0


def box(shape: _Element, style: Mapping[str, str]) -> Box:
    """Where the shape stands, from its anchor or in the units of its group."""
    ends = _ends(shape)
    if ends:
        start, end = ends
        return Box(
            min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y)
        )
    left = length(style.get("left")) + length(style.get("margin-left"))
    top = length(style.get("top")) + length(style.get("margin-top"))
    width, height = length(style.get("width")), length(style.get("height"))
    return Box(left, top, left + abs(width), top + abs(height))


def slopes(shape: _Element) -> tuple[bool, bool]:
    """Whether a line leads to the left, and upwards."""
    ends = _ends(shape)
    return (ends[1].x < ends[0].x, ends[1].y < ends[0].y) if ends else (False, False)


def inner(shape: _Element) -> Box | None:
    """The units of a group's members."""
    if local(shape) != "group":
        return None
    origin, size = _pair(shape.get("coordorigin", "0,0")), _size(shape)
    return Box(origin.x, origin.y, origin.x + size.x, origin.y + size.y)


def freeform(shape: _Element) -> _Element:
    """A shape's ``path`` as ``a:custGeom``."""
    geometry = etree.Element("custGeom")
    size, origin = _size(shape), _pair(shape.get("coordorigin", "0,0"))
    path = etree.SubElement(
        etree.SubElement(geometry, "pathLst"), "path", w=str(int(size.x)), h=str(int(size.y))
    )
    for name, point in _commands(shape.get("path", "")):
        command = etree.SubElement(path, name)
        if point:
            x, y = int(point.x - origin.x), int(point.y - origin.y)
            etree.SubElement(command, "pt", x=str(x), y=str(y))
    return geometry


def _commands(path: str) -> Iterator[tuple[str, Point | None]]:
    """DrawingML's commands and where each ends."""
    here = Point(0, 0)
    for name, numbers in _groups(path):
        if name == "x":
            yield "close", None
        count = _SOFT.get(name, 0)
        step = 2 * count
        for place in range(0, len(numbers) if count else 0, step or 1):
            pairs = (*numbers[place : place + step], *(0,) * step)[:step]
            base = here if name in _RELATIVE else Point(0, 0)
            here = Point(base.x + pairs[-2], base.y + pairs[-1])
            drawn = "cubicBezTo" if name in _CURVES else "lnTo"
            yield ("moveTo" if name in {"m", "t"} else drawn), here


def _groups(path: str) -> Iterator[tuple[str, list[int]]]:
    """Each command of a path with its numbers; a number left out between commas is 0."""
    name, wanted = "", False
    numbers: list[int] = []
    for found, _ in zip(_TOKEN.finditer(path), range(_TOKENS), strict=False):
        letter, digits, comma = found.groups()
        if letter:
            if name:
                yield name, numbers + [0] * wanted
            name, numbers, wanted = letter, [], False
        elif digits:
            numbers.append(int(digits[:9]))
            wanted = False
        elif comma:
            if wanted or not numbers:
                numbers.append(0)
            wanted = True
    if name:
        yield name, numbers


def _ends(shape: _Element) -> tuple[Point, Point] | None:
    if local(shape) != "line" or "from" not in shape.attrib:  # WPS Office gives lines a box
        return None
    return _pair(shape.get("from", "0,0")), _pair(shape.get("to", "0,0"))


def _size(shape: _Element) -> Point:
    size = _pair(shape.get("coordsize", f"{_SIDE},{_SIDE}"))
    return Point(abs(size.x) or _SIDE, abs(size.y) or _SIDE)


def _pair(text: str) -> Point:
    first, _, second = text.partition(",")
    return Point(length(first), length(second))
