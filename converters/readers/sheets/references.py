"""Cells' names: "B7", "$B$7:$D$9", and a sheet's before them."""

from __future__ import annotations

import re
from typing import NamedTuple

ROWS = 2**20  # of a sheet
COLUMNS = 2**14
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_PLAIN = re.compile(r"[^\W\d]\w*")


class Area(NamedTuple):
    """A rectangle of cells, ends included; 0-based."""

    top: int
    left: int
    bottom: int
    right: int


def cell(name: str) -> tuple[int, int] | None:
    """Row and column of "B7", 0-based; None: it is no cell's name."""
    found = _CELL.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row - 1, column - 1) if 1 <= row <= ROWS and column <= COLUMNS else None


def area(name: str) -> Area | None:
    """The cells of "B7:D9" or "B7"; None: it names none."""
    first, _, last = name.partition(":")
    start, end = cell(first), cell(last or first)
    if start is None or end is None:
        return None
    (top, bottom), (left, right) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Area(top, left, bottom, right)


def name(sheet: str, place: Area) -> str:
    """As a workbook writes it: "Alur!B7:D7", "'Alur kerja'!B7"."""
    start, end = short(place.top, place.left), short(place.bottom, place.right)
    quoted = sheet if _PLAIN.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{start}" if start == end else f"{quoted}!{start}:{end}"


def short(row: int, column: int) -> str:
    """A cell's name in its sheet: "B7"."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
