"""Where the local engine keeps its things: data and logs in its home, downloads in the cache."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from deploy.console import warn
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Home(msgspec.Struct, frozen=True):
    """The folder of one local engine (TERTIB_HOME)."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """TERTIB_HOME, else the user's data folder."""
        root = os.environ.get("TERTIB_HOME") or platformdirs.user_data_dir("tertib")
        return cls(Path(root).resolve())

    @property
    def data(self) -> Path:
        """What the engine must not lose: instances, tasks, the search store's indices."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """One log per part, of its last start; the one before as ``.1``."""
        return self.root / "logs"

    @property
    def records(self) -> Path:
        """What the broker did, a record per line (JSON), when it was asked to write that down."""
        return self.logs / "records.jsonl"

    @property
    def config(self) -> Path:
        """Configuration written anew at each start."""
        return self.root / "config"

    @property
    def tmp(self) -> Path:
        """The parts' temporary files: emptied when they are stopped."""
        return self.root / "tmp"

    @property
    def state(self) -> Path:
        """How the engine was last started. Whether it runs, the system's processes tell."""
        return self.root / "engine.json"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Only one `up` or `down` at a time; the second waits for the first."""
        with locked(self.root / "lock"):
            yield


def cache() -> Path:
    """The folder of downloads (TERTIB_CACHE), shared by all engines of a user."""
    return Path(os.environ.get("TERTIB_CACHE") or platformdirs.user_cache_dir("tertib")).resolve()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when its holder dies."""
    import filelock

    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)  # what officers write is nobody else's
        lock = filelock.FileLock(path)
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout:
            warn("Another tertib is at work on the engine; waiting for it.")
            lock.acquire()
    except OSError as error:
        raise DeployError(
            f"{path.parent} cannot be written to ({error.strerror}).",
            "Set TERTIB_HOME and TERTIB_CACHE to folders of yours.",
        ) from None
    try:
        yield
    finally:
        lock.release()
