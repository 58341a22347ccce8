"""One module per document format; each gives the same tables with marks.

``text``, ``html``, ``markdown``, ``pdf``, ``word``, ``sheets`` and ``scan`` read; ``ole`` refuses.
``markup`` tells the kinds of text apart, ``package`` opens Office files, in which ``drawingml`` and
``symbol_fonts`` are the same for Word and Excel.

Text becomes lines, and ``sop`` makes tables of them. All others become a ``page`` with cells and
drawings (``geometry`` and ``matrix`` measure there): ``flowchart`` says what leads where on it, and
``sop_pages`` makes the tables. Either gives a ``result``, with ``faults`` for what cannot be read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from converters.readers import faults
from converters.readers.result import ReadResult
from converters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Reader = Callable[[str, bytes], ReadResult]  # (file name, content)

__all__ = ["LIMIT", "READERS", "ReadResult", "read"]

LIMIT = 64 * 2**20  # bytes of a file: a hundred scanned pages, or the pictures of a Word file
TEXT_LIMIT = 10 * 2**20  # of one without pictures; the longest we know of has a hundredth of it


def _read_by(module: str) -> Reader:
    """The reader ``read`` of a module here, imported when a file needs it: none needs them all."""

    def reader(file: str, content: bytes) -> ReadResult:
        result: ReadResult = import_module(f"{__name__}.{module}").read(file, content)
        return result

    return reader


def _paged_by(module: str) -> Reader:
    """The reader of a format with pages, ``pages`` of a module here: they lead into one path."""

    def reader(file: str, content: bytes) -> ReadResult:
        from converters.readers.sop_pages.assembly import assemble

        return assemble(import_module(f"{__name__}.{module}").pages(file, content), file)

    return reader


# Kind of file -> its reader. A kind without one is refused by name.
READERS: Mapping[str, Reader] = {
    "text": _read_by("text"),
    "ole": _read_by("ole"),
    "pdf": _read_by("pdf.document"),
    "word": _paged_by("word.document"),
    "workbook": _paged_by("sheets"),
    "html": _paged_by("html"),
    "markdown": _paged_by("markdown"),
    "picture": _read_by("scan.document"),
}

# First bytes -> (kind, what an officer calls it). What starts with none of these is text.
_SIGNATURES: dict[bytes, tuple[str, str]] = {
    b"%PDF-": ("pdf", "dokumen PDF"),
    b"PK\x03\x04": ("zip", "arsip ZIP"),  # Word, Excel and others: the package says
    b"\xd0\xcf\x11\xe0": ("ole", "dokumen Word/Excel lama"),
    b"{\\rtf": ("rtf", "dokumen RTF"),
    b"\x89PNG": ("picture", "gambar PNG"),
    b"\xff\xd8\xff": ("picture", "gambar JPEG"),
    b"GIF8": ("gif", "gambar GIF"),
    b"II*\x00": ("picture", "gambar TIFF"),
    b"MM\x00*": ("picture", "gambar TIFF"),
    b"\x1f\x8b": ("gzip", "arsip gzip"),
    b"7z\xbc\xaf": ("7z", "arsip 7z"),
    b"Rar!": ("rar", "arsip RAR"),
    b"\x7fELF": ("program", "program komputer"),
    b"MZ\x90": ("program", "program komputer"),
}


def read(path: Path) -> ReadResult:
    """Read a document of any kind a reader is registered for.

    Raises:
        DocumentError: the file cannot be read, or it is a text without an SOP. What is wrong with
            an SOP, or that pages have none, is in the result's ``errors``.
    """
    name = visible(path.name)
    content = _content(path, name)
    kind, called = next(
        (found for start, found in _SIGNATURES.items() if content.startswith(start)),
        ("text", ""),
    )
    if kind == "text":
        _check_size(len(content), TEXT_LIMIT, name)
        from converters.readers import markup

        kind = markup.kind(name, content)
    if kind == "zip":
        from converters.readers.package import Package

        kind, called = Package(name, content).kind()
    if kind not in READERS:
        raise faults.fault("kind-not-readable", file=name, kind=called)
    return READERS[kind](name, content)


def _check_size(size: int, limit: int, name: str) -> None:
    if size > limit:
        sizes = {"size": size // 2**20, "limit": limit // 2**20}
        raise faults.fault("file-too-large", file=name, **sizes)


def _content(path: Path, name: str) -> bytes:
    """The file's bytes, after its size was found to be sensible."""
    try:
        if not path.is_file():
            raise faults.fault("not-a-file" if path.exists() else "file-missing", file=name)
        size = path.stat().st_size
        _check_size(size, LIMIT, name)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "nama berkas tidak sah"
        raise faults.fault("file-unreadable", file=name, reason=reason) from None
    if not content:
        raise faults.fault("file-empty", file=name)
    return content
