"""Other people's programs that look at what we sign: Debian's, installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def program(name: str, package: str) -> str:
    """The program's path. Skips the test when it is neither there nor to be had."""
    if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            subprocess.run(["apt-get", "-qq", *command], env=quiet, check=False)
    return shutil.which(name) or pytest.skip(f"not tested: {name} (Debian's package {package})")
