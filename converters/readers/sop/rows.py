"""The rows of an SOP table: each cell given to its column."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from converters import durations
from converters.readers import faults
from converters.readers.sop import lines, marks, numbering, raw_rows, things
from converters.readers.sop.doubts import doubt
from converters.readers.sop.raw_rows import RawRow
from converters.table import Mark, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.model import Doubt
    from converters.readers.sop.columns import Columns
    from converters.readers.sop.lines import Line

# A text that speaks of time, though not of a duration that can be counted.
_TIMELY = re.compile(
    r"\d|kondisional|menyesuaikan|sesuai|insidentil|tentatif|setiap|harian|bulanan|tahunan|segera"
    r"|fleksibel|rutin|jam|menit|detik|hari|minggu|bulan|tahun|waktu",
    re.IGNORECASE,
)
_NAMES = {"inputs": "Kelengkapan", "time": "Waktu", "outputs": "Output", "note": "Keterangan"}


class _Aligned(msgspec.Struct):
    """A row's cells by column."""

    raw: RawRow
    number: str
    roles: list[str]
    tail: dict[str, str]
    repaired: bool  # its cells did not stand where the columns are


def read(
    table: Sequence[Line], columns: Columns, file: str
) -> tuple[tuple[Row, ...], tuple[Doubt, ...]]:
    """The table's rows, and what had to be decided.

    Raises:
        DocumentError: the table has no rows, or its last one breaks off.
    """
    raws, doubts = raw_rows.collect(table, columns)
    if not raws:
        raise faults.fault("table-empty", file=file, line=table[0].number)
    doubts += _check_last(raws, columns, file)
    numbers, more = numbering.numbers([raw.printed for raw in raws])
    doubts += more
    aligned = [_align(raw, number, columns) for raw, number in zip(raws, numbers, strict=True)]
    for place, row in enumerate(aligned):
        following = aligned[place + 1].tail if place + 1 < len(aligned) else {}
        doubts += _notices(row, columns)
        row.tail["time"] = durations.with_unit(row.tail.get("time", ""), columns.unit)
        doubts += _settle_time(row, following)
    rows = tuple(_row(row, len(columns.roles), doubts) for row in aligned)
    return rows, tuple(doubts)


def _check_last(raws: Sequence[RawRow], columns: Columns, file: str) -> list[Doubt]:
    """A last row shorter than all others was cut off: refused if its time or output is gone."""
    last = raws[-1]
    if len(last.cells) >= min([len(raw.cells) for raw in raws[:-1]] or [columns.width]):
        return []
    start = 2 + len(columns.roles)
    time = start + columns.tail.index("time") if "time" in columns.tail else start
    printed = next((x for x, c in enumerate(last.cells) if x > 1 and durations.parse(c)), None)
    end = len(last.cells) + (0 if printed is None else time - printed)
    half = printed is None and end == time + 1 and last.cells[time] not in lines.BLANK
    missing = [kind for kind in columns.tail[max(0, end - start - half) :] if kind in _NAMES]
    if missing and missing != ["note"]:
        raise faults.fault(
            "table-truncated",
            file=file,
            line=last.line,
            row=last.printed or "terakhir",
            column=_NAMES[missing[0]],
        )
    return [doubt("row-short", last.printed or None)] if missing else []


def _align(raw: RawRow, number: str, columns: Columns) -> _Aligned:
    """Give the cells to columns; the duration tells where the performers' cells end."""
    cells = list(raw.cells)
    straight = 2 + len(columns.roles)
    shift = _shift(cells, straight, columns.tail)
    start = max(2, straight + shift)
    if start < straight and start < len(cells) and marks.read(cells[start]):
        start += 1  # a mark: the performers are all there, the cell right of them is missing
        cells.insert(start, "")
    tail = dict(zip_longest(columns.tail, cells[start : start + len(columns.tail)], fillvalue=""))
    over = [cell for cell in cells[start + len(columns.tail) :] if cell]
    if over:
        last = columns.tail[-1] if columns.tail else "note"
        tail[last] = " ".join([tail.get(last, ""), *over]).strip()
    return _Aligned(raw, number, cells[2:start], tail, bool(shift or over))


def _shift(cells: Sequence[str], straight: int, tail: Sequence[str]) -> int:
    """How many cells too many (or, below 0, too few) stand before the column right of the roles."""
    time = straight + tail.index("time") if "time" in tail else straight
    places = [x for x in range(2, len(cells)) if "time" in tail and durations.parse(cells[x])]
    marked = all(marks.read(cell) is not None for cell in cells[2:straight])
    if time in places or (marked and len(cells) == straight + len(tail)):
        return 0
    if places:
        return min((x - time for x in places), key=abs)
    texts = (x for x in range(2, len(cells)) if cells[x] and marks.read(cells[x]) is None)
    first = next(texts, straight)
    return min(0, first - straight) if len(cells) < straight + len(tail) else 0


def _notices(row: _Aligned, columns: Columns) -> list[Doubt]:
    """What happened to the row on its way here."""
    number = row.number
    found = []
    if row.raw.split:
        found.append(doubt("page-split", number))
    if row.raw.continued:
        found.append(doubt("row-continued", number))
    if row.repaired:
        count = len(row.raw.cells)
        found.append(doubt("cell-count", number, count=count, width=columns.width))
    return found


def _settle_time(row: _Aligned, following: dict[str, str]) -> list[Doubt]:
    """A text in the time's cell that is no time slipped there from a neighbour that is blank."""
    text = row.tail.get("time", "")
    if text in lines.BLANK or durations.parse(text):
        return []
    blank = [kind for kind in ("outputs", "inputs") if row.tail.get(kind) in lines.BLANK]
    if _TIMELY.search(text) or not blank:
        return [doubt("time-unread", row.number, text=text)]
    handed_on = following.get("inputs", "").casefold() == text.casefold()
    target = "outputs" if handed_on and "outputs" in blank else blank[0]
    row.tail |= {"time": "", target: text}
    return [doubt("cell-moved", row.number, text=text, column=_NAMES[target])]


def _row(row: _Aligned, width: int, doubts: list[Doubt]) -> Row:
    found: list[Mark] = []
    for place, cell in enumerate(row.roles):
        read = marks.read(cell)
        if read is None:
            doubts.append(doubt("mark-unknown", row.number, text=cell))
        column = min(place, width - 1)
        found += [Mark(kind=kind, column=column, text=text) for kind, text in read or ()]
    activity = row.raw.cells[1]
    if not activity:
        doubts.append(doubt("activity-missing", row.number))
    return Row(
        number=row.number,
        activity=activity or f"(baris {row.number} tanpa uraian)",
        marks=tuple(found),
        inputs=things.split(row.tail.get("inputs", "")),
        outputs=things.split(row.tail.get("outputs", "")),
        time=_text(row, "time"),
        note=_text(row, "note"),
        line=row.raw.line,
    )


def _text(row: _Aligned, kind: str) -> str | None:
    text = row.tail.get(kind, "")
    return None if text in lines.BLANK else text
