"""A document cut into its SOPs: each one's cover and table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.sop import columns, labels, letterhead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.sop.lines import Line

_NUMBER = re.compile(r"\(?\d{1,3}[a-zA-Z]?\s?[.)]?")
_AHEAD = 6  # lines after a header among which its first row stands


class Section(NamedTuple):
    """One SOP's lines. ``table`` starts with its header; empty: the document has none for it."""

    cover: list[Line]
    table: list[Line]


def row_number(line: Line) -> str | None:
    """The number a table row starts with, as printed; None: the line is no numbered row."""
    if len(line.cells) < 2:  # noqa: PLR2004 - a row has an activity beside its number
        return None
    first = line.cells[0] or (line.cells[1] if len(line.cells) > 3 else "")  # noqa: PLR2004
    return first.strip("(.) ") if _NUMBER.fullmatch(first) else None


def split(document: Sequence[Line]) -> list[Section]:
    """The SOPs of a document, in order; text that belongs to none is left out."""
    cutter = _Cutter()
    for place, line in enumerate(document):
        cutter.take(line, document[place + 1 : place + _AHEAD])
    cutter.close()
    return [section for section in cutter.sections if section.table or _opened(section.cover)]


def _opened(cover: Sequence[Line]) -> set[str]:
    """Which labels that open a cover it has."""
    return {label.field for line in cover for label in labels.find(line)} & labels.OPENING


class _Cutter:
    """Walks down the document; a section ends where the next one's cover begins."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._cover: list[Line] = []
        self._table: list[Line] = []
        self._loose: list[Line] = []  # after the last row: its end, noise, or the next cover
        self._seen: set[str] = set()  # labels of the cover so far
        self._rows = 0
        self._cells = 0  # of the last row
        self._widest = 0  # cells of the widest row before it

    def close(self) -> None:
        if self._cover or self._table:
            self.sections.append(Section(self._cover, self._table))
        self._cover, self._table, self._loose = [], [], []
        self._seen = set()
        self._rows = self._cells = self._widest = 0

    def take(self, line: Line, ahead: Sequence[Line]) -> None:
        if columns.starts(line):
            self._take_header(line, ahead)
        elif self._table and row_number(line) is not None:
            self._take_row(line)
        elif found := labels.find(line):
            self._take_labels(line, {label.field for label in found})
        elif not self._table:
            self._cover.append(line)
        elif len(line.cells) > 2 and not line.cells[0]:  # noqa: PLR2004 - a row's, not a cover's
            self._table += [*self._loose, line]
            self._loose = []
        elif self._breaks_off() and not line.gap and not letterhead.starts(line.text):
            self._table.append(line)  # the row goes on, its line was broken
            self._cells += len(line.cells) - 1
        else:
            self._loose.append(line)

    def _take_header(self, line: Line, ahead: Sequence[Line]) -> None:
        first = next((number for x in ahead if (number := row_number(x)) is not None), None)
        if self._rows and first == "1":
            cover = self._loose
            self.close()
            self._cover = cover
        else:
            self._table += self._loose
        self._loose = []
        self._table.append(line)
        self._cells = 0

    def _take_row(self, line: Line) -> None:
        self._table += [*self._loose, line]
        self._loose = []
        self._rows += 1
        self._widest = max(self._widest, self._cells)
        self._cells = len(line.cells)

    def _breaks_off(self) -> bool:
        """Whether the last row still lacks cells, compared with those before it."""
        width = self._widest or len(self._table[0].cells)
        return 0 < self._cells < width and not self._loose

    def _take_labels(self, line: Line, fields: set[str]) -> None:
        if self._table:
            cover = self._loose
            self.close()
            self._cover = cover
        elif fields & self._seen & labels.OPENING:
            start = self._letterhead()
            cover = self._cover[start:]
            del self._cover[start:]
            self.close()
            self._cover = cover
        self._seen |= fields
        self._cover.append(line)

    def _letterhead(self) -> int:
        """Where in the cover the next SOP's letterhead starts; its end where it has none."""
        for place in range(len(self._cover) - 1, -1, -1):
            if labels.find(self._cover[place]):
                break
            if letterhead.starts(self._cover[place].text):
                return place
        return len(self._cover)
