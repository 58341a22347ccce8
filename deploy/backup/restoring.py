"""Restoring a backup: all of it, or nothing of the database.

The tables are made in the form they had, filled, compared with the backup, brought into today's
form, and committed when the documents they name are in the store. Whoever looks meanwhile sees the
database as it was.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec
from sqlalchemy import MetaData, func, insert, select

from deploy.backup.archive import LARGEST_DOCUMENT, read_parts
from deploy.backup.checking import Checked, check, read_header, read_rows
from deploy.backup.faults import DamagedError, told
from deploy.backup.parts import Digest, Header, Manifest, TablePart
from deploy.backup.rows import BATCH, Codec
from deploy.backup.sealing import NOTHING, Secrets, unsealed
from deploy.backup.taking import NOT_KEPT
from deploy.console import ERR, track
from deploy.errors import DeployError
from workers.sending import claims
from workers.state import schema
from workers.state.database import METADATA, alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from deploy.backup.archive import Part
    from workers.state.documents import DocumentStore
    from workers.state.state import State

# Large tables take their time, and so do large documents between two statements.
_LIMITS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60s",  # for a worker that was not stopped
}


class Restored(NamedTuple):
    """What was restored."""

    header: Header
    manifest: Manifest
    doubted: int  # messages that may have been sent since, and now wait for a person's word


def restore(
    state: State, path: Path, *, replace: bool, moved: bool, secrets: Secrets = NOTHING
) -> Restored:
    """Restore the backup at ``path``. Import the job modules first: they declare tables.

    Args:
        state: opened as it is; workers must not be using it.
        path: the archive.
        replace: give up what the database holds now.
        moved: the workers did nothing after the backup, so that messages may go on being sent.
        secrets: what it may be encrypted with.

    Raises:
        DeployError: the state is not empty, the backup is not whole, or it cannot be written. The
            database is as it was.
        NewerDatabaseError: a newer version has used it.
    """
    with told(path, "The database is as it was."), path.open("rb") as written:
        file = unsealed(written, secrets)
        read_header(file)
        with state.database.reading() as db:
            _usable(db, replace=replace)
        with ERR.status("Checking the backup"):
            checked = check(file)
        with state.database.transaction() as transaction:
            db = transaction.connection
            _restore_tables(db, checked, file, replace=replace)
            _store(state.documents, checked.manifest, file)
            doubted = 0 if moved else claims.doubt_all(db, datetime.now(UTC))
    return Restored(*checked, doubted)


def _restore_tables(db: Connection, checked: Checked, file: IO[bytes], *, replace: bool) -> None:
    alone(db, "tables")  # workers that start meanwhile wait
    if db.dialect.name == "postgresql":
        for name, limit in _LIMITS.items():
            db.exec_driver_sql(f"SET LOCAL {name} = '{limit}'")
    found = _usable(db, replace=replace)
    own = _own(found)
    found.drop_all(db, tables=own, checkfirst=False)
    foreign = found.tables.keys() - {table.name for table in own}
    schema.migrate(db, checked.header.schema or schema.BASELINE)
    _make_others(db, checked.manifest, foreign)
    tables = {name: made for name, made in _tables(db).tables.items() if name not in foreign}
    _fill(db, tables, checked.manifest, file)
    schema.bring_up_to_date(db)
    METADATA.create_all(db)


def _tables(db: Connection) -> MetaData:
    found = MetaData()
    found.reflect(db)
    return found


def _usable(db: Connection, *, replace: bool) -> MetaData:
    """The tables of a database that a backup may be restored into.

    Raises:
        DeployError: it has rows, which are to be kept.
        NewerDatabaseError: it has tables that nobody here would know as ours. They would stay, in
            the way of the newer version, and make the next backup one that cannot be restored.
    """
    schema.revision(db)
    found = _tables(db)
    if not replace:
        _refuse_if_rows(db, _own(found))
    return found


def _own(found: MetaData) -> list[Table]:
    """The workers' tables; another program's are left alone."""
    own = {*METADATA.tables, schema.VERSION.name}
    return [table for table in found.sorted_tables if table.name in own]


def _refuse_if_rows(db: Connection, tables: Sequence[Table]) -> None:
    for table in tables:
        if table.name not in NOT_KEPT and db.execute(select(table).limit(1)).first() is not None:
            raise DeployError(
                f"The database is not empty: table {table.name} has rows.",
                "Restore into an empty one (TERTIB_HOME, TERTIB_WORKER_DATABASE_URL), or give up "
                "what is there with --replace.",
            )


def _make_others(db: Connection, manifest: Manifest, foreign: set[str]) -> None:
    """Make the tables that the migrations do not: an office's own, as its workers declare them."""
    made = _tables(db).tables.keys() - foreign
    for part in manifest.tables:
        if part.name in NOT_KEPT:
            raise DamagedError(f"{part.name} is no table of rows")
        if part.name in made or not part.rows:
            continue
        if part.name not in METADATA.tables:
            raise DeployError(
                f"No worker here declares table {part.name!a}, which the backup has rows of.",
                "Name the folder of the office's workers (TERTIB_WORKERS_FOLDER).",
            )
        METADATA.tables[part.name].create(db)


def _fill(db: Connection, tables: dict[str, Table], manifest: Manifest, file: IO[bytes]) -> None:
    file.seek(0)
    parts = (part for part in read_parts(file) if part.table)
    for expected in track(manifest.tables, "Tables"):
        part = next(parts, None)
        if part is None or part.table != expected.name:
            raise DamagedError("it changed while it was read")
        if expected.name in tables:  # or it is an empty one that nobody here declares
            _fill_table(db, tables[expected.name], expected, part)


def _fill_table(db: Connection, table: Table, expected: TablePart, part: Part) -> None:
    lines = read_rows(part, expected)
    codec = Codec(table, msgspec.json.decode(next(lines, b""), type=list[str]))
    while batch := [codec.decode(line) for line in itertools.islice(lines, BATCH)]:
        db.execute(insert(table), batch)
    if db.dialect.name == "postgresql":
        _continue_numbers(db, table)
    found = Digest()
    for row in codec.read(db):
        found.add(row)
    if (found.count, found.hex) != (expected.rows, expected.digest):
        raise DeployError(
            f"Table {table.name} did not come back as it was.",
            "The database is as it was. Use the version that made the backup.",
        )


def _continue_numbers(db: Connection, table: Table) -> None:
    """Let PostgreSQL number the next row after the last."""
    name = db.dialect.identifier_preparer.format_table(table)
    for column in table.primary_key:
        if column.type.python_type is int:
            series = func.pg_get_serial_sequence(name, column.name)  # NULL: it has none
            db.execute(select(func.setval(series, func.max(column))))


def _store(store: DocumentStore, manifest: Manifest, file: IO[bytes]) -> None:
    """Put the documents into the store, and see that they can be read there."""
    file.seek(0)
    parts = (part for part in read_parts(file) if part.document)
    for part in track(_Counted(parts, manifest.documents.count), "Documents"):
        content = part.content(LARGEST_DOCUMENT)
        reference = store.put(
            content, content_type="application/octet-stream", file_name=part.document or ""
        )
        if reference.document_id != part.document or store.get(reference) != content:
            raise DamagedError(f"{part.name} has changed")


class _Counted:
    """Parts of which it is known how many there are."""

    def __init__(self, parts: Iterator[Part], count: int) -> None:
        self._parts, self._count = parts, count

    def __iter__(self) -> Iterator[Part]:
        return self._parts

    def __len__(self) -> int:
        return self._count
