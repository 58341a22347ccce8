"""Who gives the commands of this process."""

from __future__ import annotations

import getpass
import os


def user() -> str:
    """The system's name for them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return f"uid {os.getuid()}"
