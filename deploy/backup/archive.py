"""The archive: a compressed tar file, written as a whole or not at all, and read with distrust.

Nothing is ever unpacked by the name it has in the archive.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import os
import re
import tarfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NamedTuple, Self, cast

import msgspec

from deploy.backup.faults import DamagedError
from deploy.backup.parts import (
    DOCUMENTS,
    HEADER,
    MANIFEST,
    ROWS,
    TABLES,
    Digest,
    DocumentsDigest,
    Header,
    Manifest,
    TablePart,
)
from deploy.backup.sealing import passed_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

CHUNK = 1 << 20
COMPRESSION = 6
# A part that is held in memory: the largest scan that workers take in is 1000 MB.
LARGEST_DOCUMENT = 1 << 30
LARGEST_NOTE = 4 << 20  # header and manifest
# Compressed rows of registers are a tenth to a thirtieth of their size. What unpacks to far more
# was made to fill a disk.
MOST_UNPACKED = 400  # times the archive's size,
ALWAYS_UNPACKED = 256 << 20  # or this many bytes
_DOCUMENT = re.compile(re.escape(DOCUMENTS) + r"[0-9a-f]{64}")
_TABLE = re.compile(re.escape(TABLES) + r"[^/\x00]{1,200}" + re.escape(ROWS))


class Writer:
    """Writes the parts of a backup into an open file: begin, tables, documents, finish."""

    def __init__(self, file: IO[bytes], *, scratch: Path) -> None:
        """Open the archive.

        Args:
            file: gets the archive.
            scratch: folder for tables on their way: a part's size stands before it.
        """
        self._tar = tarfile.open(fileobj=file, mode="w:gz", compresslevel=COMPRESSION)  # noqa: SIM115
        self._time = 0
        self._scratch = scratch
        self._tables: list[TablePart] = []
        self._documents = DocumentsDigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # of a disk that is full: the file is given up
            self._tar.close()

    def begin(self, header: Header) -> None:
        """Add the header."""
        self._time = int(header.taken_at.timestamp())
        self._note(HEADER, header)

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
        """Add a table's part: its columns' names, its rows as JSON."""
        whole, digest = hashlib.sha256(), Digest()
        heading = msgspec.json.encode(list(columns))
        with passed_through(self._scratch) as (part, read_back):
            size = 0
            for row in itertools.chain([heading], rows):
                if row is not heading:
                    digest.add(row)
                size += part.write(row + b"\n")
                whole.update(row + b"\n")
            self._add(f"{TABLES}{name}{ROWS}", size, read_back())
        self._tables.append(
            TablePart(name=name, rows=digest.count, sha256=whole.hexdigest(), digest=digest.hex)
        )

    def add_document(self, document_id: str, content: bytes) -> None:
        """Add a document."""
        self._add(DOCUMENTS + document_id, len(content), io.BytesIO(content))
        self._documents.add(document_id, len(content))

    def finish(self) -> Manifest:
        """End with the manifest and return it."""
        manifest = Manifest(tables=tuple(self._tables), documents=self._documents.part)
        self._note(MANIFEST, manifest)
        self._tar.close()
        return manifest

    def _note(self, name: str, note: Header | Manifest) -> None:
        content = msgspec.json.format(msgspec.json.encode(note)) + b"\n"
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._time, 0o600
        self._tar.addfile(info, content)
        self._tar.members.clear()  # type: ignore[attr-defined]  # or it remembers each


class Part(NamedTuple):
    """A part of an archive that is being read; its content is gone when the next one comes."""

    name: str
    size: int
    file: IO[bytes]

    @property
    def table(self) -> str | None:
        """The name of the table whose part it is."""
        is_table = _TABLE.fullmatch(self.name)
        return self.name.removeprefix(TABLES).removesuffix(ROWS) if is_table else None

    @property
    def document(self) -> str | None:
        """The id of the document that it is."""
        return self.name.removeprefix(DOCUMENTS) if _DOCUMENT.fullmatch(self.name) else None

    def chunks(self) -> Iterator[bytes]:
        """Give the content piece by piece."""
        while chunk := self.file.read(CHUNK):
            yield chunk

    def content(self, most: int) -> bytes:
        """Return the content as a whole.

        Raises:
            DamagedError: it is larger than ``most`` bytes.
        """
        if self.size > most:
            raise DamagedError(f"{self.name} is too large")
        return b"".join(self.chunks())


def read_parts(file: IO[bytes]) -> Iterator[Part]:
    """Give the parts of an archive in their order.

    Raises:
        DamagedError: one is no part of a backup, or too large to be one.
        tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError: it is no whole archive.
    """
    most = max(ALWAYS_UNPACKED, MOST_UNPACKED * os.fstat(file.fileno()).st_size)
    with (
        gzip.GzipFile(fileobj=file) as unpacked,
        tarfile.open(fileobj=cast("IO[bytes]", _Portions(unpacked)), mode="r:") as tar,
    ):
        while (info := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]  # or it remembers each
            if info.size < 0 or info.offset_data + info.size > most:
                raise DamagedError("it unpacks to far more than a backup does")
            content = tar.extractfile(info) if _is_plain(info) else None
            if content is None:
                raise DamagedError(f"{info.name[:80]!a} is no part of a backup")
            with content:
                yield Part(info.name, info.size, content)
        _expect_end(unpacked)


class _Portions:
    """The unpacked stream in portions: what claims to be a gigabyte of headers stays unread."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int) -> bytes:
        if not 0 <= size <= CHUNK:  # also a negative one, which would be all there is
            raise DamagedError("a header in it is too large")
        return self._stream.read(size)


def _is_plain(info: tarfile.TarInfo) -> bool:
    known = info.name in (HEADER, MANIFEST) or _TABLE.fullmatch(info.name)
    known = known or _DOCUMENT.fullmatch(info.name)
    return bool(known) and info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.issparse()


def _expect_end(stream: gzip.GzipFile) -> None:
    """Read on to the checksum: after the last part there are some zeros and nothing else."""
    rest = stream.read(CHUNK)
    if len(rest) == CHUNK or rest.strip(b"\0"):
        raise DamagedError("something follows its end")
