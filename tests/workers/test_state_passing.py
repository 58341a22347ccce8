import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from workers.state.database import Database
from workers.state.documents import DocumentsAwayError
from workers.state.passing import is_away, is_passing


def raised_by(call):
    with pytest.raises(DBAPIError) as caught:
        call()
    return caught.value


def ask(database, statement="select 1"):
    with database.reading() as connection:
        return connection.execute(text(statement)).scalar()


def test_a_locked_or_full_file_passes_and_a_wrong_statement_does_not(tmp_path):
    def wrapped(code):
        cause = sqlite3.OperationalError()
        cause.sqlite_errorcode = code
        return OperationalError("select 1", {}, cause)

    assert is_passing(wrapped(sqlite3.SQLITE_BUSY))
    assert is_passing(wrapped(sqlite3.SQLITE_BUSY_SNAPSHOT))
    assert is_passing(wrapped(sqlite3.SQLITE_FULL))
    assert is_passing(OSError(28, "No space left on device"))
    assert not is_passing(OSError(2, "No such file"))
    assert is_passing(DocumentsAwayError("s3://office cannot be used just now (SlowDown)."))
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    assert not is_passing(raised_by(lambda: ask(database, "select * from nowhere")))
    database.close()


def test_a_file_that_cannot_be_opened_is_not_waited_for(tmp_path):
    (tmp_path / "folder.db").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'folder.db'}")
    assert not is_away(raised_by(lambda: ask(database)))
    database.close()


def test_a_server_that_is_killed_restarted_or_gone_passes(own_postgres):
    database = Database(own_postgres.create_database())

    def killed_in_the_middle():
        with database.transaction() as transaction:
            transaction.connection.execute(text("select 1"))
            own_postgres.stop("immediate")
            transaction.connection.execute(text("select 1"))

    cut = raised_by(killed_in_the_middle)
    refused = raised_by(lambda: ask(database))
    own_postgres.start()
    assert [is_passing(error) for error in (cut, refused)] == [True, True]
    assert is_away(refused)
    assert ask(database) == 1
    database.close()


def test_connections_that_a_restart_cut_are_replaced_without_an_error(own_postgres):
    database = Database(own_postgres.create_database())
    assert ask(database) == 1
    own_postgres.restart()
    assert ask(database) == 1
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "select pg_terminate_backend(pg_backend_pid())",
        "set statement_timeout = 10; select pg_sleep(60)",
        "set lock_timeout = 10; lock table held",
        "set transaction read only; insert into held values (1)",
        "do $$ begin raise sqlstate '57P03' using message = 'starting up'; end $$",
        "do $$ begin raise sqlstate '53300' using message = 'too many connections'; end $$",
        "do $$ begin raise sqlstate '53100' using message = 'disk full'; end $$",
    ],
)
def test_what_the_server_cannot_do_just_now_passes(postgres_url, statement):
    database, holder = Database(postgres_url), Database(postgres_url)
    with holder.transaction() as held:
        held.connection.execute(text("create table held (number integer)"))
        held.commit()
        held.connection.execute(text("lock table held in row exclusive mode"))
        assert is_passing(raised_by(lambda: ask(database, statement)))
    database.close()
    holder.close()


def test_a_server_that_starts_up_is_waited_for_and_a_wrong_url_is_not(postgres, postgres_url):
    other = postgres_url.replace(f":{postgres.port}/", ":1/")
    no_database = postgres_url + "_none"
    no_role = postgres_url.replace("//tertib@", "//nobody@")
    no_host = postgres_url.replace("127.0.0.1", "db.invalid")
    waited = [
        is_away(raised_by(lambda url=url: ask(Database(url))))
        for url in (other, no_host, no_database, no_role)
    ]
    assert waited == [True, True, False, False]


def test_a_wrong_statement_on_a_server_does_not_pass(postgres_url):
    database = Database(postgres_url)
    assert not is_passing(raised_by(lambda: ask(database, "select * from nowhere")))
    assert not is_passing(raised_by(lambda: ask(database, "select 1/0")))
    database.close()
