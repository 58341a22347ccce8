"""`tertib backup` and `tertib restore`: what was kept comes back, on either database."""

from __future__ import annotations

import itertools
import os
import stat
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    insert,
    select,
    text,
)

from deploy.backup.restoring import restore
from deploy.backup.taking import take
from deploy.errors import DeployError
from tests.deploy.backup_office import Office, book_is_whole, numbers
from tests.workers.conftest import until
from workers.registry import load_handlers
from workers.state import schema
from workers.state.database import METADATA, Timestamp
from workers.state.schema import NewerDatabaseError
from workers.state.state import open_state

KINDS = ("sqlite", "postgresql")
OWN = Table(
    "backup_test_own",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("words", Text),
    Column("content", LargeBinary),
    Column("day", Date),
    Column("at", Timestamp),
    Column("zoned", DateTime(timezone=True)),
    Column("share", Float),
    Column("price", Numeric(12, 2, asdecimal=True)),
    Column("valid", Boolean),
    Column("facts", JSON),
)
ROW = {
    "words": "Surat “Nyoman”\n日本 🙂",
    "content": bytes(range(256)),
    "day": date(2025, 3, 4),
    "at": datetime(2025, 3, 4, 2, 30, 0, 123456, tzinfo=UTC),
    "zoned": datetime(2025, 3, 4, 2, 30, tzinfo=UTC),
    "share": 0.1,
    "price": Decimal("50000.50"),
    "valid": True,
    "facts": {"asal": ["W.6", None, 1.5]},
}


@pytest.fixture
def states(request, tmp_path):
    """Open an empty state on a kind of database, made or just as it is."""
    load_handlers()
    opened, count = [], itertools.count(1)

    def open_(kind="sqlite", *, make=True):
        folder = tmp_path / f"state-{next(count)}"
        url = f"sqlite:///{folder / 'workers.db'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgres").create_database()
        opened.append(open_state(url, folder / "documents", make=make))
        open_.documents[opened[-1]] = folder / "documents"
        return opened[-1]

    open_.documents = {}
    yield open_
    for state in opened:
        state.close()


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "tertib.tar.gz"


@pytest.fixture
def office(states):
    return Office(states())


def bring_back(state, archive, *, replace=False, moved=False):
    return restore(state, archive, replace=replace, moved=moved)


def own_rows(state):
    with state.database.reading() as db:
        return [dict(row) for row in db.execute(select(OWN)).mappings()]


def add_own(state, **values):
    with state.database.transaction() as transaction:
        transaction.connection.execute(insert(OWN).values(**values))


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_a_backup_taken_at_work_is_of_one_moment_and_work_goes_on_from_there(
    states, archive, source, target
):
    office = Office(states(source))
    with office.working():
        until(lambda: len(office.done) > 20)
        before = len(office.done)
        taken = take(office.state, archive)
        after = len(office.done) + 3  # each thread may have been about to say so
    kept = next(part.rows for part in taken.manifest.tables if part.name == "register_entries")
    assert before <= kept <= after
    assert taken.unavailable == ()

    new = states(target, make=False)
    bring_back(new, archive)
    assert numbers(new) == list(range(1, kept + 1))
    assert book_is_whole(new)
    # The ledger answers for a job that is delivered again; the next one draws the next number.
    there = Office(new)
    job, drawn = office.done[0]
    assert there.number(job) == drawn
    assert there.number() == f"W.6.OT.02.02-{kept + 1:04}"
    assert book_is_whole(new)


