"""An archive that is not what it should be."""

from __future__ import annotations


class DamagedError(Exception):
    """The archive is not what `tertib backup` wrote. Says what is wrong with it."""
