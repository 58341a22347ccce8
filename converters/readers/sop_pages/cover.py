"""The cover of an SOP in cells: each label's value beside or below it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from converters.readers.page import Cell
from converters.readers.sop import approval, cover_parts, header, labels, letterhead, lines
from converters.readers.sop.doubts import doubt
from converters.readers.sop.header import Values
from converters.readers.sop.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.model import Doubt
    from converters.readers.sop_pages.ruled import Run
    from converters.table import Header


_MOST = 200  # labels of a cover that are looked at; it has about fifteen
# What a heading says of every SOP; the name stands below it.
_KIND = re.compile(
    r"(?:(?:STANDARD?\s+OPERASIONAL|STANDARD\s+OPERATING)\s+PROSED?[CU]\w+|SOP|PROSEDUR)(?:\s*\(SOP\))?",
    re.IGNORECASE,
)


class _Printed(msgspec.Struct):
    """A label where it stands, and what its own cell says after it."""

    label: Label
    row: int
    cell: Cell
    own: list[str]  # lines


def read(cover: Sequence[Run]) -> tuple[Header | None, tuple[Doubt, ...]]:
    """The header that a cover's cells give, and what had to be decided; None without a title."""
    values = Values(fields={}, sections={}, offices=[])
    rest: list[str] = []
    for run in cover:
        rest += _Reading(run, values).read()
    _sign(values, rest)
    values.offices, other = letterhead.offices(rest)
    title = header.value(values, "title")
    if title is not None:
        return header.build(values, title)
    title = _heading(other)
    if title is None:
        return None, ()
    found, doubts = header.build(values, title)
    return found, (doubt("title-from-heading"), *doubts)


def _sign(values: Values, rest: list[str]) -> None:
    """Take name and NIP, which blank rows may part from the position, out of the loose lines."""
    said = values.fields.get("approved_by", [])
    place = next((at for at, text in enumerate(rest) if approval.numbered(text)), 0)
    if len([text for text in said if text.strip(" :")]) == 1 and place:
        values.fields["approved_by"] = [*said, *rest[place - 1 : place + 1]]
        del rest[place - 1 : place + 1]


def _heading(texts: Iterable[str]) -> str | None:
    """The name in a heading such as "SOP Pelayanan Surat Masuk"."""
    named = [text for raw in texts if (text := " ".join(raw.split()))]
    for place, text in enumerate(named):
        if _KIND.fullmatch(text) and place + 1 < len(named):
            return named[place + 1]
        if text.upper().startswith(("SOP ", "STANDAR OPERASIONAL ")):
            return text
    return None


class _Reading:
    """One grid's rows: labels first, then each cell to the label it belongs to."""

    def __init__(self, run: Run, values: Values) -> None:
        self._values = values
        self._rows = [(row.row, row.cells) for row in run.rows]
        self._loose = run.grid is None
        every = (found for row, cells in self._rows for found in _labels(row, cells))
        self._labels = list(islice(every, _MOST))
        self._taken = {_place(found.row, found.cell) for found in self._labels}

    def read(self) -> list[str]:
        """Fill in the values; the lines that belong to no label come back."""
        for found in self._labels:
            below = found.label.section
            target = self._values.sections if below else self._values.fields
            if target.get(found.label.field):
                continue
            body = [text for text in found.own if text.strip(" :")]
            if not body or self._last_in_cell(found):
                places = (self._below, self._beside) if below else (self._beside, self._below)
                body += next((more for find in places if (more := list(find(found)))), [])
            target[found.label.field] = body
        return [
            text
            for row, cells in self._rows
            for cell in cells
            if _place(row, cell) not in self._taken
            for text in lines_of(cell)
        ]

    def _last_in_cell(self, found: _Printed) -> bool:
        """Whether a section's text may go on in the cells below its own."""
        return found.label.section and self._in_cell(found)[-1] is found

    def _in_cell(self, found: _Printed) -> list[_Printed]:
        return [other for other in self._labels if other.cell is found.cell]

    def _right(self, found: _Printed, row: int) -> int:
        """The column at which the next label of the row begins."""
        after = (
            other.cell.column
            for other in self._labels
            if other.row == row and other.cell.column > found.cell.column
        )
        return min(after, default=10**6)

    def _end(self, found: _Printed, left: int, right: int) -> int:
        """The first row below in which a label begins between two columns."""
        below = (
            other.row
            for other in self._labels
            if other.row > found.row
            and other.cell.column < right
            and other.cell.column + other.cell.columns > left
        )
        return min(below, default=10**6)

    def _beside(self, found: _Printed) -> Iterator[str]:
        """The cells right of a label, down to the next label."""
        left = found.cell.column + found.cell.columns
        right = self._right(found, found.row)
        end = self._end(found, found.cell.column, left)
        if found.label.field not in cover_parts.GROWING and not found.label.section:
            end = min(end, found.row + found.cell.rows)
        for row, cells in self._rows:
            if found.row <= row < end:
                yield from self._take(row, (x for x in cells if left <= x.column < right))

    def _below(self, found: _Printed) -> Iterator[str]:
        """The cells below a label, as far as no other label's column."""
        left, right = found.cell.column, self._right(found, found.row)
        end = self._end(found, left, right)
        fitted = False
        for row, cells in self._rows:
            if found.row < row < end:
                under = [cell for cell in cells if left <= cell.column < right]
                wide = any(cell.column + cell.columns > right for cell in under)
                if wide and fitted:
                    return  # below its own cell one that is below the next label's, too
                fitted |= bool(under) and not wide
                yield from self._take(row, iter(under))

    def _take(self, row: int, cells: Iterator[Cell]) -> list[str]:
        free = [cell for cell in cells if _place(row, cell) not in self._taken]
        self._taken.update(_place(row, cell) for cell in free)
        filled = [texts for cell in free if (texts := lines_of(cell))]
        if len(filled) > 1:  # "1." and its text in cells of their own
            first = " ".join(texts[0] for texts in filled)
            return [first, *(text for texts in filled for text in texts[1:])]
        return filled[0] if filled else []


def lines_of(cell: Cell) -> list[str]:
    """The lines of a cell that hold something."""
    return [text for text in cell.text.split("\n") if text.strip()]


def _place(row: int, cell: Cell) -> tuple[int, int]:
    return row, cell.column


def _labels(row: int, cells: Iterable[Cell]) -> Iterator[_Printed]:
    for cell in cells:
        texts = lines_of(cell)
        if not texts:
            continue
        whole = _find(" ".join(texts))
        if len(whole) == 1 and not whole[0].value:
            yield _Printed(whole[0], row, cell, [])
        elif _find(texts[0]):
            yield from _in_lines(row, cell, texts)
        elif len(whole) == 1:  # a label broken over lines, its value after it
            yield _Printed(whole[0], row, cell, [whole[0].value])


def _in_lines(row: int, cell: Cell, texts: Sequence[str]) -> Iterator[_Printed]:
    """The labels of a cell whose first line is one; further lines may be, too."""
    last: _Printed | None = None
    for text in texts:
        found = _find(text)
        if found:
            if last is not None:
                yield last
            for label in found[:-1]:
                yield _Printed(label, row, cell, [label.value])
            last = _Printed(found[-1], row, cell, [found[-1].value])
        elif last is not None:
            last.own.append(text)
    if last is not None:
        yield last


def _find(text: str) -> list[Label]:
    return labels.find(lines.make(0, (text,), gap=False))
