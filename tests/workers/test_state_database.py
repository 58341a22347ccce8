import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from workers.registers import draw as draw_number
from workers.state.database import Database, Timestamp

DRAWERS = Path(__file__).with_name("drawers.py")
TABLES = MetaData()
NUMBERS = Table(
    "test_numbers",
    TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Timestamp),
    Column("content", LargeBinary),
    Column("letters", String),
)


@pytest.fixture
def opened(database_url):
    """Open the database again and again, as so many processes."""
    with ExitStack() as closing:

        def open_() -> Database:
            database = Database(database_url)
            closing.callback(database.close)
            return database

        yield open_


@pytest.fixture
def database(opened):
    database = opened()
    TABLES.create_all(database.engine)
    return database


def numbers(database):
    with database.reading() as connection:
        return list(connection.execute(select(NUMBERS.c.number).order_by("number")).scalars())


def draw(database, *drawn, **values):
    with database.transaction() as transaction:
        for number in drawn:
            transaction.connection.execute(insert(NUMBERS).values(number=number, **values))


def test_a_block_that_raises_leaves_nothing(database):
    with pytest.raises(IntegrityError):
        draw(database, 1, 2, 2)
    assert numbers(database) == []


def test_a_block_that_ends_is_kept(database):
    draw(database, 1)
    assert numbers(database) == [1]


def test_after_an_error_in_a_block_the_next_one_works(database):
    draw(database, 1)
    for _ in range(20):
        with pytest.raises(IntegrityError):
            draw(database, 1)
    draw(database, 2)
    assert numbers(database) == [1, 2]


def test_reading_does_not_wait_for_a_writer(database):
    with database.transaction() as transaction:
        transaction.connection.execute(insert(NUMBERS).values(number=1))
        assert numbers(database) == []


def test_a_transaction_that_touches_nothing_holds_nobody_up(database):
    with database.transaction(), database.transaction() as second:
        second.connection.execute(insert(NUMBERS).values(number=1))
    assert numbers(database) == [1]


def test_a_relaxed_commit_is_there_for_all_and_leaves_the_next_one_strict(database):
    with database.transaction(relaxed=True) as transaction:
        transaction.connection.execute(insert(NUMBERS).values(number=1))
    sqlite = database.engine.dialect.name == "sqlite"
    setting = "pragma synchronous" if sqlite else "show synchronous_commit"
    with database.transaction() as transaction:
        assert transaction.connection.execute(text(setting)).scalar() == (2 if sqlite else "on")
    assert numbers(database) == [1]


def test_a_second_database_sees_what_the_first_wrote(database, opened):
    draw(database, 1)
    draw(opened(), 2)
    assert numbers(database) == [1, 2]


def test_workers_that_start_together_make_the_tables_once(opened):
    together = threading.Barrier(6)
    faults = []

    def start():
        together.wait()
        try:
            opened().create_tables()
        except DBAPIError as error:
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_moment_comes_back_aware(database):
    at = datetime(2025, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=7)))
    draw(database, 1, at=at)
    with database.reading() as connection:
        found = connection.execute(select(NUMBERS.c.at)).scalar_one()
    assert found == at
    assert found.tzinfo is UTC


def test_bytes_and_any_letters_come_back_as_they_were(database):
    draw(database, 1, content=bytes(range(256)), letters="Surat “Nyoman” 日本 🙂")
    with database.reading() as connection:
        row = connection.execute(select(NUMBERS)).one()
    assert bytes(row.content) == bytes(range(256))
    assert row.letters == "Surat “Nyoman” 日本 🙂"


def test_an_error_does_not_quote_what_was_written(database):
    with pytest.raises(IntegrityError) as caught:
        draw(database, 1, 1, letters="Rukmini")
    assert "Rukmini" not in str(caught.value)


def drawers(url, threads, each):
    return subprocess.Popen([sys.executable, DRAWERS, url, str(threads), str(each)])


def drawn(database):
    with database.reading() as connection:
        try:
            query = text("select number from drawn_numbers order by number")
            return list(connection.execute(query).scalars())
        except DBAPIError:  # no process has made the table yet
            return []


def test_numbers_drawn_by_many_threads_and_processes_have_no_gap_and_no_double(
    opened, database_url, until
):
    """One of three processes of twenty threads is killed, then another in its place."""
    database = opened()
    steady = [drawers(database_url, 20, 5) for _ in range(2)]
    for drawn_before_the_kill in (20, 120):
        doomed = drawers(database_url, 20, 500)
        until(lambda least=drawn_before_the_kill: len(drawn(database)) > least)
        doomed.kill()
        doomed.wait()
    assert [process.wait(60) for process in steady] == [0, 0]
    found = drawn(database)
    assert len(found) >= 200
    assert found == list(range(1, len(found) + 1))
    with database.transaction() as transaction:
        assert draw_number(transaction.connection, "test") == len(found) + 1


def test_another_kind_of_database_is_refused():
    with pytest.raises(ArgumentError, match="SQLite or PostgreSQL"):
        Database("mysql+pymysql://tertib@db/tertib")


def test_a_statement_that_is_wrong_is_an_error_of_its_own(database):
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.execute(text("select * from nowhere"))
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(NUMBERS)).scalar_one() == 0