@pytest.mark.filterwarnings("ignore:.*Decimal objects natively")  # SQLAlchemy, of SQLite
@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_every_kind_of_value_in_an_offices_own_table_comes_back(states, archive, source, target):
    old, new = states(source), states(target, make=False)
    add_own(old, **ROW)
    add_own(old)
    take(old, archive)
    bring_back(new, archive)
    full, empty = sorted(own_rows(new), key=lambda row: row["id"])
    if target == "sqlite":  # it keeps no zone; ours is UTC
        full["zoned"] = full["zoned"].replace(tzinfo=UTC)
    assert {name: full[name] for name in ROW} == ROW
    assert set(empty.values()) == {2, None}
    add_own(new, words="berikutnya")
    assert [row["id"] for row in own_rows(new)] == [1, 2, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_from_before_the_migrations_is_backed_up_as_it_is_and_restored_as_new(
    states, archive, kind
):
    old = states(kind, make=False)
    with old.database.engine.begin() as db:
        schema.migrate(db, schema.BASELINE)
        db.execute(text(f"drop table {schema.VERSION.name}"))
        db.execute(text("insert into counters values ('[\"letter-number\"]', 7)"))
    take(old, archive)
    with old.database.reading() as db:
        assert schema.revision(db) is None
    new = states(make=False)
    assert bring_back(new, archive).header.schema is None
    with new.database.reading() as db:
        assert schema.revision(db) == schema.known()[-1]
        assert db.execute(text("select last from counters")).scalar() == 7
        assert db.execute(text("select decided_at from signature_requests")).all() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_in_use_is_kept_unless_it_is_given_up(states, office, archive, kind):
    office.number()
    take(office.state, archive)
    other = Office(states(kind))
    for _ in range(3):
        other.number()
    with pytest.raises(DeployError, match=r"not empty: table .* has rows.*--replace"):
        bring_back(other.state, archive)
    assert numbers(other.state) == [1, 2, 3]
    documents = set(other.state.documents.objects())
    bring_back(other.state, archive, replace=True)
    assert numbers(other.state) == [1]
    assert book_is_whole(other.state)
    assert documents < set(other.state.documents.objects())


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_that_a_newer_version_has_used_is_left_alone(states, office, archive, kind):
    """Its new tables would stay, and every backup after that could not be restored."""
    office.number()
    take(office.state, archive)
    newer = Office(states(kind))
    newer.number()
    with newer.state.database.engine.begin() as db:
        db.execute(text("create table parking_slips (id integer)"))
        db.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match=r"form 9999.*into an empty database"):
        bring_back(newer.state, archive, replace=True)
    assert numbers(newer.state) == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_another_program_are_left_alone(states, office, archive, kind):
    office.number()
    take(office.state, archive)
    shared = states(kind)
    with shared.database.engine.begin() as db:
        db.execute(text("create table payroll (id integer)"))
        db.execute(text("insert into payroll values (1)"))
    bring_back(shared, archive)
    with shared.database.reading() as db:
        assert db.execute(text("select id from payroll")).scalars().all() == [1]


def test_rows_of_a_table_that_no_worker_declares_are_not_dropped_in_silence(
    states, office, archive
):
    with office.state.database.engine.begin() as db:
        db.execute(text("create table parking (id integer)"))
        db.execute(text("insert into parking values (1)"))
    take(office.state, archive)
    new = states()
    with pytest.raises(DeployError, match=r"declares table 'parking'.*TERTIB_WORKERS_FOLDER"):
        bring_back(new, archive)
    assert numbers(new) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_in_the_middle_leaves_the_database_as_it_was(states, office, archive, kind):
    """The documents cannot be written, after all tables were."""
    office.number()
    take(office.state, archive)
    other = Office(states(kind))
    other.number()
    other.number()
    blocked = states.documents[other.state]
    for name in office.state.documents.objects():
        blocked.joinpath(name).parent.mkdir(exist_ok=True)
        blocked.joinpath(name).mkdir()  # where the document's file should lie
    with pytest.raises(DeployError, match=r"The database is as it was"):
        bring_back(other.state, archive, replace=True)
    assert numbers(other.state) == [1, 2]
    assert other.number().endswith("-0003")


def test_a_restore_that_is_killed_leaves_the_database_as_it_was(office, archive, tmp_path):
    """In the middle: it waits for a pipe that stands where a document should be read back."""
    office.number()
    take(office.state, archive)
    home = tmp_path / "home"
    held = Office(open_state(f"sqlite:///{home / 'workers.db'}", home / "documents"))
    held.number()
    (name,) = office.state.documents.objects()
    pipe = home / "documents" / name
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "deploy", "restore", str(archive), "--replace"]
    process = subprocess.Popen(command, env=os.environ | {"TERTIB_HOME": str(home)})
    try:
        until(lambda: _is_locked(home), lambda: process.poll() is None)
    finally:
        process.kill()
        process.wait()
    assert numbers(held.state) == [1]
    assert held.number().endswith("-0002")
    held.state.close()


def _is_locked(home):
    """Whether somebody holds the writers' queue, for longer than a moment."""
    import fcntl

    def once():
        with (home / "workers.db-writer").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    for _ in range(20):
        if not once():
            return False
        time.sleep(0.05)
    return True


def test_messages_on_their_way_wait_for_a_persons_word_unless_the_office_only_moved(
    states, office, archive
):
    office.notify()
    take(office.state, archive)
    assert statuses(office.state) == ["ready"]
    lost, moved = states(), states()
    assert bring_back(lost, archive).doubted == 1
    assert statuses(lost) == ["unknown"]
    assert bring_back(moved, archive, moved=True).doubted == 0
    assert statuses(moved) == ["ready"]


def statuses(state):
    with state.database.reading() as db:
        return list(db.execute(text("select status from outbox")).scalars())


def test_a_document_that_is_damaged_or_missing_is_told_and_the_rest_backed_up(
    states, office, archive
):
    for _ in range(3):
        office.number()
    folder = states.documents[office.state]
    damaged, missing, whole = sorted(office.state.documents.objects())
    folder.joinpath(damaged).write_bytes(b"scratched")
    folder.joinpath(missing).unlink()
    taken = take(office.state, archive)
    assert set(taken.unavailable) == {damaged[3:], missing[3:]}
    new = states()
    bring_back(new, archive)
    assert new.documents.objects() == [whole]


def test_only_its_owner_may_read_a_backup(office, archive):
    take(office.state, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
