"""Migrations: every database comes into the form that the workers declare, and loses nothing."""

import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    create_engine,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from workers.config import ConfigError
from workers.state import schema
from workers.state.database import METADATA, Database
from workers.state.opening import open_now

HERE = Path(__file__).parent
# What create_all made of the declarations before there were migrations.
BEFORE = HERE / "before_migrations"
OFFICES_OWN = Table("schema_test_own", METADATA, Column("id", Integer, primary_key=True))
VALUES = {
    int: 1,
    str: "Rukmini",
    bytes: b"\0\xff",
    date: date(2025, 3, 4),
    datetime: datetime(2025, 3, 4, 9, 30, tzinfo=UTC).replace(tzinfo=None),
}


@pytest.fixture
def engine(database_url):
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def old(engine):
    """A database as it was before there were migrations, with a row in every table."""
    statements = (BEFORE / f"{engine.dialect.name}.sql").read_text(encoding="utf-8").split(";\n")
    with engine.begin() as connection:
        for statement in filter(str.strip, statements):
            connection.execute(text(statement))
        fill(connection)
    return engine


def tables(connection):
    found = MetaData()
    found.reflect(connection)
    return {t.name: t for t in found.sorted_tables if t.name != schema.VERSION.name}


def fill(connection):
    for table in tables(connection).values():
        row = {c.name: VALUES[c.type.python_type] for c in table.c}
        connection.execute(insert(table).values(row))


def rows(engine):
    """What each table holds, without the columns that are empty."""
    with engine.connect() as connection:
        return {
            name: [
                {key: value for key, value in row.items() if value is not None}
                for row in connection.execute(select(table)).mappings()
            ]
            for name, table in tables(connection).items()
        }


def bring_up_to_date(url):
    with closing(Database(url)) as database:
        database.create_tables()
        return database.migrated_from


def differences(url):
    script = HERE / "schema_differences.py"
    command = [sys.executable, script, url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def migrate(engine, to):
    with engine.begin() as connection:
        schema.migrate(connection, to)


def test_what_the_migrations_make_is_what_the_workers_declare(engine, database_url):
    migrate(engine, schema.known()[-1])
    assert differences(database_url) == ""


def test_what_is_not_as_declared_is_found(engine, database_url):
    migrate(engine, schema.known()[-1])
    with engine.begin() as connection:
        connection.execute(text("drop index outbox_status"))
        connection.execute(text("alter table scans drop column applicant_id"))
    found = differences(database_url)
    assert "outbox_status" in found
    assert "applicant_id" in found


def test_a_database_from_before_the_migrations_is_taken_over_with_its_rows(old, database_url):
    before = rows(old)
    assert len(before) == 15
    with old.begin() as connection:
        assert schema.bring_up_to_date(connection) == ""
    assert rows(old).items() >= before.items()
    assert differences(database_url) == ""


def test_a_database_that_lacks_some_tables_gets_them(old, database_url):
    with old.begin() as connection:
        connection.execute(text("drop table handoffs"))
    before = rows(old)
    bring_up_to_date(database_url)
    after = rows(old)
    assert after["handoffs"] == []
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("number", schema.known())
def test_each_migration_keeps_what_the_one_before_it_left(engine, number):
    earlier = [known for known in schema.known() if known < number]
    if earlier:
        migrate(engine, earlier[-1])
        with engine.begin() as connection:
            fill(connection)
    before = rows(engine)
    migrate(engine, number)
    after = rows(engine)
    assert {name: after[name] for name in before} == before
    with engine.connect() as connection:
        assert schema.revision(connection) == number


def test_an_empty_database_is_made_with_an_offices_own_tables(engine, database_url):
    assert bring_up_to_date(database_url) == ""
    assert bring_up_to_date(database_url) is None
    assert {"counters", OFFICES_OWN.name} <= set(inspect(engine).get_table_names())


def test_an_offices_own_table_is_made_when_the_others_are_there(engine, database_url):
    migrate(engine, schema.known()[-1])
    assert bring_up_to_date(database_url) is None
    assert OFFICES_OWN.name in inspect(engine).get_table_names()


def test_of_workers_that_start_together_one_migrates(old, database_url, tmp_path):
    command = [sys.executable, HERE / "schema_opener.py", database_url, tmp_path]
    together = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    told = [json.loads(process.communicate()[0]) for process in together]
    assert sorted(told, key=str) == [["", True], [None, False], [None, False], [None, False]]
    assert rows(old)["counters"] == [{"name": "Rukmini", "last": 1}]


def test_a_migration_that_fails_leaves_the_database_as_it_was(old, database_url):
    """The last of three columns is there already."""
    with old.begin() as connection:
        connection.execute(text("alter table signature_requests add column reason text"))
    with pytest.raises(DBAPIError):
        bring_up_to_date(database_url)
    found = inspect(old)
    assert not found.has_table(schema.VERSION.name)
    columns = [column["name"] for column in found.get_columns("signature_requests")]
    assert columns[-2:] == ["requested_at", "reason"]


def test_a_newer_database_is_left_alone_and_told(engine, database_url, tmp_path):
    bring_up_to_date(database_url)
    with engine.begin() as connection:
        connection.execute(schema.VERSION.update().values(version_num="9999"))
    with pytest.raises(ConfigError, match=r"newer version of Tertib: it has form 9999, this one"):
        open_now(database_url, tmp_path / "documents", threads=1)
    with engine.connect() as connection:
        assert connection.execute(select(schema.VERSION)).scalar() == "9999"


def test_a_worker_ends_before_a_newer_database_with_one_message(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'workers.db'}"
    bring_up_to_date(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(schema.VERSION.update().values(version_num="9999"))
    engine.dispose()
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    command = [sys.executable, "-m", "deploy", "work", "--type", "letter-number"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1
    assert "newer version of Tertib" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_files_are_numbered_as_they_follow_each_other():
    from alembic.script import ScriptDirectory

    chain = [script.revision for script in ScriptDirectory(str(schema.FOLDER)).walk_revisions()]
    assert tuple(reversed(chain)) == schema.known()
    assert chain == sorted(chain, reverse=True)
