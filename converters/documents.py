"""From document files to SOP models: reading and inference in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.errors import DocumentError
from converters.infer import infer
from converters.model import Doubt, Sop
from converters.readers import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class ReadDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What one file gave: the SOPs that could be read, and what was wrong with the others."""

    file: str
    sops: tuple[Sop, ...]
    errors: tuple[DocumentError, ...]


def read_documents(paths: Iterable[Path]) -> Iterator[ReadDocument]:
    """Read files one after the other; process ids are unique over all of them.

    A file that cannot be read gives its error and no SOP; the others still come.
    """
    seen: dict[str, int] = {}
    for path in paths:
        try:
            result = read(path)
        except DocumentError as error:
            yield ReadDocument(file=path.name, sops=(), errors=(error,))
            continue
        sops = tuple(_unique(infer(table), seen) for table in result.tables)
        yield ReadDocument(file=path.name, sops=sops, errors=result.errors)


def _unique(sop: Sop, seen: dict[str, int]) -> Sop:
    """Number the second SOP of the same name, and say so: one process must not replace another."""
    count = seen[sop.id] = seen.get(sop.id, 0) + 1
    if count == 1:
        return sop
    doubt = Doubt(
        code="same-name",
        row=None,
        message=f'Nama "{sop.title}" sudah dipakai SOP lain dalam pembacaan ini; '
        f"prosesnya diberi nomor {count}. Periksa apakah ini SOP yang sama.",
        confidence=0.5,
    )
    return msgspec.structs.replace(sop, id=f"{sop.id}-{count}", doubts=(*sop.doubts, doubt))
