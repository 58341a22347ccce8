"""Which form the database has, and how it gets the newest.

A migration is a file of ``migrations/versions`` that begins with its number; the newest file names
the form that this program works with. Alembic runs them and keeps the number in its table. An
office's own tables (docs/writing-workers.md) are none of theirs.

To add one: copy the newest file, raise its number, and let the declaration on METADATA say the
same; the tests compare the two. What a migration does must be quick or done in steps, and the
workers of the version before must be able to go on with what it leaves: they are stopped after it.
SQLite changes a column only by making its table anew (``op.batch_alter_table``), and empties tables
that refer to a dropped one: such a migration must look after those.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from workers.config import ConfigError

if TYPE_CHECKING:
    from sqlalchemy import Connection

FOLDER = Path(__file__).with_name("migrations")
BASELINE = "0001"  # what databases are that were made before there were migrations
VERSION = table("alembic_version", column("version_num"))


class NewerDatabaseError(ConfigError):
    """The database was used with a newer version of Tertib."""


@cache
def known() -> tuple[str, ...]:
    """The migrations that this program has, oldest first."""
    return tuple(sorted(file.name[:4] for file in (FOLDER / "versions").glob("[0-9]*.py")))


def revision(db: Connection) -> str | None:
    """The newest migration the database has had. None: none; it is empty or from before.

    Raises:
        NewerDatabaseError: it is one that this program does not know.
    """
    if not inspect(db).has_table(VERSION.name):
        return None
    found: str | None = db.execute(select(VERSION.c.version_num)).scalar()
    if found is None or found in known():
        return found
    message = (
        f"The database was used with a newer version of Tertib: it has form {found}, this one "
        f"knows {known()[-1]} and older. Install that version again, or restore a backup from "
        "before into an empty database (see TERTIB_HOME, TERTIB_WORKER_DATABASE_URL)."
    )
    raise NewerDatabaseError(message)


def bring_up_to_date(db: Connection) -> str | None:
    """Run the migrations that the database has not had.

    Args:
        db: in a transaction that no other worker's migrating can overlap.

    Returns:
        The newest it had before, ``""`` for none; None: there were none to run.

    Raises:
        NewerDatabaseError: see ``revision``.
    """
    before = revision(db)
    if before == known()[-1]:
        return None
    migrate(db, known()[-1])
    return before or ""


def migrate(db: Connection, to: str) -> None:
    """Run the migrations up to ``to``, in the transaction that ``db`` is in."""
    # Not at the top: a database that is up to date has no need of it.
    from alembic import command
    from alembic.config import Config

    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL statement_timeout = 0")  # large tables take their time
        # Whoever waits for a table has all others wait behind: rather try again later.
        db.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    command.upgrade(config, to)
