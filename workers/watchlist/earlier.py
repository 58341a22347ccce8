"""The tables of lists as Tertib 0.1 first had them: plain, and emptied when a list is imported.

They are still there so that workers of that version can go on while an office upgrades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, delete, select

from workers.state.database import METADATA, Timestamp
from workers.state.personal import holds

if TYPE_CHECKING:
    from workers.state.database import Database

LISTS = Table(
    "watchlists",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("imported_at", Timestamp, nullable=False),
    info=holds(others="id name stamp entries imported_at"),
)
ENTRIES = Table(
    "watchlist_entries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("entry", Text, nullable=False),
    info=holds(kept="entry", others="id"),
)
KEYS = Table(
    "watchlist_keys",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("entry_id", ForeignKey(ENTRIES.c.id, ondelete="CASCADE"), primary_key=True),
    info=holds(kept="key", others="entry_id"),
)


def clear(database: Database) -> None:
    """Empty them: what they hold is not sealed."""
    with database.reading() as db:
        if db.execute(select(LISTS.c.id)).first() is None:
            return
    with database.transaction() as transaction:
        for table in (KEYS, ENTRIES, LISTS):
            transaction.connection.execute(delete(table))
