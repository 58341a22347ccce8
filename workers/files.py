"""Files that are there as a whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a file is called while it is written; whoever is killed then leaves it behind.
UNFINISHED = ".writing-"


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put ``content`` into place in one step, on the disk when this returns.

    A reader sees the file as it was before or as it is now, and so does whoever looks after a
    power cut.

    Args:
        path: the file; folders that are missing are made.
        content: all of it.
        mode: who may read it; by default its owner alone.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        _sync(path.parent.parent)
    with new_file(path) as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file, for its owner alone, that is in place when the block ends and gone when it raises.

    Args:
        path: where it is put, on the disk when the block has ended; in a folder that there is.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make what was renamed or made in a folder itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
