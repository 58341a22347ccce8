"""The job workers as a child process of the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from deploy.errors import DeployError
from deploy.rehearsal import sample
from workers import samples

if TYPE_CHECKING:
    from deploy.cluster import Cluster

READY_S = 60.0
# Longer than the workers' own time to drain (25 s), after which they end by themselves.
STOP_S = 40.0


class Crew:
    """``tertib work`` on a cluster, from entering the block to leaving it.

    Args:
        cluster: whose jobs to take.
        log: file that gets what the workers log.
    """

    def __init__(self, cluster: Cluster, log: Path) -> None:
        self.log = log
        self.url = ""  # metrics and health, once ready
        self._environment = os.environ | {
            "ZEEBE_ADDRESS": cluster.address,
        }
        self._environment.setdefault("TERTIB_WORKER_HTTP_PORT", "0")
        self._environment.setdefault("TERTIB_WATCHLIST_FILE", str(samples.WATCHLIST))
        if "TERTIB_CONFIG" not in self._environment:  # which says what the letterhead says
            self._environment = sample.LETTERS | self._environment

    def __enter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            ready = Path(folder) / "ready.json"
            self._process = self._start(ready)
            try:
                self.url = self._wait_until(ready)
            except BaseException:
                self._stop()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def check(self) -> None:
        """Raise a DeployError if the workers ended by themselves."""
        if self._process.poll() is not None:
            raise DeployError(
                f"The workers ended with status {self._process.returncode}.", f"See {self.log}."
            )

    def _start(self, ready: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "deploy", "work", "--ready-file", str(ready)]
        with self.log.open("wb") as log:
            # A session of its own: Ctrl-C is for us, who stop the workers when their work is done.
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def _wait_until(self, ready: Path) -> str:
        deadline = time.monotonic() + READY_S
        while not ready.exists():
            self.check()
            if time.monotonic() > deadline:
                raise DeployError(
                    f"The workers were not ready after {READY_S:.0f} s.", f"See {self.log}."
                )
            time.sleep(0.05)
        return str(json.loads(ready.read_bytes())["url"])

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
