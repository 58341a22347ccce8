"""Rows of a table as lines of JSON, the same on SQLite and on PostgreSQL.

What JSON has no word for becomes a text (moments in UTC, bytes in base64); the columns' types say
what it was.
"""

from __future__ import annotations

from datetime import UTC, datetime
from types import GenericAlias
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import JSON, DateTime, select

from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Column, Connection, Table

BATCH = 1000  # rows fetched at once
_CONTAINERS = (dict, list)  # of a column of JSON, which may hold either


class Codec:
    """Encodes and decodes the rows of a table.

    Args:
        table: as the database describes it.
        names: of the columns, in the rows' order; None: all of the table's.

    Raises:
        DeployError: the table has no such column, or one of a type that JSON cannot carry.
    """

    def __init__(self, table: Table, names: Sequence[str] | None = None) -> None:
        self.table = table
        # SQLAlchemy has texts of its own for names.
        self.names = tuple(map(str, table.c.keys() if names is None else names))
        if unknown := [name for name in self.names if name not in table.c]:
            raise DeployError(
                f"Here table {table.name} has no column {unknown[0]!a}.",
                "Use the version of Tertib, and of the office's workers, that made the backup.",
            )
        columns = [table.c[name] for name in self.names]
        for column in columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # or an empty one would come back as JSON's null
        # SQLite keeps no time zones: those moments are carried without it, in UTC.
        self._zoned = [i for i, column in enumerate(columns) if _is_zoned(column)]
        row = GenericAlias(tuple, tuple(_python_type(column) for column in columns))
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(row)

    def read(self, db: Connection) -> Iterator[bytes]:
        """Give every row of the table, encoded."""
        columns = [self.table.c[name] for name in self.names]
        rows = db.execute(select(*columns).execution_options(yield_per=BATCH))
        for row in rows:
            yield self._encode(list(row))

    def decode(self, line: bytes) -> dict[str, Any]:
        """Give a row by its columns' names.

        Raises:
            msgspec.DecodeError: it is no row of this table.
        """
        row = list(self._decoder.decode(line))
        for index in self._zoned:
            if row[index] is not None:
                row[index] = row[index].replace(tzinfo=UTC)
        return dict(zip(self.names, row, strict=True))

    def _encode(self, row: list[Any]) -> bytes:
        for index in self._zoned:
            row[index] = _without_zone(row[index])
        try:
            return msgspec.json.encode(row)
        except TypeError as error:
            raise _untold(self.table.name, str(error)) from None


def _is_zoned(column: Column[Any]) -> bool:
    return isinstance(column.type, DateTime) and column.type.timezone


def _without_zone(moment: datetime | None) -> datetime | None:
    zoned = moment is not None and moment.tzinfo is not None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and zoned else moment


def _python_type(column: Column[Any]) -> Any:
    try:
        kind = column.type.python_type
    except NotImplementedError:
        raise _untold(column.table.name, f"column {column.name}: {column.type!r}") from None
    return Any if kind in _CONTAINERS else kind | None


def _untold(table: str, what: str) -> DeployError:
    return DeployError(
        f"Table {table} holds what a backup cannot carry ({what}).",
        "Numbers, texts, bytes, dates, moments and JSON are carried.",
    )
