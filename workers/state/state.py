"""All that the workers keep, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers import outbox, processings  # noqa: F401 -- declare their tables, made here
from workers.state import ledger, probe  # noqa: F401 -- likewise
from workers.state.database import Database
from workers.state.documents import DocumentStore, open_documents

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class State:
    """The database and the document store of one installation."""

    database: Database
    documents: DocumentStore

    def close(self) -> None:
        """Give the database's connections back."""
        self.database.close()


def open_state(
    database_url: str, documents: Path | str, *, threads: int = 16, make: bool = True
) -> State:
    """Open the state, making what is not there yet. Import the job modules first.

    Args:
        database_url: an SQLAlchemy URL.
        documents: the folder of the document store, or the URL of a bucket; not asked yet.
        threads: how many threads will use the database at once.
        make: False leaves the database as it is: empty, or of another version.

    Raises:
        ConfigError: a setting of the document store cannot be used.
        NewerDatabaseError: it was used with a newer program.
        sqlalchemy.exc.DBAPIError: the database cannot be reached or written.
        Exception: the URL is none; see Database.
    """
    store = open_documents(documents)
    database = Database(database_url, connections=threads)
    try:
        if make:
            database.create_tables()
        else:
            with database.reading():
                pass  # it answers
    except BaseException:
        database.close()
        raise
    return State(database=database, documents=store)
