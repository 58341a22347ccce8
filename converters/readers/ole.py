"""Office's container of before 2007 (OLE): refused by saying what to save it as."""

from __future__ import annotations

from typing import NoReturn

from converters.readers import faults

# Names of streams in the container's directory, in UTF-16, that tell what is in it.
_ENCRYPTED = "EncryptedPackage"
_WORD = "WordDocument"
_EXCEL = ("Workbook", "Book")


def read(file: str, content: bytes) -> NoReturn:
    """Say what is in the container: a file with a password, or one of an old Word or Excel.

    Raises:
        DocumentError: always.
    """
    if _names(content, _ENCRYPTED):
        raise faults.fault("encrypted", file=file)
    if _names(content, _WORD):
        raise faults.fault("old-office", file=file, program="Word", ending=".docx")
    if _names(content, *_EXCEL):
        raise faults.fault("old-office", file=file, program="Excel", ending=".xlsx")
    raise faults.fault("kind-not-readable", file=file, kind="dokumen Office lama")


def _names(content: bytes, *streams: str) -> bool:
    """Whether a stream of one of these names is there; a name ends in a zero."""
    return any(f"{stream}\0".encode("utf-16-le") in content for stream in streams)
