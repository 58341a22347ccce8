"""Which Maven repositories hand out Java archives: the office's own, or the usual one."""

from __future__ import annotations

import os

REPOSITORY_VARIABLE = "TERTIB_MAVEN_REPOSITORY"


def repositories() -> tuple[str, ...]:
    """Bases of the Maven repositories to ask, in order.

    TERTIB_MAVEN_REPOSITORY alone when set; else those of the user's jgo configuration
    (``~/.config/jgo.conf``, section ``[repositories]``), then the one Maven itself uses.
    """
    chosen = os.environ.get(REPOSITORY_VARIABLE)
    if chosen:
        return (chosen.rstrip("/"),)
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL

    bases = [*GlobalSettings.load().repositories.values(), MAVEN_CENTRAL_URL]
    return tuple(dict.fromkeys(base.rstrip("/") for base in bases))
