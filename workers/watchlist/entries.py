"""The entries of a watchlist, and the CSV file that they come in.

The file: UTF-8, comma or semicolon, a heading of nomor, nama, alias, tanggal_lahir,
kewarganegaraan, nomor_dokumen, alasan; several aliases or numbers in a cell are divided by "|".
Rows of which all cells are empty, which spreadsheets leave at a list's end, are none.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from workers.handler import IncidentError
from workers.watchlist import birthdates
from workers.watchlist.keys import birth_keys, listed_keys, number_key
from workers.watchlist.names import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = ("nomor", "nama", "alias", "tanggal_lahir", "kewarganegaraan", "nomor_dokumen", "alasan")
_REQUIRED = frozenset({"nomor", "nama"})


class Entry(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A person on the list, as the list says it."""

    number: str  # the entry's own, on the list
    names: tuple[str, ...]  # the first is the main one
    birth_date: str | None = None
    nationality: str | None = None
    documents: tuple[str, ...] = ()  # numbers of passports and identity cards
    reason: str | None = None

    def places(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Give each name as it is spoken, and what it is looked up by."""
        by_birth = birth_keys(birthdates.parse(self.birth_date))[:1]
        common = frozenset((*map(number_key, self.documents), *by_birth))
        for name in self.names:
            yield spoken(name), common | listed_keys(name)

    @property
    def born(self) -> int:
        """The date of birth, packed; 0: unknown."""
        date = birthdates.parse(self.birth_date)
        return date.packed if date else 0


def read(lines: Iterable[str], name: str) -> Iterator[Entry]:
    """Read a list's entries, one after the other.

    Args:
        lines: of the file, decoded.
        name: the file's, for messages.

    Raises:
        IncidentError: a column or a value is missing; names the file and the line.
    """
    rest = iter(lines)
    heading = next(rest, "")
    delimiter = ";" if ";" in heading else ","
    rows = csv.DictReader(chain([heading], rest), delimiter=delimiter, skipinitialspace=True)
    rows.fieldnames = [_column(cell) for cell in rows.fieldnames or ()]
    _require_columns(rows.fieldnames, name)
    for row in rows:
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if not any(cells.values()):
            continue
        if not all(cells[column] for column in _REQUIRED):
            message = f"{name}, line {rows.line_num}: nomor and nama must not be empty."
            raise IncidentError(message)
        yield _entry(cells)


def _column(cell: str) -> str:
    """A column's name as people write it: Tanggal Lahir."""
    return "_".join(cell.casefold().replace("_", " ").split())


def _require_columns(given: Sequence[str], name: str) -> None:
    """Refuse a heading without a column that it must have, or in which one seems misspelt.

    A column of birth dates that is called otherwise would be left out, and nobody would see it.
    """
    missing = [column for column in COLUMNS if column not in given]
    others = [column for column in given if column and column not in COLUMNS]
    if _REQUIRED.isdisjoint(missing) and not (missing and others):
        return
    columns = ", ".join(missing if others else sorted(_REQUIRED.intersection(missing)))
    other = f" (but {', '.join(others)})" if others else ""
    raise IncidentError(
        f"{name}, line 1: no column {columns}{other}; the heading is {','.join(COLUMNS)}."
    )


def _entry(cells: dict[str, str]) -> Entry:
    return Entry(
        number=cells["nomor"],
        names=(cells["nama"], *_several(cells["alias"])),
        birth_date=cells["tanggal_lahir"] or None,
        nationality=cells["kewarganegaraan"] or None,
        documents=_several(cells["nomor_dokumen"]),
        reason=cells["alasan"] or None,
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
