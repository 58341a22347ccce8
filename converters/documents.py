"""From document files to SOP models: reading and inference in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from converters.errors import DocumentError
from converters.infer import infer
from converters.model import Sop
from converters.readers import faults, read
from converters.readers.page import Page
from converters.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from converters.table import SopTable


class ReadDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What one file gave: the SOPs that could be read, and what was wrong with the others."""

    file: str
    sops: tuple[Sop, ...]
    errors: tuple[DocumentError, ...]
    pages: tuple[Page, ...] = ()  # what was found on them; none of a text


def read_document(path: Path) -> ReadDocument:
    """Read one file. Whatever is wrong with it is in ``errors``, a fault of ours included."""
    name = visible(path.name)
    try:
        result = read(path)
    except DocumentError as error:
        return ReadDocument(file=name, sops=(), errors=(error,))
    except Exception as error:  # noqa: BLE001 -- the other files still come
        return ReadDocument(file=name, sops=(), errors=(our_fault(name, error),))
    sops: list[Sop] = []
    errors = list(result.errors)
    for table in result.tables:
        _infer(table, name, sops, errors)
    return ReadDocument(file=name, sops=tuple(sops), errors=tuple(errors), pages=result.pages)


def _infer(table: SopTable, name: str, sops: list[Sop], errors: list[DocumentError]) -> None:
    try:
        sops.append(infer(table))
    except Exception as error:  # noqa: BLE001 -- the file's other SOPs still come
        errors.append(our_fault(name, error))


def our_fault(file: str, error: Exception) -> DocumentError:
    """A fault of ours, its traceback kept as the cause."""
    if isinstance(error, MemoryError):
        return faults.fault("reader-out-of-memory", file=file)
    found = faults.fault("reader-failed", file=file, kind=type(error).__name__)
    found.__cause__ = error
    return found
