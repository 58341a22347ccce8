"""Whether an archive is a whole backup: every part is there and has the hash it should have."""

from __future__ import annotations

import hashlib
from typing import IO, TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from deploy.backup.archive import LARGEST_DOCUMENT, LARGEST_NOTE, Part, read_parts
from deploy.backup.faults import DamagedError
from deploy.backup.parts import (
    FORMAT,
    HEADER,
    MANIFEST,
    DocumentsDigest,
    Header,
    Manifest,
    TablePart,
)
from deploy.errors import DeployError
from workers.state import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

N = TypeVar("N", Header, Manifest)
LONGEST_ROW = 64 << 20  # bytes


class Checked(NamedTuple):
    """What a whole backup says of itself."""

    header: Header
    manifest: Manifest


def read_header(file: IO[bytes]) -> Header:
    """Read who made the archive.

    Raises:
        DeployError: a newer version did.
        DamagedError: it is no backup.
    """
    file.seek(0)
    return _header(read_parts(file))


def check(file: IO[bytes]) -> Checked:
    """Read all of an archive and compare each part with its hash.

    Raises:
        DeployError: a newer version made it.
        DamagedError: it is no whole backup. Others: see read_parts.
    """
    file.seek(0)
    parts = read_parts(file)
    header = _header(parts)
    hashes: dict[str, str] = {}
    documents = DocumentsDigest()
    for part in parts:
        if part.name == MANIFEST:
            manifest = _note(part, Manifest)
            if next(parts, None) is not None:
                raise DamagedError("parts follow its manifest")
            _compare(manifest, hashes, documents)
            return Checked(header, manifest)
        _take_in(part, hashes, documents)
    raise DamagedError("its end is missing")


def _header(parts: Iterator[Part]) -> Header:
    first = next(parts, None)
    if first is None or first.name != HEADER:
        raise DamagedError("it does not begin as one")
    header = _note(first, Header)
    if header.format > FORMAT or (header.schema or schema.BASELINE) not in schema.known():
        raise DeployError(
            f"The backup was made by a newer Tertib ({header.tertib[:20]!a}).",
            "Restore it with that version.",
        )
    return header


def _note(part: Part, kind: type[N]) -> N:
    return msgspec.json.decode(part.content(LARGEST_NOTE), type=kind)


def _take_in(part: Part, hashes: dict[str, str], documents: DocumentsDigest) -> None:
    if part.document and part.size > LARGEST_DOCUMENT:
        raise DamagedError(f"{part.name} is too large")
    found = hashlib.sha256()
    for chunk in part.chunks():
        found.update(chunk)
    if part.document:
        documents.add(part.document, part.size)
        if found.hexdigest() != part.document:
            raise DamagedError(f"{part.name} has changed")
    elif (name := part.table) is None or name in hashes:
        raise DamagedError(f"{part.name} is there twice")
    else:
        hashes[name] = found.hexdigest()


def _compare(manifest: Manifest, hashes: dict[str, str], documents: DocumentsDigest) -> None:
    if documents.part != manifest.documents:
        raise DamagedError("documents are missing or too many")
    if list(hashes) != [table.name for table in manifest.tables]:
        raise DamagedError("tables are missing or too many")
    for table in manifest.tables:
        if hashes[table.name] != table.sha256:
            raise DamagedError(f"table {table.name!a} has changed")


def read_rows(part: Part, table: TablePart) -> Iterator[bytes]:
    """Give the lines of a table's part: the columns' names, then the rows.

    Raises:
        DamagedError: one is too long, or there are too few or too many.
    """
    count = -1  # the first is no row
    while line := part.file.readline(LONGEST_ROW):
        count += 1
        if not line.endswith(b"\n") or count > table.rows:
            raise DamagedError(f"table {table.name!a} has changed")
        yield line[:-1]
    if count != table.rows:
        raise DamagedError(f"table {table.name!a} has changed")
