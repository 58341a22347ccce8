"""The watchlist's entries: imported from a CSV file, kept in a table, looked up by keys.

The file: UTF-8, comma or semicolon, a heading of nomor, nama, alias, tanggal_lahir,
kewarganegaraan, nomor_dokumen, alasan; several aliases or numbers in a cell are divided by "|".
"""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)

from workers.handler import IncidentError
from workers.state.database import METADATA, Timestamp, alone
from workers.state.personal import holds
from workers.watchlist.names import document_key, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

COLUMNS = ("nomor", "nama", "alias", "tanggal_lahir", "kewarganegaraan", "nomor_dokumen", "alasan")
_REQUIRED = frozenset({"nomor", "nama"})
_BATCH = 1000  # rows sent to the database at once

LISTS = Table(
    "watchlists",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("stamp", Text, nullable=False),  # tells a changed file from the imported one
    Column("entries", Integer, nullable=False),
    Column("imported_at", Timestamp, nullable=False),
    info=holds(others="id name stamp entries imported_at"),
)
ENTRIES = Table(
    "watchlist_entries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("entry", Text, nullable=False),  # an Entry, JSON
    info=holds(kept="entry", others="id"),
)
KEYS = Table(
    "watchlist_keys",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("entry_id", ForeignKey(ENTRIES.c.id, ondelete="CASCADE"), primary_key=True),
    info=holds(kept="key", others="entry_id"),
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A person on the list, as the list says it."""

    number: str  # the entry's own, on the list
    names: tuple[str, ...]  # the first is the main one
    birth_date: str | None = None
    nationality: str | None = None
    documents: tuple[str, ...] = ()  # numbers of passports and identity cards
    reason: str | None = None

    @property
    def keys(self) -> frozenset[str]:
        """What it is looked up by."""
        by_number = {number_key(number) for number in self.documents}
        return frozenset(by_number.union(*(keys(name) for name in self.names)))


class ImportedList(msgspec.Struct, frozen=True, kw_only=True):
    """The list that is searched."""

    name: str
    entries: int
    imported_at: datetime


def number_key(number: str) -> str:
    """Return the key of a document number; the mark sets it apart from a name's sounds."""
    return f"#{document_key(number)}"


def is_imported(db: Connection, file: Path) -> bool:
    """Tell whether the file, as it is now, is the one imported last.

    Raises:
        IncidentError: it is not there.
    """
    with _named(file):
        query = select(LISTS.c.id).where(LISTS.c.stamp == _stamp(file))
        return db.execute(query).first() is not None


def refresh(db: Connection, file: Path, now: datetime) -> None:
    """Import the file, unless it is the one imported last.

    Raises:
        IncidentError: it cannot be read or is no watchlist; names the file and the line, not the
            content. The list imported before stays.
    """
    with _named(file):
        stamp = _stamp(file)
        if is_imported(db, file):
            return
        alone(db, "watchlist")
        if not is_imported(db, file):
            entries = tuple(read(file.read_text(encoding="utf-8-sig"), file.name))
            _replace(db, file.name, stamp, entries, now)


def _stamp(file: Path) -> str:
    status = file.stat()
    return f"{file.name}:{status.st_size}:{status.st_mtime_ns}"


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Say which file it is that cannot be read."""
    try:
        yield
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not a CSV file in UTF-8"
        message = f"The watchlist {file} (TERTIB_WATCHLIST_FILE) cannot be read: {reason}."
        raise IncidentError(message) from None


def read(text: str, name: str) -> Iterator[Entry]:
    """Read a list's entries.

    Raises:
        IncidentError: a column or a value is missing; names the file and the line.
    """
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    missing = _REQUIRED.difference(rows.fieldnames or ())
    if missing:
        columns = ", ".join(sorted(missing))
        message = f"{name}, line 1: no column {columns}; the heading is {','.join(COLUMNS)}."
        raise IncidentError(message)
    for row in rows:
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if not all(cells[column] for column in _REQUIRED):
            message = f"{name}, line {rows.line_num}: nomor and nama must not be empty."
            raise IncidentError(message)
        yield _entry(cells)


def current(db: Connection) -> ImportedList | None:
    """Return the list that is searched, or None: there is none."""
    row = db.execute(select(LISTS)).one_or_none()
    if row is None:
        return None
    return ImportedList(name=row.name, entries=row.entries, imported_at=row.imported_at)


def look_up(db: Connection, sought: Iterable[str], *, most: int) -> list[Entry]:
    """Return the entries that share most keys with those sought.

    Args:
        db: where the list is.
        sought: keys of names, or of document numbers.
        most: how many entries to return at most.
    """
    shared = func.count()
    nearest = (
        select(KEYS.c.entry_id)
        .where(KEYS.c.key.in_(sorted(set(sought))))
        .group_by(KEYS.c.entry_id)
        .order_by(shared.desc(), KEYS.c.entry_id)
        .limit(most)
    )
    rows = db.execute(select(ENTRIES.c.entry).where(ENTRIES.c.id.in_(nearest)))
    return [msgspec.json.decode(row.entry, type=Entry) for row in rows]


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


def _replace(
    db: Connection, name: str, stamp: str, entries: tuple[Entry, ...], now: datetime
) -> None:
    for table in (KEYS, ENTRIES, LISTS):
        db.execute(delete(table))
    rows = [
        {"id": number, "entry": msgspec.json.encode(entry).decode()}
        for number, entry in enumerate(entries, start=1)
    ]
    _insert(db, ENTRIES, rows)
    _insert(
        db,
        KEYS,
        [
            {"key": key, "entry_id": number}
            for number, entry in enumerate(entries, start=1)
            for key in sorted(entry.keys)
        ],
    )
    db.execute(insert(LISTS).values(name=name, stamp=stamp, entries=len(entries), imported_at=now))


def _insert(db: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    for start in range(0, len(rows), _BATCH):
        db.execute(insert(table), rows[start : start + _BATCH])
