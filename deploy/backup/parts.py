"""What a backup consists of: a header, a part for each table and each document, a manifest.

::

    tertib-backup.json        what made it, and which form the database had; read and judged first
    tables/counters.jsonl     the names of the columns, then a row per line, as JSON arrays
    documents/9f86d081...     a document's content, under its SHA-256
    manifest.json             last: what a whole backup holds, and the hash of each table

A part of a table is the same whichever database it was taken from.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

FORMAT = 1
HEADER = "tertib-backup.json"
MANIFEST = "manifest.json"
TABLES = "tables/"
ROWS = ".jsonl"
DOCUMENTS = "documents/"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known before anything else is read."""

    format: int  # of the archive
    tertib: str  # version that made it
    schema: str | None  # the database's newest migration; None: from before there were any
    database: str  # sqlite, postgresql
    taken_at: datetime  # aware


class TablePart(msgspec.Struct, frozen=True, kw_only=True):
    """A table's part."""

    name: str
    rows: int
    sha256: str  # of the part's bytes
    digest: str  # of its rows, in whatever order


class DocumentParts(msgspec.Struct, frozen=True, kw_only=True):
    """The documents' parts, together."""

    count: int
    bytes: int
    digest: str  # of their ids, in whatever order; an id is the SHA-256 of the content


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a whole backup holds."""

    tables: tuple[TablePart, ...]
    documents: DocumentParts

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)


class Digest:
    """A digest of items in any order: databases and stores give them in one of their own."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, item: bytes) -> None:
        """Take in an item."""
        self.count += 1
        self._sum += int.from_bytes(hashlib.sha256(item).digest(), "big")

    @property
    def hex(self) -> str:
        """The digest so far."""
        return f"{self._sum % 2**256:064x}"


class DocumentsDigest:
    """Counts documents, and hashes their ids."""

    def __init__(self) -> None:
        self._ids = Digest()
        self._bytes = 0

    def add(self, document_id: str, size: int) -> None:
        """Take in a document."""
        self._ids.add(document_id.encode())
        self._bytes += size

    @property
    def part(self) -> DocumentParts:
        """All of them so far."""
        return DocumentParts(count=self._ids.count, bytes=self._bytes, digest=self._ids.hex)
