"""The pages of a document cut into its SOPs: each one's cover and the parts of its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.readers.sop import columns, labels, lines
from converters.readers.sop_pages import boxed, layout, ruled
from converters.readers.sop_pages.ruled import Part, Ruled, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.readers.page import Page, Shape, Text

_FEWEST = 3  # columns that a table of steps has at least
_COLUMNS_OFF = 2  # a grid whose columns differ by more does not go on with the table above


class Section(msgspec.Struct):
    """One SOP."""

    cover: list[Run] = []  # what stands above its table
    parts: list[Part] = []
    fields: set[str] = set()  # the labels of its cover
    passed_over: list[Run] = []  # grids that are neither


def split(pages: Sequence[Page]) -> list[Section]:
    """The SOPs of the pages in their order; what belongs to none is left out."""
    cutter = _Cutter()
    boxes = [boxed.over(page) for page in pages]
    for index, page in enumerate(pages):
        for run in ruled.runs(index, page):
            cutter.take(run, boxes[index])
    found = [x for x in cutter.sections if x.parts or x.fields & labels.OPENING]
    for section in found:
        section.parts = [
            boxed.header(part, boxes[part.rows[0].index]) if part.headed else part
            for part in section.parts
        ]
        _pass_over_lists(section)
    return _paired([x for x in found if not _is_list(x)] or found)


def _pass_over_lists(section: Section) -> None:
    """Keep of an SOP's tables those with performers, as long as there is one."""
    flows = [part for part in section.parts if not part.headed or _is_flow(part)]
    if any(part.headed for part in flows):
        others = [part for part in section.parts if part not in flows]
        section.passed_over += [Run(part.rows[0].grid, part.rows) for part in others]
        section.parts = flows


def _is_list(section: Section) -> bool:
    """Whether all it has is a table of something else: of SOPs, say, or of meetings."""
    covered = section.fields & labels.OPENING
    return not covered and not any(_is_flow(part) for part in section.parts)


def _is_flow(part: Part) -> bool:
    """Whether a table's header names performers; one column of them needs what a step has.

    A table with columns for the labels of covers ("Nama SOP") is a list of SOPs.
    """
    if found_labels(part.rows[0]) & labels.OPENING:
        return False
    found = layout.headed(part).summary()
    named = [role for role in found.roles if role]
    step = {"time", "outputs"} & set(found.tail)
    return len(named) > 1 or bool(named and step)


def _paired(found: list[Section]) -> list[Section]:
    """A table without a cover takes the cover without a table that follows it (another sheet)."""
    paired: list[Section] = []
    for section in found:
        last = paired[-1] if paired else None
        if last and last.parts and not last.fields & labels.OPENING and not section.parts:
            last.cover += section.cover
            last.fields |= section.fields
        else:
            paired.append(section)
    return paired


def found_labels(row: Ruled) -> set[str]:
    """The fields whose labels a row prints at the start of its cells."""
    found: set[str] = set()
    for cell in row.cells:
        for text in (cell.text.split("\n")[0], cell.text) if labels.opens(cell.text) else ():
            line = lines.make(0, (text,), gap=False)
            found |= {label.field for label in labels.find(line)}
    return found


class _Cutter:
    """Walks down the pages; a section ends where the next one's cover begins."""

    def __init__(self) -> None:
        self.sections: list[Section] = [Section()]

    def take(self, run: Run, boxes: Sequence[Text | Shape]) -> None:
        """One grid, or some lines of loose text; and what is typed over the page's cells."""
        start = 0
        part: Part | None = None
        for place, row in enumerate(run.rows):
            if run.grid is not None and columns.starts(boxed.titled(row, boxes)[0].line()):
                self._cover(run, start, place if part is None else start)
                part = Part([], headed=True)
                self.sections[-1].parts.append(part)
            elif part is not None and found_labels(row) & labels.OPENING:
                part = None  # the next SOP, in the same grid
                start = place
            if part is not None:
                part.rows.append(row)
                start = place + 1
        if part is None:
            self._rest(run, start)

    def _rest(self, run: Run, start: int) -> None:
        section = self.sections[-1]
        if start == 0 and section.parts and goes_on(section.parts, run):
            section.parts.append(Part(run.rows, headed=False))
        else:
            self._cover(run, start, len(run.rows))

    def _cover(self, run: Run, start: int, end: int) -> None:
        rows = run.rows[start:end]
        if not rows:
            return
        fields = set().union(*map(found_labels, rows))
        section = self.sections[-1]
        opens = fields & labels.OPENING
        if opens and (section.parts or opens & section.fields):
            section = Section(fields=set())
            self.sections.append(section)
        more = run.grid is not None and fields - section.fields  # the rest of one beside its table
        if section.parts and not more:
            section.passed_over.append(Run(run.grid, rows))
        else:
            section.cover.append(Run(run.grid, rows))
            section.fields |= fields


def goes_on(parts: Sequence[Part], run: Run) -> bool:
    """Whether a grid without a header goes on with the table above it."""
    if run.grid is None or any(found_labels(row) & labels.OPENING for row in run.rows):
        return False
    width = max(map(_width, run.rows))
    return width >= _FEWEST and any(
        abs(width - max(map(_width, part.rows))) <= _COLUMNS_OFF for part in parts
    )


def _width(row: Ruled) -> int:
    """How many cells begin in it."""
    return len(row.cells)
