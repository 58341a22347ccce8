"""The header rows of an SOP table: which columns it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from converters import durations
from converters.readers.sop.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.model import Doubt
    from converters.readers.sop.lines import Line

NUMBER = re.compile(r"(?:NO|NOMOR|N0)\s?\.?(?:\s?URUT)?", re.IGNORECASE)
ACTIVITY = re.compile(
    r"(?:(?:URAIAN|RINCIAN)[\s/]+)?"
    r"(?:KEGIATAN|AKTI[VF]ITAS|PROSEDUR|PROSES|TUGAS|LANGKAH(?:-LANGKAH)?|TAHAPAN)\b.{0,30}|URAIAN",
    re.IGNORECASE,
)
PERFORMER = re.compile(
    r"(?:UNIT\s)?PELAKSANA(?:AN)?(?:\s(?:KEGIATAN|PROSEDUR|SOP))?|PENANGGUNG\s?JAWAB|AKTOR|PELAKU",
    re.IGNORECASE,
)
_QUALITY = re.compile(r"MUTU\s?BA?U?[KH]U|BAKU\s?MUTU|STANDAR\s?MUTU", re.IGNORECASE)
# The columns right of the performers, by what a Row calls them.
_TAIL = {
    "inputs": re.compile(
        r"(?:(?:KE|PER)LENGKAPAN|(?:PER)?SYARATAN|INPUT)(?:\s?(?:/|DAN)\s?\w{1,20})?", re.IGNORECASE
    ),
    "time": re.compile(
        r"(?:(?:LAMA|JANGKA|TARGET|NORMA|STANDAR)\s)?(?:WAKTU|DURASI)(?:[\s/(].{0,30})?",
        re.IGNORECASE,
    ),
    "outputs": re.compile(
        r"(?:OUT\s?PUT|KELUARAN|HASIL)(?:\s?(?:/|DAN)\s?\w{1,20})?", re.IGNORECASE
    ),
    "note": re.compile(r"KETERANGAN|KET\.?|CATATAN", re.IGNORECASE),
}
_EXPECTED = {"time": "Waktu", "outputs": "Output"}  # columns whose absence is worth a word
_COUNT_ROW = re.compile(r"\(?\d{1,2}\)?\.?")
_ENOUGH = 2  # further labels that make a line with "No" a table's header
_DEEPEST = 3  # lines a header has at most


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """A table's columns: number, activity, one per role, then ``tail``."""

    roles: tuple[str, ...]  # as printed, "" where a name is missing
    tail: tuple[str, ...]  # "inputs", "time", "outputs", "note"; "?..." is unknown to us
    shifted: bool  # the header's cells do not stand where the columns are
    unit: str | None = None  # that the time's title names: "menit"

    @property
    def width(self) -> int:
        """Cells of a full row, its number included."""
        return 2 + len(self.roles) + len(self.tail)


def doubts(found: Columns) -> Iterator[Doubt]:
    """What is odd about the columns."""
    if found.shifted:
        yield doubt("header-shifted")
    for kind, name in _EXPECTED.items():
        if kind not in found.tail:
            yield doubt("column-missing", column=name)
    for kind in found.tail:
        if kind.startswith("?"):
            yield doubt("column-unknown", column=kind[1:])
    for place, role in enumerate(found.roles, start=1):
        if not role:
            yield doubt("role-unnamed", column=place)


def starts(line: Line) -> bool:
    """Whether a table begins here: a header's first line, be its activity column there or not."""
    if len(line.cells) < 3 or len(line.filled) < 2:  # noqa: PLR2004 - too few to be a table
        return False
    cells = [line.cells[place] for place in line.filled[:12]]
    numbered = NUMBER.fullmatch(cells[0]) is not None
    known = sum(1 for cell in cells if _known(cell))
    acts = any(ACTIVITY.fullmatch(cell) for cell in cells[:2])
    return (numbered or acts) and known >= (1 if numbered and acts else _ENOUGH)


