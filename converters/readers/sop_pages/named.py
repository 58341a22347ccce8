"""Performers that are named in the cells of one column instead of having columns of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.sop import lines, marks
from converters.readers.sop.columns import PERFORMER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop_pages.steps import Place, Step

# What may part several names; "dan" may also stand within one.
_BETWEEN = (re.compile(r"\s*[,;/\n]\s*"), re.compile(r"\s*(?:&|\bdan\b)\s*", re.IGNORECASE))
_LONGEST = 80  # characters of a name


class Named(NamedTuple):
    """The performers of a table."""

    roles: tuple[str, ...]  # in the order in which they first appear
    steps: tuple[tuple[int, ...], ...]  # of each step, those who do it together; none: blank


def find(steps: Sequence[Step]) -> Named | None:
    """The performers that the only column for them names; None: it holds marks, or nothing."""
    places = [place for step in steps for place in step.places]
    if not all(map(_names, places)):
        return None
    texts = _texts(steps)
    names = [text for text in texts if text and not marks.read(text)]
    if 2 * len(names) < len(steps) or max(map(len, names)) > _LONGEST:
        return None
    alone = {_key(name) for name in names}
    roles: dict[str, str] = {}  # by key, as first printed
    found = []
    for text in texts:
        performers = _together(text, alone) or ([" ".join(text.split())] if text else [])
        found.append(tuple(roles.setdefault(_key(name), name) for name in performers))
    order = list(roles.values())
    return Named(tuple(order), tuple(tuple(map(order.index, step)) for step in found))


def _together(text: str, alone: set[str]) -> list[str]:
    """The names of several performers, each of whom another step names alone."""
    for between in _BETWEEN:
        pieces = between.split(text)
        if len(pieces) > 1 and all(_key(piece) in alone for piece in pieces):
            return pieces
    return []


def _names(place: Place) -> bool:
    roles = place.layout.roles
    return len(roles) == 1 and PERFORMER.fullmatch(roles[0].name) is not None


def _texts(steps: Sequence[Step]) -> list[str]:
    """What the column says at each step; a cell beside several says it of each."""
    texts: list[str] = []
    for step in steps:
        text = step.text("role 0").strip()
        place = step.places[0]
        begun = any(place.layout.of(cell) is place.layout.roles[0] for cell in place.cells)
        texts.append(text if begun or not texts else texts[-1])
    return ["" if text in lines.BLANK else text for text in texts]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
