"""The rows and cells of a ``w:tbl``: spans, merges, skipped columns (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from converters.readers.word.xml import TWIP, child, children, flag, local, twips, value, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_COLUMNS = 256  # of one table: Word itself allows 63
_THIN = 3.0  # points: edges nearer than this were meant to be one, and dragged by hand
_ORDINARY = 36.0  # points: a column whose width nobody says
_TRANSPARENT = {"sdt", "sdtContent", "customXml", "ins"}


class Slot(NamedTuple):
    """A cell's place in the table's grid, and what is in it."""

    element: _Element  # w:tc
    row: int
    column: int
    rows: int
    columns: int
    ruled: bool = True  # the line between it and the cells above was not taken away


class Structure(NamedTuple):
    """A table's grid."""

    rows: tuple[_Element, ...]  # w:tr, without those that were deleted
    slots: tuple[Slot, ...]  # by rows, from left to right
    edges: tuple[float, ...]  # of the columns, in points from the first


def structure(table: _Element) -> Structure:
    """The grid of a ``w:tbl``; columns that nobody can see are taken away."""
    rows = tuple(row for row in _inside(table, "tr") if not _deleted(row))
    slots = _slots(rows)
    count = max((slot.column + slot.columns for slot in slots), default=0)
    return _seen(rows, slots, _edges(table, slots, count))


def _inside(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, those in content controls, too."""
    for one in element.iterchildren("{*}*"):
        if local(one) == name:
            yield one
        elif local(one) in _TRANSPARENT:
            yield from _inside(one, name)


def _deleted(row: _Element) -> bool:
    return child(row, "trPr", "del") is not None


def _slots(rows: Sequence[_Element]) -> list[Slot]:
    """All cells. One that continues another, across or down, makes that larger."""
    slots: list[Slot] = []
    open_above: dict[int, int] = {}  # column -> index of the slot that goes on below it
    erased_above: set[int] = set()  # columns of the cells above that have no line below
    for place, row in enumerate(rows):
        column = _count(child(row, "trPr", "gridBefore"), 0)
        going: dict[int, int] = {}
        erased: set[int] = set()
        for cell in _inside(row, "tc"):
            properties = child(cell, "tcPr")
            columns = min(_count(child(properties, "gridSpan"), 1), _COLUMNS - column)
            if columns < 1:
                break
            across, down = _merge(properties, "hMerge"), _merge(properties, "vMerge")
            above = open_above.get(column) if down == "continue" else None
            if across == "continue" and slots and slots[-1].row == place:
                slots[-1] = slots[-1]._replace(columns=slots[-1].columns + columns)
            elif above is not None and slots[above].columns == columns:
                slots[above] = slots[above]._replace(rows=place + 1 - slots[above].row)
                going[column] = above
            else:
                open_top = _erased(properties, "top") and column in erased_above
                slots.append(Slot(cell, place, column, 1, columns, ruled=not open_top))
                if down is not None:
                    going[column] = len(slots) - 1
            if _erased(properties, "bottom"):
                erased |= set(range(column, column + columns))
            column += columns
        open_above, erased_above = going, erased
    return slots


def _erased(properties: _Element | None, side: str) -> bool:
    """Whether the line on a side of a cell was taken away; Word says so of both its cells."""
    line = child(properties, "tcBorders", side)
    return line is not None and value(line) in {"nil", "none"}


def _count(element: _Element | None, default: int) -> int:
    return max(default, min(whole(value(element), default), _COLUMNS))


def _merge(properties: _Element | None, name: str) -> str | None:
    """What a cell's ``vMerge`` or ``hMerge`` says; without a value it continues."""
    merge = child(properties, name)
    return None if merge is None else value(merge) or "continue"


def _edges(table: _Element, slots: Sequence[Slot], count: int) -> list[float]:
    """Where the columns begin, and the last one ends."""
    stated = [twips(value(x, "w")) for x in children(child(table, "tblGrid"), "gridCol")]
    single: dict[int, float] = {}
    for slot in slots:
        if slot.columns == 1:
            single[slot.column] = max(single.get(slot.column, 0.0), _width(slot.element))
    widths = (stated + [0.0] * count)[:count]
    known = [max(0.0, width) or single.get(place, 0.0) for place, width in enumerate(widths)]
    return list(accumulate((width or _ORDINARY for width in known), initial=0.0))


def _width(cell: _Element) -> float:
    """A cell's own width; 0 where it is given as a share, or not at all."""
    stated = child(cell, "tcPr", "tcW")
    return twips(value(stated, "w")) if value(stated, "type") in {None, "dxa"} else 0.0


def _seen(rows: tuple[_Element, ...], slots: list[Slot], edges: list[float]) -> Structure:
    """The same with only the edges at which a cell begins or ends, near ones joined."""
    used = sorted({0, *(x for slot in slots for x in (slot.column, slot.column + slot.columns))})
    places: dict[int, int] = {}
    kept: list[float] = []
    for edge in used:
        if not kept or edges[edge] - kept[-1] > _THIN:
            kept.append(edges[edge])
        places[edge] = len(kept) - 1
    moved = [
        slot._replace(
            column=places[slot.column],
            columns=places[slot.column + slot.columns] - places[slot.column],
        )
        for slot in slots
    ]
    return Structure(rows, tuple(slot for slot in moved if slot.columns), tuple(kept))


class Height(NamedTuple):
    """What a row says of its height."""

    points: float
    exact: bool


def height(row: _Element) -> Height:
    """A row's ``trHeight``; 0 where it goes by its content."""
    stated = child(row, "trPr", "trHeight")
    return Height(max(0.0, twips(value(stated))), value(stated, "hRule") == "exact")


class Margins(NamedTuple):
    """Between a cell's edges and its text."""

    left: float = 108 * TWIP  # what Word's own table style has
    right: float = 108 * TWIP
    top: float = 0.0
    bottom: float = 0.0


def margins(stated: _Element | None, usual: Margins) -> Margins:
    """What a ``tblCellMar`` or ``tcMar`` says."""
    return Margins(
        left=_margin(stated, ("left", "start"), usual.left),
        right=_margin(stated, ("right", "end"), usual.right),
        top=_margin(stated, ("top",), usual.top),
        bottom=_margin(stated, ("bottom",), usual.bottom),
    )


def _margin(stated: _Element | None, names: tuple[str, ...], usual: float) -> float:
    found = next(children(stated, *names), None)
    return usual if found is None else max(0.0, twips(value(found, "w"), usual))


def bordered(properties: _Element | None) -> bool | None:
    """Whether a ``tblPr`` has rules drawn; None where it says nothing."""
    borders = child(properties, "tblBorders")
    if borders is None:
        return None
    return any(flag(x) and value(x) != "nil" for x in borders.iterchildren("{*}*"))
