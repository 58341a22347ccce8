"""Whether a part answers, and waiting until it does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import requests

from deploy.engine.processes import alive
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import psutil

    from deploy.engine.home import Home
    from deploy.engine.part import Part

START_TIMEOUT_S = 180.0  # generous: a laptop of an office, with other work on it
PAUSE_S = 0.2
ANSWER_TIMEOUT_S = 3.0


def answers(part: Part) -> bool:
    """Whether the part says that it is ready."""
    with requests.Session() as session:
        session.trust_env = False  # an office's proxy is not for the loopback
        try:
            return session.get(part.health, timeout=ANSWER_TIMEOUT_S).ok
        except requests.RequestException:
            return False


def wait_until_ready(
    home: Home,
    parts: Mapping[Part, psutil.Process],
    ready: Callable[[Part], None],
) -> None:
    """Wait for all parts; tell ``ready`` about each that is.

    Raises:
        DeployError: a part ended, or did not answer in time.
    """
    pending = dict(parts)
    deadline = time.monotonic() + START_TIMEOUT_S
    while pending:
        for part, process in list(pending.items()):
            if answers(part):
                del pending[part]
                ready(part)
            elif not alive(process):
                raise _failed(home, part, "ended while starting")
            elif time.monotonic() > deadline:
                raise _failed(home, part, f"did not answer within {START_TIMEOUT_S:.0f} s")
        time.sleep(PAUSE_S if pending else 0)


def _failed(home: Home, part: Part, what: str) -> DeployError:
    log = home.logs / f"{part.name}.log"
    return DeployError(
        f"{part.title} {what}{_last_error(log)}.",
        f"Its log, {log}, says more; `tertib down` ends what still runs.",
    )


def _last_error(log: Path) -> str:
    """The last line of the log that names an error, to spare a look into it."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    found = [line.strip() for line in lines if "ERROR" in line or "Exception: " in line]
    return f": {found[-1][:300]}" if found else ""
