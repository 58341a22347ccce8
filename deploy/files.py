"""Files in and out: which documents a command means, and writing without ever half-writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workers.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What is taken from a folder. A file that is named itself is read whatever its name ends in.
_READ = {".pdf", ".docx", ".docm", ".xlsx", ".xlsm", ".html", ".htm", ".md", ".txt"}
# SOPs, too, whose owner is told what to save them as; some only have the name, and are read.
_OLD = {".doc", ".xls", ".rtf", ".odt", ".ods"}
DOCUMENTS = frozenset(_READ | _OLD)
# What Word and Excel leave beside a document that is open, or was when they crashed.
OFFICE_LEFTOVERS = ("~$", ".~lock.", "~WRL")


class Found(NamedTuple):
    """The documents that paths stand for."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...]  # what was left out of folders, and why (Indonesian)
    closed: tuple[OSError, ...]  # folders that cannot be looked into


def documents_in(paths: Iterable[Path]) -> Found:
    """The documents meant, each once. A folder stands for those in it and in its folders, sorted.

    Links to folders are not followed: they may lead round in circles.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, str] = {}
    closed: list[OSError] = []
    for path in paths:
        for file in _files_below(path, closed) if path.is_dir() else (path,):
            reason = _unfit(file) if file is not path else None
            if reason:
                skipped[file] = reason
            else:
                files[file] = None
    again = _met_again(files)
    skipped |= {file: "tautan ke berkas lain di sini" for file in again if file.is_symlink()}
    once = tuple(file for file in files if file not in again)
    return Found(once, tuple(skipped.items()), tuple(closed))


def _files_below(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names))


def _met_again(files: Iterable[Path]) -> set[Path]:
    """Further names of files that are among them; of a file and links to it, the links."""
    first: dict[str, Path] = {}
    for file in sorted(files, key=Path.is_symlink):
        first.setdefault(os.path.realpath(file), file)
    return set(files) - set(first.values())


def _unfit(file: Path) -> str | None:
    """Why a file of a folder is no document."""
    if file.name.startswith(OFFICE_LEFTOVERS):
        return "sisa dokumen Office yang sedang dibuka"
    if file.name.startswith("."):
        return "berkas tersembunyi"
    if file.suffix.lower() not in DOCUMENTS:
        return "bukan dokumen SOP"
    return None


def write_generated(path: Path, content: bytes) -> None:
    """As :func:`write_atomically`, for what can be made again: the disk is not waited for.

    An office's folder of SOPs becomes thousands of forms; what is there already stays untouched.
    """
    if not (path.is_file() and path.read_bytes() == content):
        write_whole(path, content, mode=0o644, lasting=False)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step, for everybody to read."""
    write_whole(path, content, mode=0o644)
