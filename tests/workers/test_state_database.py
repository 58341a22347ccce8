import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from workers.state.database import Database, Timestamp, is_passing

TABLES = MetaData()
NUMBERS = Table(
    "test_numbers", TABLES, Column("number", Integer, primary_key=True), Column("at", Timestamp)
)


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'folder' / 'test.db'}")
    TABLES.create_all(database.engine)
    yield database
    database.close()


def numbers(database):
    with database.reading() as connection:
        return list(connection.execute(select(NUMBERS.c.number)).scalars())


def draw(database, *drawn):
    with database.transaction() as transaction:
        for number in drawn:
            transaction.connection.execute(insert(NUMBERS).values(number=number))


def test_a_block_that_raises_leaves_nothing(database):
    with pytest.raises(IntegrityError):
        draw(database, 1, 2, 2)
    assert numbers(database) == []


def test_a_block_that_ends_is_kept(database):
    draw(database, 1)
    assert numbers(database) == [1]


def test_reading_does_not_wait_for_a_writer(database):
    with database.transaction() as transaction:
        transaction.connection.execute(insert(NUMBERS).values(number=1))
        assert numbers(database) == []


def test_a_transaction_that_touches_nothing_holds_nobody_up(database):
    with database.transaction(), database.transaction() as second:
        second.connection.execute(insert(NUMBERS).values(number=1))
    assert numbers(database) == [1]


def test_numbers_drawn_by_many_threads_have_no_gap_and_no_double(database):
    def draw_ten():
        for _ in range(10):
            with database.transaction() as transaction:
                last = transaction.connection.execute(select(func.max(NUMBERS.c.number))).scalar()
                transaction.connection.execute(insert(NUMBERS).values(number=(last or 0) + 1))

    threads = [threading.Thread(target=draw_ten) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(database) == list(range(1, 81))


def test_two_processes_draw_from_one_file(database, tmp_path):
    """A second engine stands for a second process: nothing but the file is shared."""
    other = Database(f"sqlite:///{tmp_path / 'folder' / 'test.db'}")
    draw(database, 1)
    draw(other, 2)
    other.close()
    assert numbers(database) == [1, 2]


def test_a_moment_comes_back_aware(database):
    jakarta = timezone(timedelta(hours=7))
    with database.transaction() as transaction:
        at = datetime(2025, 3, 4, 9, 30, tzinfo=jakarta)
        transaction.connection.execute(insert(NUMBERS).values(number=1, at=at))
    with database.reading() as connection:
        found = connection.execute(select(NUMBERS.c.at)).scalar_one()
    assert found == at
    assert found.tzinfo is UTC


def test_an_error_does_not_quote_what_was_written(database):
    with pytest.raises(IntegrityError) as caught:
        draw(database, 3201010101010001, 3201010101010001)
    assert "3201010101010001" not in str(caught.value)


def test_a_locked_or_full_storage_passes_and_a_wrong_statement_does_not(database):
    def wrapped(code):
        cause = sqlite3.OperationalError()
        cause.sqlite_errorcode = code
        return OperationalError("select 1", {}, cause)

    assert is_passing(wrapped(sqlite3.SQLITE_BUSY))
    assert is_passing(wrapped(sqlite3.SQLITE_BUSY_SNAPSHOT))
    assert is_passing(wrapped(sqlite3.SQLITE_FULL))
    assert is_passing(OSError(28, "No space left on device"))
    assert not is_passing(OSError(2, "No such file"))
    with pytest.raises(OperationalError) as caught, database.reading() as connection:
        connection.exec_driver_sql("select * from nowhere")
    assert not is_passing(caught.value)
