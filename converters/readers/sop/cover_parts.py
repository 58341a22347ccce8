"""A cover taken apart: which raw text stands beside or below which label."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from converters.readers.sop import labels, letterhead, lines
from converters.readers.sop.labels import Label
from converters.readers.sop.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

GROWING = ("approved_by", "title")  # fields that may go on in the lines below
_LINES = 8  # that such a field takes at most


class Group(msgspec.Struct):
    """Section labels without text between them, line by line, and the lines below them."""

    labels: list[list[Label]]
    lines: list[Line] = []

    @property
    def fields(self) -> list[str]:
        """The fields it announces, in the order printed."""
        return [label.field for row in self.labels for label in row]


class Parts(msgspec.Struct):
    """Raw values by field, groups of section labels, and what the letterhead is made of."""

    fields: dict[str, list[str]] = {}
    groups: list[Group] = []
    head: list[str] = []  # pieces above or beside the fields
    beside: set[str] = set()  # those of them that stand beside the fields
    pending: list[str] = []  # fields whose value did not stand beside the label
    last: tuple[str, int] | None = None  # the field read last, and its value's column
    in_group: bool = False


def take_apart(cover: Iterable[Line]) -> Parts:
    """Walk down a cover's lines; every text ends up in the part its place gives it."""
    parts = Parts()
    for line in cover:
        found = labels.find(line)
        if any(label.section for label in found):
            _open_group(parts, [label for label in found if label.section])
        elif found:
            _take_fields(parts, found, line)
        elif parts.in_group:
            parts.groups[-1].lines.append(line)
        else:
            _take_beside(parts, line)
    return parts


def _open_group(parts: Parts, found: list[Label]) -> None:
    last = parts.groups[-1] if parts.in_group else None
    if last is not None and not last.lines and not any(label.value for label in last.labels[-1]):
        last.labels.append(found)
    else:
        parts.groups.append(Group(labels=[found]))
    parts.in_group = True


def _take_fields(parts: Parts, found: list[Label], line: Line) -> None:
    parts.in_group = False
    _take_head(parts, line.raw[: found[0].column], beside=True)
    columns = [label.column for label in found] + [len(line.cells)]
    for label, (start, end) in zip(found, pairwise(columns), strict=True):
        places = [place for place in line.filled if start < place < end]
        values = [label.value] if label.value else [line.raw[place] for place in places]
        if values:
            parts.fields.setdefault(label.field, values)
        elif label.field not in parts.pending:
            parts.pending.append(label.field)
        parts.last = (label.field, places[0] if places and not label.value else start + 1)


def _take_beside(parts: Parts, line: Line) -> None:
    """A line without labels: the field above going on, a value printed below its label, or head."""
    if parts.last is None:
        _take_head(parts, line.raw, beside=False)
        return
    field, column = parts.last
    right = [line.raw[place] for place in line.filled if place >= column]
    if right:
        parts.fields.setdefault(field, []).extend(right)
        _take_head(parts, line.raw[:column], beside=True)
    elif len(line.cells) > 1 or letterhead.names_office(line.text):
        _take_head(parts, line.raw, beside=True)
    elif not line.gap and field in GROWING and 0 < len(parts.fields.get(field, ())) < _LINES:
        parts.fields[field].append(line.raw[0])
    elif parts.pending:
        parts.fields.setdefault(parts.pending.pop(0), [line.raw[0]])
    else:
        _take_head(parts, line.raw, beside=False)


def _take_head(parts: Parts, raws: Iterable[str], *, beside: bool) -> None:
    pieces = [piece for raw in raws for piece in lines.segments(raw)]
    parts.head += pieces
    if beside:
        parts.beside.update(pieces)
