"""Files in and out: which documents a command means, and writing without ever half-writing."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def documents_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files meant: a folder stands for the visible files directly in it, sorted."""
    found: list[Path] = []
    for path in paths:
        found.extend(_files_of(path) if path.is_dir() else [path])
    return tuple(dict.fromkeys(found))


def _files_of(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))


def write_atomically(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step: a reader sees the old bytes or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)
        os.replace(name, path)  # noqa: PTH105 -- the name came from mkstemp
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
