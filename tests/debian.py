"""Debian's packages that a test needs: installed first where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock


def install(*packages: str) -> None:
    """Install packages if this is root on Debian; one process of the tests at a time.

    Nothing is said when it cannot be done: the caller looks whether what it needs is there.
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    # With this runlevel Debian installs a server's package and leaves the server stopped.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    with FileLock(Path(tempfile.gettempdir()) / "tertib-tests-apt.lock"):
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(
                ["apt-get", "-qq", *command], env=environment, check=False, capture_output=True
            )


def program(name: str, package: str, untested: str) -> str:
    """The path of a program. Skips the test when it is neither there nor to be had.

    Args:
        name: of the program.
        package: Debian's, that has it.
        untested: what the skipped test says: "not tested: the proxy on a real Caddy".
    """
    if not shutil.which(name):
        install(package)
    return shutil.which(name) or pytest.skip(
        f"{untested} (no {name} here; Debian's package {package})"
    )