def activity_column(line: Line) -> int | None:
    """Where the header's first line prints the activity; None: nowhere."""
    places = (x for x in line.filled if ACTIVITY.fullmatch(line.cells[x]))
    return next(places, None)


def header_lines(table: Sequence[Line]) -> int:
    """How many of the table's first lines are its header."""
    activity = activity_column(table[0]) or 0
    count = 1
    while count < min(_DEEPEST, len(table)):
        cells = table[count].cells
        if len(cells) < 3 or any(cells[: activity + 1]):  # noqa: PLR2004 - a text, or a row
            break
        count += 1
    return count


def counts_columns(line: Line) -> bool:
    """Whether a line only numbers the columns (1 2 3 4 ...)."""
    filled = [line.cells[place] for place in line.filled]
    return len(filled) > 3 and all(map(_COUNT_ROW.fullmatch, filled))  # noqa: PLR2004


def read(header: Sequence[Line], width: int) -> Columns:
    """The columns a header's lines name.

    Args:
        header: its lines, the first one naming the activity.
        width: cells of most of the table's rows; tells blank cells from nameless columns.
    """
    activity = activity_column(header[0]) or 0
    names = _names(header, activity)
    printed = [kind for cell in header[0].cells if (kind := tail_kind(cell))]
    first = next((x for x, name in enumerate(names) if tail_kind(name)), None)
    end = len(names) if first is None else first
    while end and not names[end - 1] and first is None:
        end -= 1
    start = next((x for x in range(end) if names[x]), end)
    roles = names[start:end]
    tail = printed if first is None else [tail_kind(x) or f"?{x}" for x in names[first:] if x]
    if "note" not in tail and "note" in printed:
        tail = [*tail, "note"]
    if "" in roles and activity + 1 + len(roles) + len(tail) > width:
        roles = [role for role in roles if role]
    return Columns(
        roles=tuple(roles),
        tail=tuple(tail),
        shifted=bool(roles) and (start != activity + 1 or not _straight(names, end, tail)),
        unit=next(filter(None, map(_unit, (*names, *header[0].cells))), None),
    )


def _unit(title: str) -> str | None:
    return durations.titled_unit(title) if tail_kind(title) == "time" else None


def _straight(names: Sequence[str], start: int, tail: Sequence[str]) -> bool:
    """Whether each column right of the roles stands under its own name."""
    named = {tail_kind(name) for name in names}
    there = dict(zip(tail, names[start:], strict=False))
    return all(tail_kind(there.get(kind, "")) == kind for kind in tail if kind in named)


def _names(header: Sequence[Line], activity: int) -> list[str]:
    """What each column is called: the words of the lower lines; titles of groups are left out."""
    if len(header) > 1:
        width = max(len(line.cells) for line in header[1:])
        rows = [(*line.cells, *[""] * (width - len(line.cells))) for line in header[1:]]
        return [" ".join(cell for cell in column if cell) for column in zip(*rows, strict=True)]
    cells = ["" if x <= activity else cell for x, cell in enumerate(header[0].cells)]
    named = [cell for cell in cells if cell and not tail_kind(cell) and not is_group(cell)]
    # A lone "PELAKSANA" over one column is the role's name, not a group's title.
    return [
        "" if _QUALITY.fullmatch(cell) or (named and is_group(cell)) else cell for cell in cells
    ]


def is_group(cell: str) -> bool:
    """Whether a text is the title of a group of columns: Pelaksana, Mutu Baku."""
    return any(p.fullmatch(cell) for p in (PERFORMER, _QUALITY))


def tail_kind(name: str) -> str | None:
    """Which column right of the performers has this name; None: another one."""
    return next((kind for kind, pattern in _TAIL.items() if pattern.fullmatch(name)), None)


def _known(cell: str) -> bool:
    return is_group(cell) or tail_kind(cell) is not None
