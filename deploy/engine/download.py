"""Fetching one artefact: resumed where it was cut off, never taken for whole when it is not."""

from __future__ import annotations

import hashlib
import itertools
import time
from typing import TYPE_CHECKING

import requests

from deploy.engine.artefacts import REPOSITORY_VARIABLE, repositories
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from deploy.engine.artefacts import Artefact

    # Told how many bytes of the artefact are here: at the start, and after each piece.
    Progress = Callable[[int], None]

TIMEOUT_S = (10, 30)  # to connect, and between two pieces
PIECE = 1 << 18  # bytes
PAUSES_S = (0.5, 2.0, 5.0)  # before trying again after a cut
PARTIAL = 206
NOT_FOUND = 404
BEYOND_END = 416


def fetch(artefact: Artefact, target: Path, progress: Progress) -> None:
    """Put the artefact at ``target``, continuing what an earlier run left in ``.part``.

    Raises:
        DeployError: no repository has it, the network is out, or the bytes are not the pinned ones.
    """
    part = target.with_name(f"{target.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    for pause in itertools.chain(PAUSES_S, (None,)):
        try:
            _fetch_rest(artefact, part, progress)
            break
        except (requests.RequestException, OSError) as error:
            if pause is None or not isinstance(error, requests.RequestException):
                raise _unreachable(artefact, error) from None
            time.sleep(pause)
    _verify(artefact, part)
    part.replace(target)


def _fetch_rest(artefact: Artefact, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= artefact.size:
        return
    response = _ask(artefact, have)
    resumed = response.status_code == PARTIAL
    with response, part.open("ab" if resumed else "wb") as file:
        progress(file.tell())
        for piece in response.iter_content(PIECE):
            file.write(piece)
            progress(file.tell())
    if part.stat().st_size < artefact.size:
        raise requests.ConnectionError("the connection was cut")


def _ask(artefact: Artefact, have: int) -> requests.Response:
    """Ask each repository in turn for the bytes from ``have`` on."""
    headers = {"Range": f"bytes={have}-"} if have else {}
    for base in repositories():
        response = requests.get(
            f"{base}/{artefact.path}", headers=headers, timeout=TIMEOUT_S, stream=True
        )
        if response.status_code != NOT_FOUND:
            response.raise_for_status()
            return response
        response.close()
    raise DeployError(
        f"No Maven repository here has {artefact.group}:{artefact.name}:{artefact.version}.",
        f"Set {REPOSITORY_VARIABLE} to one that has it.",
    )


def _verify(artefact: Artefact, part: Path) -> None:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        for piece in _pieces(file.read):
            digest.update(piece)
    if digest.hexdigest() != artefact.sha256:
        part.unlink()
        raise DeployError(
            f"{artefact.filename} is not the file that was expected: its SHA-256 differs. "
            "The download was thrown away.",
            f"Run `tertib up` again; if this stays, check what {REPOSITORY_VARIABLE}, "
            "or a proxy on the way, delivers.",
        )


def _pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    return iter(lambda: read(PIECE), b"")


def _unreachable(artefact: Artefact, error: Exception) -> DeployError:
    return DeployError(
        f"{artefact.filename} could not be downloaded ({type(error).__name__}).",
        "Check the network and run `tertib up` again: it continues where it stopped. "
        f"Behind a proxy set HTTPS_PROXY; with a repository of your own, {REPOSITORY_VARIABLE}.",
    )
