"""A list brought from its file into the database: by one worker, in steps, beside the old list.

Each step is a transaction of its own, so that nobody who writes waits long: a list of a million
people is more than a thousand of them. Until the last one the list before stays the one that is
searched, and stays it when something goes wrong. A worker that dies on the way stands still, which
the others see, and one of them begins anew.
"""

from __future__ import annotations

import csv
import secrets
import time
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import delete, func, insert, select, update

from workers.handler import IncidentError, RetryableError
from workers.state.database import alone
from workers.watchlist import earlier
from workers.watchlist.entries import Entry, read
from workers.watchlist.lists import (
    BLOCKS,
    CURRENT,
    FORM,
    IMPORTING,
    IMPORTS,
    PEOPLE,
    PER_PAGE,
    RETIRED,
    place_of_block,
    place_of_page,
    sealing_of,
)
from workers.watchlist.pages import Listed
from workers.watchlist.postings import Postings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from workers.state.database import Database
    from workers.state.documents import DocumentStore
    from workers.state.sealing import Sealing

LOOK_AGAIN_S = 0.2
# An import moves on several times a second; one that stood still for so long is nobody's.
ABANDONED_S = 60.0
_PEOPLE_AT_ONCE = 2000
_ROWS_AT_ONCE = 128  # of some kilobytes each


class _Progress(NamedTuple):
    """How far an import is."""

    list_id: int
    steps: int


def refresh(database: Database, documents: DocumentStore, file: Path, now: datetime) -> None:
    """Import the file, unless it is the one imported last. Blocks while another worker does.

    Args:
        database: where lists are.
        documents: the store with whose key they are sealed.
        file: the list.
        now: aware.

    Raises:
        IncidentError: it cannot be read or is no watchlist; names the file and the line, not the
            content. The list imported before stays.
        RetryableError: another worker took the import over.
    """
    stamp = _stamp(file, documents.key_id)
    row = {"name": file.name, "stamp": stamp, "key_id": documents.key_id}
    watched = _Watched(database)
    while not _is_imported(database, stamp):
        list_id = secrets.randbits(62)
        other = _begin(database, list_id, row)
        if other is None:
            sealing = sealing_of(documents, documents.key_id, list_id)
            _Import(database, list_id, sealing).run(file, now)
            return
        watched.wait(other)


