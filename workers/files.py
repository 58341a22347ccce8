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


def write_whole(path: Path, content: bytes, *, mode: int = 0o600, lasting: bool = True) -> None:
    """Put ``content`` into place in one step.

    A reader sees the file as it was before or as it is now, and so does whoever looks after a
    power cut, if it is ``lasting``.

    Args:
        path: the file; folders that are missing are made.
        content: all of it.
        mode: who may read it; by default its owner alone.
        lasting: whether it is on the disk when this returns. What can be made again does not
            wait for the disk.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        if lasting:
            _sync(path.parent.parent)
    with _named(path), new_file(path, lasting=lasting) as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Have a fault name the file that was meant: nobody knows what it is called while written."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextmanager
def new_file(path: Path, *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """A file, for its owner alone, that is in place when the block ends and gone when it raises.

    Args:
        path: where it is put; in a folder that there is.
        lasting: whether it is on the disk when the block has ended.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    if lasting:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make what was renamed or made in a folder itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
