"""The cover of an SOP: everything above its table, as a header."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from converters.readers.sop import (
    blocks,
    cover_parts,
    fragments,
    header,
    heading,
    letterhead,
)
from converters.readers.sop.doubts import doubt
from converters.readers.sop.header import Values
from converters.readers.sop.lines import BLANK, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.model import Doubt
    from converters.readers.sop.cover_parts import Group, Parts
    from converters.readers.sop.lines import Line
    from converters.table import Header

_BY_WORDING = ("warning", "recording")


def read(cover: Sequence[Line], below: Sequence[Line]) -> tuple[Header | None, tuple[Doubt, ...]]:
    """The header of a cover, and what had to be decided; None where no name of the SOP is found.

    Args:
        cover: the lines above the table.
        below: the table's lines; their words help to mend broken ones.
    """
    return _Reading(cover, below).header()


class _Reading:
    """One cover being read: doubts gather on the way."""

    def __init__(self, cover: Sequence[Line], below: Sequence[Line]) -> None:
        self._cover = cover
        self._below = below
        self._parts: Parts = cover_parts.take_apart(cover)
        self._doubts: list[Doubt] = []

    def header(self) -> tuple[Header | None, tuple[Doubt, ...]]:
        offices, other = letterhead.offices(self._parts.head)
        values = Values(fields=self._parts.fields, sections={}, offices=offices)
        title = header.value(values, "title") or ""
        above_table = heading.find(self._cover, title)
        if not title:
            title = heading.name(above_table)
            self._doubts.append(doubt("title-from-heading"))
        if not title:
            return None, ()
        values.sections = self._sections({line.number for line in above_table})
        noise = [piece for piece in other if piece in self._parts.beside]
        self._doubts += [doubt("noise-dropped", text=piece) for piece in noise]
        found, doubts = header.build(values, title)
        return found, (*self._doubts, *doubts)

    def _sections(self, above_table: set[int]) -> dict[str, list[str]]:
        """The raw lines of each section."""
        printed = {field for group in self._parts.groups for field in group.fields}
        values: dict[str, list[str]] = {}
        for group in self._parts.groups:
            body = [line for line in group.lines if line.number not in above_table]
            for label in (label for row in group.labels for label in row if label.value):
                values.setdefault(label.field, []).append(label.value)
            for line in body:
                if len(line.cells) > 1:
                    self._side_by_side(group, line, values)
            self._below_each_other(group, [x for x in body if len(x.cells) == 1], printed, values)
        return values

    def _side_by_side(self, group: Group, line: Line, values: dict[str, list[str]]) -> None:
        """A line of cells: each stands below the label at or left of its column."""
        row = group.labels[-1]
        for place, label in enumerate(row):
            start = label.column if place else 0
            end = row[place + 1].column if place + 1 < len(row) else len(line.cells)
            filled = [x for x in line.filled if start <= x < end and line.cells[x] not in BLANK]
            raws = [line.raw[x] for x in filled]
            if len(raws) > 1:
                raws = [fragments.rejoin(list(map(plain, raws)), self._words)]
                name = header.PRINTED[label.field]
                self._doubts.append(doubt("text-broken", label=name, text=raws[0]))
            values.setdefault(label.field, []).extend(raws)

    def _below_each_other(
        self,
        group: Group,
        body: list[Line],
        printed: set[str],
        values: dict[str, list[str]],
    ) -> None:
        """Lines of one cell: blocks of text, shared out among the group's labels."""
        found = blocks.blocks(body)
        for field, block in blocks.claimed(found, set(_BY_WORDING) - printed).items():
            text = " ".join(line.text for line in block)
            self._doubts.append(doubt("label-missing", label=header.PRINTED[field], text=text))
            values.setdefault(field, []).extend(line.raw[0] for line in block)
        if not found:
            return
        open_fields = [field for field in group.fields if field not in values]
        fields = open_fields or group.fields[-1:]
        taken, agreed = blocks.assign(fields, found)
        for field, block in taken.items():
            values.setdefault(field, []).extend(line.raw[0] for line in block)
        if not agreed:
            names = ", ".join(header.PRINTED[field] for field in fields)
            self._doubts.append(doubt("list-blocks", labels=names, count=len(found)))

    @cached_property
    def _words(self) -> frozenset[str]:
        return fragments.words(line.text for line in (*self._cover, *self._below))
