"""The lists in the database, and the one that is searched.

A list is imported beside the one before it, which is searched until the new one is whole. People
and index are sealed with a secret of the list's own, derived from the documents' key.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    select,
)

from workers.state.database import METADATA, Key, Timestamp
from workers.state.personal import holds
from workers.state.sealing import Sealing, sealing
from workers.watchlist.entries import Entry
from workers.watchlist.postings import Named, block_of, merge, read_block, read_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

    from workers.state.database import Database
    from workers.state.documents import DocumentStore

# Raised when rows are written in another way: lists are imported anew, others are not read.
FORM = 4
IMPORTING, CURRENT, RETIRED = "importing", "current", "retired"

IMPORTS = Table(
    "watchlist_imports",
    METADATA,
    Column("id", Key, primary_key=True, autoincrement=False),  # random: never used again
    Column("status", String(20), nullable=False),
    Column("name", Text, nullable=False),  # the file's
    Column("stamp", Text, nullable=False),  # the form; tells a changed file from the imported one
    Column("key_id", String(16)),  # of the documents' key; null: not sealed
    Column("progress", Integer, nullable=False),  # rises while somebody imports it
    Column("block_bits", Integer),
    Column("entries", Integer),
    Column("imported_at", Timestamp),
    info=holds(
        others="id status name stamp key_id progress block_bits entries imported_at",
    ),
)
PEOPLE = Table(
    "watchlist_people",
    METADATA,
    Column("list_id", Key, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", LargeBinary, nullable=False),  # a page of them, sealed
    info=holds(kept="person", others="list_id number"),
)
BLOCKS = Table(
    "watchlist_blocks",
    METADATA,
    Column("list_id", Key, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("block", LargeBinary, nullable=False),  # of the index, sealed
    info=holds(kept="block", others="list_id number"),
)

# Built once: making a statement costs more than running it.
_CURRENT = select(IMPORTS).where(
    IMPORTS.c.status == CURRENT, IMPORTS.c.stamp.startswith(f"{FORM}:")
)
_STATUS = select(IMPORTS.c.status).where(IMPORTS.c.id == bindparam("id"))
_PEOPLE, _BLOCKS = (
    select(table.c.number, content).where(
        table.c.list_id == bindparam("id"),
        table.c.number.in_(bindparam("numbers", expanding=True)),
    )
    for table, content in ((PEOPLE, PEOPLE.c.person), (BLOCKS, BLOCKS.c.block))
)

# People to a page. Those who sound alike lie beside each other, so that a search opens few pages.
PER_PAGE = 16

T = TypeVar("T")


class ImportedList(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a list."""

    name: str
    entries: int
    imported_at: datetime


_ENTRY = msgspec.msgpack.Decoder(Entry)
_PAGE = msgspec.msgpack.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, kw_only=True)
class Watchlist:
    """The list that is searched."""

    id: int
    about: ImportedList
    block_bits: int
    sealing: Sealing
    db: Connection

    def named(self, keys: Iterable[str]) -> Named:
        """Return whom the index names by one of the keys."""
        hashes = {self.sealing.hashed(key) for key in keys}
        places = {each: block_of(each, self.block_bits) for each in hashes}
        opened = self._open(_BLOCKS, place_of_block, set(places.values()))
        blocks = {number: read_block(block) for number, block in opened}
        found = (blocks.get(place, {}).get(each) for each, place in places.items())
        return merge(map(read_key, filter(None, found)))

    def people(self, numbers: Sequence[int]) -> list[Entry]:
        """Return the people of these numbers, in the order of the list's pages.

        Raises:
            SealedError: a page was damaged.
        """
        places: defaultdict[int, list[int]] = defaultdict(list)
        for number in numbers:
            places[number // PER_PAGE].append(number % PER_PAGE)
        opened = self._open(_PEOPLE, place_of_page, places)
        pages = ((_PAGE.decode(page), places[number]) for number, page in opened)
        return [_ENTRY.decode(page[place]) for page, some in pages for place in some]

    def is_current(self) -> bool:
        """Tell whether no other list took its place."""
        return self.db.execute(_STATUS, {"id": self.id}).scalar() == CURRENT

    def _open(
        self, query: Select[Any], place: Callable[[int], str], numbers: Iterable[int]
    ) -> Iterator[tuple[int, bytes]]:
        rows = self.db.execute(query, {"id": self.id, "numbers": list(numbers)})
        for number, sealed in rows.all():
            yield number, self.sealing.open(place(number), sealed)


def place_of_page(number: int) -> str:
    """Return what a page of people is bound to."""
    return f"watchlist page {number}"


def place_of_block(number: int) -> str:
    """Return what a block of the index is bound to."""
    return f"watchlist block {number}"


def sealing_of(documents: DocumentStore, key_id: str | None, list_id: int) -> Sealing:
    """Return what a list's rows are sealed with.

    Raises:
        DocumentStoreError: the key is not given; says its id.
    """
    return sealing(documents, key_id, f"watchlist {list_id}")


def consult(
    database: Database, documents: DocumentStore, look: Callable[[Watchlist], T]
) -> tuple[ImportedList, T] | None:
    """Look something up in the list, while others write.

    Args:
        database: where the list is.
        documents: the store whose key it is sealed with.
        look: done once more when another list took the place of this one meanwhile, whose rows
            may have been gone.

    Returns:
        What the list is and what ``look`` returned; None: there is no list.

    Raises:
        DocumentStoreError: the list is sealed with a key that is not given, or damaged.
    """
    while True:
        with database.reading() as db:
            row = db.execute(_CURRENT).one_or_none()
            if row is None:
                return None
            searched = _opened(row, db, documents)
            found = look(searched)
            if searched.is_current():
                return searched.about, found


def _opened(row: Row[Any], db: Connection, documents: DocumentStore) -> Watchlist:
    about = ImportedList(name=row.name, entries=row.entries, imported_at=row.imported_at)
    return Watchlist(
        id=row.id,
        about=about,
        block_bits=row.block_bits,
        sealing=sealing_of(documents, row.key_id, row.id),
        db=db,
    )
