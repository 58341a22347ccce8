"""The cache of artefacts: downloaded, verified and unpacked once, then shared by all engines."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploy.engine.download import fetch
from deploy.engine.home import cache, locked
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from deploy.engine.artefacts import Artefact

    # Called for each artefact that is not here yet with the bytes of it that are.
    Progress = Callable[[Artefact, int], None]

UNPACKING = ".unpacking-"
# Python 3.11.2, Debian 12's, has no filters yet. The archives are pinned: it is a second lock.
TAR_FILTER: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


def place(artefact: Artefact) -> Path:
    """Where the artefact is once it is here: the unpacked folder, or the jar."""
    root = cache() / "engine"
    return root / (artefact.filename if artefact.packaging == "jar" else artefact.folder)


def missing(artefacts: Iterable[Artefact]) -> tuple[Artefact, ...]:
    """Those that still have to be fetched."""
    return tuple(artefact for artefact in artefacts if not place(artefact).exists())


def provide(artefacts: Iterable[Artefact], progress: Progress) -> None:
    """Fetch and unpack what is missing. A second one at the same time waits, then finds it here."""
    if not (wanted := missing(artefacts)):
        return
    with locked(cache() / "lock"):
        _sweep()
        for artefact in missing(wanted):
            _provide(artefact, partial(progress, artefact))


def _provide(artefact: Artefact, progress: Callable[[int], None]) -> None:
    download = cache() / "downloads" / artefact.filename
    if not download.exists():
        fetch(artefact, download, progress)
    target = place(artefact)
    target.parent.mkdir(parents=True, exist_ok=True)
    if artefact.packaging == "jar":
        download.replace(target)
        return
    _unpack(artefact, download, target)
    download.unlink()  # as large as what came out of it, and pinned: it can be had again


def _sweep() -> None:
    """Remove what an unpacking left behind that was killed."""
    for leftover in (cache() / "engine").glob(f"{UNPACKING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _unpack(artefact: Artefact, archive: Path, target: Path) -> None:
    """Unpack beside the target, then rename: half of an engine is never found there."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=UNPACKING) as folder:
        try:
            _extract(archive, folder)
        except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
            archive.unlink()
            raise DeployError(
                f"{archive.name} could not be unpacked ({error}).",
                f"Make room in {cache()} if its disk is full, then run `tertib up` again.",
            ) from None
        (Path(folder) / artefact.folder).replace(target)


def _extract(archive: Path, folder: str) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as file:
            file.extractall(folder)  # noqa: S202 -- zipfile keeps names inside
    else:
        with tarfile.open(archive) as file:
            file.extractall(folder, **TAR_FILTER)  # noqa: S202 -- pinned, and filtered where possible
