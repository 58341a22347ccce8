"""A sheet's cells: what is printed in each, and how large the columns and rows are."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from converters.readers import faults, symbol_fonts
from converters.readers.drawingml.frame import flag
from converters.readers.sheets import axis, references
from converters.readers.sheets.workbook import Look, Runs, Workbook, runs
from converters.readers.text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from converters.readers.sheets.axis import Axis
    from converters.readers.sheets.references import Area

ROWS = 5_000  # with text, of one sheet; the longest SOP known has some 60
_Place = tuple[int, int]  # row, column; 0-based
_FIRST = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of the dates that formats print
_DAY = 86_400  # seconds
_ESCAPED = re.compile(r"_x(0[0-9A-Fa-f]{3})_")  # a character that XML cannot hold


class Cells(NamedTuple):
    """What a sheet holds."""

    texts: dict[_Place, str]  # of those that print something
    ruled: set[_Place]  # those with a border
    topped: set[_Place]  # those with a line along their top, their own or of the one above
    pending: set[_Place]  # formulas whose results are not stored
    merged: tuple[Area, ...]
    columns: Axis
    rows: Axis


def read(root: _Element, workbook: Workbook, file: str, name: str) -> Cells:
    """The cells of a worksheet part; hidden columns and rows have no size.

    Raises:
        DocumentError: it is larger than any SOP.
    """
    texts: dict[_Place, str] = {}
    ruled: set[_Place] = set()
    topped: set[_Place] = set()
    pending: set[_Place] = set()
    heights: list[tuple[int, int, float]] = []
    columns = _columns(root)
    filled = 0
    for number, row in _numbered(root.iterfind("{*}sheetData/{*}row")):
        line = _row(row, number, workbook)
        texts |= line.texts
        ruled |= {place for place, look in line.looks.items() if look.ruled}
        topped |= {place for place, look in line.looks.items() if look.above}
        topped |= {(number + 1, at) for (_, at), look in line.looks.items() if look.below}
        pending |= line.pending
        height = _height(row, line, columns)
        if height is not None:
            heights.append((number, number, height))
        filled += bool(line.texts)
        if filled > ROWS:
            raise faults.fault("sheet-too-large", file=file, sheet=name, limit=ROWS)
    ranges = (entry.get("ref", "") for entry in root.iterfind("{*}mergeCells/{*}mergeCell"))
    merged = tuple(area for area in map(references.area, ranges) if area is not None)
    rows = axis.Axis(heights, _default_height(root))
    return Cells(texts, ruled, topped, pending, merged, columns, rows)


class _Row(NamedTuple):
    """The cells of one row that are in the file."""

    texts: dict[_Place, str]
    looks: dict[_Place, Look]
    pending: set[_Place]


def _row(row: _Element, number: int, workbook: Workbook) -> _Row:
    found = {(number, column): cell for column, cell in _placed(row)}
    looks = {place: _look(cell, workbook) for place, cell in found.items()}
    texts = {place: _text(cell, looks[place], workbook) for place, cell in found.items()}
    pending = {place for place, cell in found.items() if _is_pending(cell)}
    return _Row({place: text for place, text in texts.items() if text}, looks, pending)


def _is_pending(cell: _Element) -> bool:
    """Whether it holds a formula that no program has worked out yet."""
    return cell.find("{*}f") is not None and not cell.findtext("{*}v") and cell.get("t") != "str"


def _numbered(rows: Iterator[_Element]) -> Iterator[tuple[int, _Element]]:
    """The rows with their places; a row that does not say follows the one before it."""
    place = -1
    for row in rows:
        stated = row.get("r", "")
        place = int(stated) - 1 if stated.isdecimal() and len(stated) < 8 else place + 1  # noqa: PLR2004
        if 0 <= place < references.ROWS:
            yield place, row


def _placed(row: _Element) -> Iterator[tuple[int, _Element]]:
    column = -1
    for cell in row.iterchildren("{*}c"):
        stated = references.cell(cell.get("r", ""))
        column = column + 1 if stated is None else stated[1]
        if column < references.COLUMNS:
            yield column, cell


def _text(cell: _Element, look: Look, workbook: Workbook) -> str:
    """What a cell prints. Of a formula, the result that was stored; it is never worked out."""
    kind, value = cell.get("t", "n"), cell.findtext("{*}v") or ""
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        value = "" if inline is None else _seen(runs(inline), look)
    elif kind == "s":
        known = value.isdecimal() and int(value[:9]) < len(workbook.strings)
        value = _seen(workbook.strings[int(value[:9])], look) if known else ""
    elif kind == "b":
        value = {"1": "TRUE", "0": "FALSE"}.get(value, "")
    elif kind == "n":
        value = _number(value, look, workbook)
    elif kind == "d":
        value = _moment(value, look)
    return clean(value)  # as it is: a formula's text, an error


def _seen(text: Runs, look: Look) -> str:
    """The text as its fonts show it: a "ü" of Wingdings is a tick."""
    return "".join(
        symbol_fonts.seen(run, look.font if font is None else font) for run, font in text
    )


def _number(value: str, look: Look, workbook: Workbook) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    shown = math.isfinite(number)
    return look.format.text(number, from_1904=workbook.from_1904) if shown else ""


def _moment(value: str, look: Look) -> str:
    """A date in ISO 8601, as strict files have them, printed by its format."""
    try:
        days = (dt.datetime.fromisoformat(value).replace(tzinfo=None) - _FIRST).total_seconds()
    except ValueError:
        return value
    return look.format.text(days / _DAY)


def clean(text: str) -> str:
    """Without what no one sees, and without blanks around its lines."""
    whole = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    lines = INVISIBLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def _look(cell: _Element, workbook: Workbook) -> Look:
    stated = cell.get("s", "0")
    known = stated.isdecimal() and len(stated) < 7 and int(stated) < len(workbook.looks)  # noqa: PLR2004
    return workbook.looks[int(stated) if known else 0]


def _columns(root: _Element) -> Axis:
    form = root.find("{*}sheetFormatPr")
    usual = axis.WIDTH if form is None else _size(form, "defaultColWidth", axis.WIDTH)
    sizes = []
    for entry in root.iterfind("{*}cols/{*}col"):
        first, last = (int(_size(entry, name, 0)) for name in ("min", "max"))
        size = 0.0 if flag(entry, "hidden") else axis.width(_size(entry, "width", usual))
        if 1 <= first <= last:
            sizes.append((first - 1, min(last, references.COLUMNS) - 1, size))
    return axis.Axis(sizes, axis.width(usual))


def _default_height(root: _Element) -> float:
    form = root.find("{*}sheetFormatPr")
    if form is None:
        return axis.HEIGHT
    return 0.0 if flag(form, "zeroHeight") else axis.height(_size(form, "defaultRowHeight", 15))


def _height(row: _Element, line: _Row, columns: Axis) -> float | None:
    """Its height as stated or, where a program left that to Excel, by its lines; None: usual."""
    if flag(row, "hidden"):
        return 0.0
    if row.get("ht") is not None:
        return axis.height(_size(row, "ht", axis.HEIGHT))
    lines = [
        _lines(text, columns.size(place[1]))
        for place, text in line.texts.items()
        if line.looks[place].wrapped or "\n" in text
    ]
    return axis.height(max(lines) * axis.HEIGHT) if lines and max(lines) > 1 else None


def _lines(text: str, wide: float) -> int:
    characters = max(1.0, wide / axis.width(1))
    return sum(max(1, math.ceil(len(line) / characters)) for line in text.split("\n"))


def _size(element: _Element, name: str, usual: float) -> float:
    try:
        number = float(element.get(name, usual))
    except ValueError:
        return usual
    return number if math.isfinite(number) else usual
