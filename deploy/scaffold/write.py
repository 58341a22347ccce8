"""Writing several files: all of them or none, and never over another."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from deploy.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_all(new: Mapping[Path, bytes], replaced: Mapping[Path, bytes]) -> None:
    """Write the new files and replace the others; undo it all when one cannot be written.

    Raises:
        FileExistsError: a new file is there already.
        OSError: one cannot be written.
    """
    with ExitStack() as undo:
        for path, content in new.items():
            _make_folder(path.parent, undo)
            with path.open("xb") as file:
                undo.callback(path.unlink)
                file.write(content)
        for path, content in replaced.items():
            if path.exists():
                undo.callback(write_atomically, path, path.read_bytes())
            write_atomically(path, content)
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, undo)
        folder.mkdir()
        undo.callback(folder.rmdir)
