"""Taking a backup while the workers work: one moment of the database, then the documents.

The rows are read in one transaction that sees the database as it was when it began: PostgreSQL's
REPEATABLE READ, SQLite's readers beside the writer. (SQLite's own backup would copy its file, which
PostgreSQL cannot read.) A document never changes, and is in the store before a row names it: those
copied afterwards are therefore at least those that the rows name.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, NamedTuple

from sqlalchemy import MetaData, String, select

from deploy.backup.archive import Writer
from deploy.backup.checking import check
from deploy.backup.faults import told
from deploy.backup.parts import FORMAT, Header, Manifest
from deploy.backup.rows import Codec
from deploy.backup.sealing import NOTHING, Secrets, sealed, unsealed
from deploy.console import track
from deploy.errors import DeployError
from workers.files import new_file
from workers.state import schema
from workers.state.documents import DocumentUnavailableError
from workers.state.probe import PROBE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from workers.state.database import Database
    from workers.state.documents import DocumentStore
    from workers.state.state import State

NOT_KEPT = (schema.VERSION.name, PROBE.name)  # the header says the first; the second is no data
_HASH = re.compile(r"[0-9a-f]{64}")


class Taken(NamedTuple):
    """What a backup holds, and what it does not."""

    manifest: Manifest
    unavailable: tuple[str, ...]  # ids of documents that are missing or damaged in the store


def take(state: State, path: Path, secrets: Secrets = NOTHING) -> Taken:
    """Write a backup to ``path``, and read it again.

    Args:
        state: what to back up.
        path: the file.
        secrets: what to encrypt it with; empty: it is not encrypted.

    Raises:
        DeployError: there is nothing to back up, or it cannot be written; then no file is left.
    """
    if path.exists():
        raise DeployError(f"{path} exists already.", "Give the backup another name.")
    if not path.parent.is_dir():
        raise DeployError(f"{path.parent}: there is no such folder.", "Make it first.")
    with told(path, "No backup was made."), new_file(path) as file:
        with sealed(file, secrets) as archive:
            taken = _write(state, archive, path.parent)
        check(unsealed(file, secrets))
    return taken


def _write(state: State, file: IO[bytes], scratch: Path) -> Taken:
    with Writer(file, scratch=scratch) as writer:
        with snapshot(state.database) as db:
            writer.begin(_header(db))
            named = _add_tables(writer, db)
        unavailable = _add_documents(writer, state.documents, named)
        return Taken(writer.finish(), unavailable)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment of the database, and holds no writer up."""
    connection = database.engine.connect().execution_options(reading=True)
    with connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection


def _header(db: Connection) -> Header:
    return Header(
        format=FORMAT,
        tertib=version("tertib"),
        schema=schema.revision(db),
        database=db.dialect.name,
        taken_at=datetime.now(UTC),
    )


def _add_tables(writer: Writer, db: Connection) -> set[str]:
    """Add every table there is, an office's own too; return the documents that they name."""
    found = MetaData()
    found.reflect(db)
    tables = [table for table in found.sorted_tables if table.name not in NOT_KEPT]
    if not tables:
        raise DeployError(
            "There is nothing to back up: the database is empty.",
            "See TERTIB_WORKER_DATABASE_URL and TERTIB_HOME.",
        )
    named: set[str] = set()
    for table in track(tables, "Tables"):
        codec = Codec(table)
        writer.add_table(str(table.name), codec.names, codec.read(db))
        named |= _documents_of(table, db)
    return named


def _documents_of(table: Table, db: Connection) -> set[str]:
    """The documents that a table's rows name, in columns such as ``document_id``."""
    columns = [c for c in table.c if c.name.endswith("_id") and isinstance(c.type, String)]
    return {
        name
        for column in columns
        for name in db.execute(select(column).distinct()).scalars()
        if name is not None and _HASH.fullmatch(name)
    }


def _add_documents(writer: Writer, store: DocumentStore, named: set[str]) -> tuple[str, ...]:
    """Add every document that is there; return the ids of those that should be and are not."""
    adder = _Documents(writer, store)
    while names := sorted(set(store.objects()) - adder.seen):
        if not adder.add_all(names):
            break
    return tuple(sorted((named - adder.added) | adder.damaged))


class _Documents:
    """The documents added so far, each once, whatever objects it lies in."""

    def __init__(self, writer: Writer, store: DocumentStore) -> None:
        self._writer = writer
        self._store = store
        self.seen: set[str] = set()  # names of objects
        self.added: set[str] = set()  # ids
        self.damaged: set[str] = set()  # last parts of objects' names

    def add_all(self, names: Sequence[str]) -> bool:
        """Add the documents; True: some are gone, and may be other objects now."""
        gone = [name for name in track(names, "Documents") if not self._add(name)]
        return bool(gone)

    def _add(self, name: str) -> bool:
        """Add an object's document; False: it is gone."""
        self.seen.add(name)
        try:
            content = self._store.content(name)
        except DocumentUnavailableError:
            self.damaged.add(name.rpartition("/")[2])
            return True
        if content is None:
            return False
        document_id = hashlib.sha256(content).hexdigest()
        if document_id not in self.added:
            self.added.add(document_id)
            self._writer.add_document(document_id, content)
        return True