class _Watched:
    """An import of another worker's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: _Progress | None = None
        self._since = 0.0

    def wait(self, progress: _Progress) -> None:
        """Wait a moment; give the import up when it has not moved for long."""
        if progress != self._last:
            self._last, self._since = progress, time.monotonic()
        elif time.monotonic() - self._since > ABANDONED_S:
            with self._database.transaction() as transaction:
                _retire(transaction.connection, progress)
        time.sleep(LOOK_AGAIN_S)


def _is_imported(database: Database, stamp: str) -> bool:
    query = select(IMPORTS.c.id).where(IMPORTS.c.stamp == stamp, IMPORTS.c.status == CURRENT)
    with database.reading() as db:
        return db.execute(query).first() is not None


def _begin(database: Database, list_id: int, row: dict[str, Any]) -> _Progress | None:
    """Begin an import; of one that another worker has begun, tell how far it is instead."""
    done = (IMPORTS.c.status == CURRENT) & (IMPORTS.c.stamp == row["stamp"])
    others = select(IMPORTS.c.id, IMPORTS.c.progress).where((IMPORTS.c.status == IMPORTING) | done)
    with database.transaction() as transaction:
        db = transaction.connection
        alone(db, "watchlist")
        other = db.execute(others).first()
        if other is not None:
            return _Progress(other.id, other.progress)
        db.execute(insert(IMPORTS).values(id=list_id, status=IMPORTING, progress=0, **row))
    return None


def _retire(db: Connection, progress: _Progress) -> None:
    """Give an import up, unless it has moved on."""
    db.execute(
        update(IMPORTS)
        .where(
            IMPORTS.c.id == progress.list_id,
            IMPORTS.c.progress == progress.steps,
            IMPORTS.c.status == IMPORTING,
        )
        .values(status=RETIRED)
    )


class _Import:
    """A list on its way into the database."""

    def __init__(self, database: Database, list_id: int, sealing: Sealing) -> None:
        self._database = database
        self._id = list_id
        self._sealing = sealing
        self._postings = Postings()
        self._people = 0

    def run(self, file: Path, now: datetime) -> None:
        """Import the file, and remove what was searched before."""
        try:
            self._write_all(PEOPLE, self._page_rows(self._read(file)))
            self._write_all(BLOCKS, self._block_rows())
            self._finish(now)
        except BaseException:
            with self._database.transaction() as transaction:
                _set(transaction.connection, self._id, status=RETIRED)
            raise
        finally:
            _remove_retired(self._database)

    def _read(self, file: Path) -> Listed:
        listed, entries = Listed(), _read(file)
        while some := list(islice(entries, _PEOPLE_AT_ONCE)):
            listed.add(some)
            with self._database.transaction(relaxed=True) as transaction:
                self._step(transaction.connection)
        return listed

    def _page_rows(self, listed: Listed) -> Iterator[dict[str, Any]]:
        encode = msgspec.msgpack.Encoder().encode
        entries = listed.in_order()
        while page := list(islice(entries, PER_PAGE)):
            number = self._people // PER_PAGE
            for entry in page:
                self._index(entry)
            sealed = self._sealing.seal(place_of_page(number), encode(page))
            yield {"list_id": self._id, "number": number, "person": sealed}

    def _index(self, entry: Entry) -> None:
        for spoken, keys in entry.places():
            hashes = map(self._sealing.hashed, keys)
            self._postings.add(hashes, spoken=spoken, number=self._people, born=entry.born)
        self._people += 1

    def _block_rows(self) -> Iterator[dict[str, Any]]:
        for number, block in self._postings.blocks():
            sealed = self._sealing.seal(place_of_block(number), block)
            yield {"list_id": self._id, "number": number, "block": sealed}

    def _write_all(self, table: Table, rows: Iterator[dict[str, Any]]) -> None:
        while some := list(islice(rows, _ROWS_AT_ONCE)):
            # The last step makes this durable, too.
            with self._database.transaction(relaxed=True) as transaction:
                self._step(transaction.connection)
                transaction.connection.execute(insert(table), some)

    def _step(self, db: Connection, **values: object) -> None:
        """Move on, unless others gave this import up."""
        if not _set(db, self._id, progress=IMPORTS.c.progress + 1, **values):
            raise RetryableError("The watchlist is being imported by another worker.")

    def _finish(self, now: datetime) -> None:
        with self._database.transaction() as transaction:
            db = transaction.connection
            alone(db, "watchlist")
            db.execute(update(IMPORTS).where(IMPORTS.c.status == CURRENT).values(status=RETIRED))
            bits = self._postings.block_bits
            about = {"entries": self._people, "block_bits": bits, "imported_at": now}
            self._step(db, status=CURRENT, **about)


def _set(db: Connection, list_id: int, **values: object) -> bool:
    """Change the row of an import; False: it was given up."""
    ours = (IMPORTS.c.id == list_id, IMPORTS.c.status == IMPORTING)
    return db.execute(update(IMPORTS).where(*ours).values(**values)).rowcount == 1


def _remove_retired(database: Database) -> None:
    """Remove the lists that nobody searches, in steps as well."""
    retired = select(IMPORTS.c.id).where(IMPORTS.c.status == RETIRED)
    with database.reading() as db:
        lists = list(db.execute(retired).scalars())
    for list_id in lists:
        for table in (PEOPLE, BLOCKS):
            while _remove_some(database, table, list_id):
                pass
        with database.transaction() as transaction:
            transaction.connection.execute(delete(IMPORTS).where(IMPORTS.c.id == list_id))
    earlier.clear(database)


def _remove_some(database: Database, table: Table, list_id: int) -> bool:
    of_list = table.c.list_id == list_id
    with database.transaction(relaxed=True) as transaction:
        db = transaction.connection
        first = db.execute(select(func.min(table.c.number)).where(of_list)).scalar()
        if first is None:
            return False
        db.execute(delete(table).where(of_list, table.c.number < first + _ROWS_AT_ONCE))
    return True


def _stamp(file: Path, key_id: str | None) -> str:
    with _named(file):
        status = file.stat()
    return f"{FORM}:{key_id or ''}:{file.name}:{status.st_size}:{status.st_mtime_ns}"


def _read(file: Path) -> Iterator[Entry]:
    with _named(file), file.open(encoding="utf-8-sig", newline="") as lines:
        yield from read(lines, file.name)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Say which file it is that cannot be read."""
    try:
        yield
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not a CSV file in UTF-8"
        message = f"The watchlist {file} (TERTIB_WATCHLIST_FILE) cannot be read: {reason}."
        raise IncidentError(message) from None
