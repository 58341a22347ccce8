"""Files in and out: which documents a command means, and writing without ever half-writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.files import write_whole

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
    """Replace ``path`` by ``content`` in one step, for everybody to read."""
    write_whole(path, content, mode=0o644)
