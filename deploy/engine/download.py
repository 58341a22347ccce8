"""Fetching one artefact: resumed where it was cut off, never taken for whole when it is not."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import requests

from deploy.errors import DeployError
from workers.http import trust_system
from workers.maven import REPOSITORY_VARIABLE, repositories

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deploy.engine.artefacts import Artefact

    # Told how many bytes of the artefact are here: at the start, and after each piece.
    Progress = Callable[[int], None]

TIMEOUT_S = (10, 30)  # to connect, and between two pieces
PIECE = 1 << 16  # bytes; a cut costs at most one
PAUSES_S = (0.5, 2.0, 5.0)  # between tries that bring nothing; any progress starts over
PARTIAL = 206
CLIENT_ERRORS = range(400, 500)


def fetch(artefact: Artefact, target: Path, progress: Progress) -> None:
    """Put the artefact at ``target``, continuing what an earlier run left in ``.part``.

    Raises:
        DeployError: no repository has it, the network is out, or the bytes are not the pinned ones.
    """
    part = target.with_name(f"{target.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    continued = part.exists()
    _fetch_all(artefact, part, progress)
    if continued and not _as_pinned(artefact, part):
        part.unlink()  # what was left there was no good: a crash, a full disk, another file
        _fetch_all(artefact, part, progress)
    if not _as_pinned(artefact, part):
        part.unlink()
        raise _altered(artefact)
    part.replace(target)


def _fetch_all(artefact: Artefact, part: Path, progress: Progress) -> None:
    pauses = list(PAUSES_S)
    while (have := _size(part)) < artefact.size:
        try:
            _fetch_rest(artefact, part, progress)
        except requests.RequestException as error:
            if _size(part) > have:
                pauses = list(PAUSES_S)
            if not pauses:
                raise _unreachable(artefact, error) from None
            time.sleep(pauses.pop(0))


def _fetch_rest(artefact: Artefact, part: Path, progress: Progress) -> None:
    response = _ask(artefact, _size(part))
    resumed = response.status_code == PARTIAL
    with response, part.open("ab" if resumed else "wb") as file:
        progress(file.tell())
        for piece in response.iter_content(PIECE):
            file.write(piece)
            progress(file.tell())
        if file.tell() < artefact.size:
            raise requests.ConnectionError("the connection was cut")


def _ask(artefact: Artefact, have: int) -> requests.Response:
    """Ask each repository in turn for the bytes from ``have`` on."""
    trust_system()
    headers = {"Range": f"bytes={have}-"} if have else {}
    refusals = []
    for base in repositories():
        url = f"{base}/{artefact.path}"
        response = requests.get(url, headers=headers, timeout=TIMEOUT_S, stream=True)
        if response.status_code not in CLIENT_ERRORS:
            response.raise_for_status()
            return response
        refusals.append(str(response.status_code))
        response.close()
    raise DeployError(
        f"No Maven repository here gives out {artefact.group}:{artefact.name}:{artefact.version} "
        f"(HTTP {', '.join(refusals)}).",
        f"Set {REPOSITORY_VARIABLE} to one that does.",
    )


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _as_pinned(artefact: Artefact, part: Path) -> bool:
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == artefact.sha256


def _altered(artefact: Artefact) -> DeployError:
    return DeployError(
        f"{artefact.filename} is not the file that was expected: its SHA-256 differs. "
        "The download was thrown away.",
        f"Run `tertib up` again; if this stays, check what {REPOSITORY_VARIABLE}, "
        "or a proxy on the way, delivers.",
    )


def _unreachable(artefact: Artefact, error: requests.RequestException) -> DeployError:
    status = "" if error.response is None else f" {error.response.status_code}"
    return DeployError(
        f"{artefact.filename} could not be downloaded ({type(error).__name__}{status}).",
        "Check the network and run `tertib up` again: it continues where it stopped. "
        "Behind a proxy set HTTPS_PROXY, and REQUESTS_CA_BUNDLE if it re-signs what it passes on; "
        f"with a repository of your own, {REPOSITORY_VARIABLE}.",
    )
