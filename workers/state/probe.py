"""Whether the database can be written to: a full disk can be read, only what is written tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, Table, delete, insert
from sqlalchemy.exc import SQLAlchemyError

from workers.state.database import METADATA
from workers.state.personal import holds

if TYPE_CHECKING:
    from workers.state.database import Database

PROBE = Table(
    "storage_probe", METADATA, Column("id", Integer, primary_key=True), info=holds(others="id")
)


def answers(database: Database) -> bool:
    """Write something and say whether that went well. Blocks."""
    try:
        with database.transaction() as transaction:
            transaction.connection.execute(delete(PROBE))
            transaction.connection.execute(insert(PROBE).values(id=1))
    except (SQLAlchemyError, OSError):
        return False
    return True
