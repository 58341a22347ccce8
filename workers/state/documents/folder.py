"""A folder of documents."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from workers.files import UNFINISHED, write_whole
from workers.state.documents.reference import STORE_ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No write takes that long: what is older belongs to a process that was killed.
ABANDONED_S = 24 * 60 * 60.0


class Folder:
    """A place (see Place) whose objects are files."""

    store_id = STORE_ID

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> bytes | None:
        """Return a file's content, or None."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return self.path(name).exists()

    def write(self, name: str, content: bytes) -> None:
        """Put a file into place in one step, on the disk when this returns."""
        write_whole(self.path(name), content)

    def remove(self, name: str) -> None:
        """Remove a file, if there is one of that name."""
        self.path(name).unlink(missing_ok=True)

    def names(self, under: str) -> Iterator[str]:
        """The names of the files in a folder and below, unfinished ones left out."""
        for path in self.path(under).rglob("*"):
            if path.is_file() and not path.name.startswith(UNFINISHED):
                yield path.relative_to(self.folder).as_posix()

    def path(self, name: str) -> Path:
        """Return where a file of that name lies, or would lie."""
        return self.folder / name

    def tidy(self) -> None:
        """Remove unfinished files of a day ago and older."""
        for path in self.folder.rglob(f"{UNFINISHED}*"):
            if path.stat().st_mtime < time.time() - ABANDONED_S:
                path.unlink(missing_ok=True)
