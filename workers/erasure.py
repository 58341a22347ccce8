"""Erasing a person: what would go, what stays and why, and doing it.

What is about the person is known from the record of processing (``workers.processings``) and from
what the tables declare of themselves (``workers.state.personal``). Register numbers stay: rows are
kept, and their words replaced by a remark. Documents go, but for those whose retention in the
archive is not over, and those that are about somebody else, too.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, or_, select, update

from workers import processings
from workers.decoding import decode
from workers.jobs.archive import ARCHIVE
from workers.processings import PERSON_DOCUMENTS, PERSON_KEYS, normalised
from workers.state.database import METADATA
from workers.state.documents import DocumentUnavailableError
from workers.state.personal import declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from workers.state.documents import DocumentStore
    from workers.state.personal import Personal
    from workers.state.state import State

FOR_EVER = "permanen"
_ID = re.compile(r"\b[0-9a-f]{64}\b")


class _Numbers(msgspec.Struct):
    """A record's numbers; all else in it may be such that no job can read it."""

    nik: str | int | None = None
    passport_number: str | int | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An archived document that the law keeps."""

    number: str  # in the list of archives
    document_id: str
    until: date | None  # None: for ever
    fate: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a row."""

    table: str
    key: dict[str, Any]
    values: dict[str, Any] | None  # None: it goes as a whole


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What erasing would do."""

    records: frozenset[str]
    documents: frozenset[str]  # the records with them
    shared: frozenset[str]  # about somebody else, too: they stay
    kept: tuple[Kept, ...]
    changes: tuple[Change, ...]

    @property
    def tables(self) -> Counter[str]:
        """How many rows of which table change or go."""
        return Counter(change.table for change in self.changes)


def make_plan(db: Connection, records: Iterable[str], today: date, remark: str) -> Plan:
    """Say what erasing a person would do.

    Args:
        db: to look in.
        records: ids of the person's records.
        today: retention that ended before is over.
        remark: stands in the place of erased words; says why and when.
    """
    theirs = frozenset(records)
    about = theirs | _linked(db, theirs)
    rows = list(_rows(db, theirs, about - _shared(db, about, theirs)))
    about |= {found for table, row in rows for found in _documents_in(table, row)}
    shared = _shared(db, about, theirs)
    kept = tuple(_kept(db, about - shared, today))
    held = {each.document_id for each in kept}
    changes = (
        _change(table, row, theirs, remark)
        for table, row in rows
        if not (table is ARCHIVE and row["document_id"] in held)
    )
    return Plan(
        records=theirs,
        documents=about - shared - held,
        shared=shared,
        kept=kept,
        changes=tuple(change for change in changes if change is not None),
    )


def erase(
    state: State,
    records: Iterable[str],
    *,
    now: datetime,
    remark: str,
    what: str,
    who: str,
    number: str | None = None,
) -> Plan:
    """Erase a person, and enter that in the record of processing. Return what was done.

    Killed in between, the documents are gone and the rows as they were: done again, it is finished.

    Args:
        state: where the data are.
        records: ids of the person's records.
        now: aware, in the office's time zone.
        remark: see ``make_plan``.
        what: the command that does it.
        who: the system's user.
        number: the person's, if it is known: what the law keeps is found by it again, also of
            records that no job has opened.
    """
    with state.database.transaction() as transaction:
        db = transaction.connection
        plan = make_plan(db, records, now.date(), remark)
        for record in sorted(plan.records):
            processings.enter_record(db, record, [number] if number else [], ())
        for document_id in sorted(plan.documents):
            state.documents.remove(document_id)
        for change in plan.changes:
            _apply(db, change)
        empty_references(db, plan.documents, remark)
        _unlink(db, plan)
        processings.enter_command(db, plan.records, what, who, now)
    return plan


def empty_references(db: Connection, documents: Iterable[str], remark: str) -> None:
    """Let no row name documents that are gone: a backup would miss them.

    Args:
        db: in a transaction.
        documents: ids.
        remark: stands where something must stand.
    """
    gone = frozenset(documents)
    for table in METADATA.sorted_tables:
        said = declared(table)
        if said is None or said.whole:
            continue
        for column in (table.c[name] for name in said.documents):
            empty = None if column.nullable else remark
            db.execute(update(table).where(column.in_(gone)).values({column: empty}))


def search(documents: DocumentStore, names: Iterable[str], number: str) -> Iterator[str]:
    """Read documents for a person's records, also those no job has opened or can; give their ids.

    Args:
        documents: the store.
        names: of the objects to read.
        number: of the identity card or the passport, as people write it.
    """
    sought = normalised(number)
    for name in names:
        try:
            content = documents.content(name)
            said = decode(content or b"{}", _Numbers)
        except (DocumentUnavailableError, msgspec.DecodeError, UnicodeDecodeError):
            continue
        numbers = (normalised(str(each)) for each in (said.nik, said.passport_number) if each)
        if sought and sought in numbers:
            yield hashlib.sha256(content or b"").hexdigest()


def _linked(db: Connection, records: frozenset[str]) -> frozenset[str]:
    query = select(PERSON_DOCUMENTS.c.document_id).where(PERSON_DOCUMENTS.c.record.in_(records))
    return frozenset(db.execute(query).scalars())


def _shared(db: Connection, about: frozenset[str], records: frozenset[str]) -> frozenset[str]:
    """Those of the documents that are about others, too."""
    query = select(PERSON_DOCUMENTS.c.document_id).where(
        PERSON_DOCUMENTS.c.document_id.in_(about), PERSON_DOCUMENTS.c.record.not_in(records)
    )
    return frozenset(db.execute(query).scalars()) - records


def _rows(
    db: Connection, records: frozenset[str], documents: frozenset[str]
) -> Iterator[tuple[Table, RowMapping]]:
    """The rows of all tables that are about the person."""
    for table in METADATA.sorted_tables:
        said = declared(table)
        if said is None or table in (PERSON_KEYS, PERSON_DOCUMENTS):
            continue
        conditions = list(_conditions(table, said, records, documents))
        if not conditions:
            continue
        for row in db.execute(select(table).where(or_(*conditions))).mappings():
            if not _is_of_another(said, row, records):
                yield table, row


def _conditions(
    table: Table, said: Personal, records: frozenset[str], documents: frozenset[str]
) -> Iterator[ColumnElement[bool]]:
    for name in said.person:
        yield table.c[name].in_(records)
        yield from (table.c[name].contains(record) for record in sorted(records))
    for name in said.documents:
        yield table.c[name].in_(documents)


def _is_of_another(said: Personal, row: RowMapping, records: frozenset[str]) -> bool:
    """Whether the row names somebody, who is not the person; a title is nobody."""
    named = {found for name in said.person for found in _ID.findall(row[name] or "")}
    return bool(named) and not named & records


def _documents_in(table: Table, row: RowMapping) -> Iterator[str]:
    said = declared(table)
    for name in said.documents if said else ():
        yield from _ID.findall(row[name] or "")


def _kept(db: Connection, documents: frozenset[str], today: date) -> Iterator[Kept]:
    is_kept = or_(ARCHIVE.c.fate == FOR_EVER, ARCHIVE.c.inactive_until >= today)
    query = select(ARCHIVE).where(ARCHIVE.c.document_id.in_(documents), is_kept)
    for row in db.execute(query.order_by(ARCHIVE.c.id)):
        until = None if row.fate == FOR_EVER else row.inactive_until
        yield Kept(number=row.number, document_id=row.document_id, until=until, fate=row.fate)


def _change(table: Table, row: RowMapping, records: frozenset[str], remark: str) -> Change | None:
    """What becomes of a row; None: there is nothing left to change."""
    said = declared(table)
    key = {column.name: row[column.name] for column in table.primary_key}
    if said is None or said.whole:
        return Change(table=table.name, key=key, values=None)
    values: dict[str, Any] = {name: remark for name in said.words if row[name] is not None}
    for name in said.person:
        if set(_ID.findall(row[name] or "")) & records:
            number = "-".join(map(str, key.values()))  # or two rows might become alike
            values[name] = None if table.c[name].nullable else f"{remark} ({number})"
    return Change(table=table.name, key=key, values=values) if values else None


def _apply(db: Connection, change: Change) -> None:
    table = METADATA.tables[change.table]
    here = [table.c[name] == value for name, value in change.key.items()]
    if change.values is None:
        db.execute(delete(table).where(*here))
    else:
        db.execute(update(table).where(*here).values(**change.values))


def _unlink(db: Connection, plan: Plan) -> None:
    """Forget what tells that these were the person's. What the law keeps must be found later on."""
    held = [each.document_id for each in plan.kept]
    mine = PERSON_DOCUMENTS.c.record.in_(plan.records)
    db.execute(delete(PERSON_DOCUMENTS).where(mine, PERSON_DOCUMENTS.c.document_id.not_in(held)))
    if not held:
        db.execute(delete(PERSON_KEYS).where(PERSON_KEYS.c.record.in_(plan.records)))
