"""The workers that are compared: how each is started, and what it costs its machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tests.bench.java import java_command
from tests.bench.nodejs import node_command
from tests.bench.sizes import ACTIVE, THREADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
STOP_TIMEOUT_S = 40
NODE_POLL_MS = "10"  # its own 100 would leave it idle between two polls


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a worker is to do."""

    types: tuple[str, ...]
    waiting: bool = False  # whether the jobs were there before the worker
    reads: bool = False  # whether the handler looks at all the variables
    all_types: bool = False  # Tertib's own: those of `tertib work`, not of the benchmarks


def tertib(gateway: str, work: Work, home: Path) -> tuple[list[str], dict[str, str]]:
    environment = {
        "TERTIB_HOME": str(home),
        "ZEEBE_ADDRESS": gateway,
        "TERTIB_WORKER_HTTP_PORT": "0",
        "TERTIB_WORKER_THREADS": str(THREADS),
    }
    if work.all_types:
        return [sys.executable, "-m", "deploy", "work"], environment
    return [sys.executable, str(HERE / "worker.py"), ",".join(work.types)], environment


def zeebe_java(gateway: str, work: Work, home: Path) -> tuple[list[str], dict[str, str]]:
    return java_command("ZeebeWorker") + _java_arguments(gateway, work), {}


def camunda_java(gateway: str, work: Work, home: Path) -> tuple[list[str], dict[str, str]]:
    return java_command("CamundaWorker") + _java_arguments(gateway, work), {}


def _java_arguments(gateway: str, work: Work) -> list[str]:
    types = ",".join(work.types)
    return [gateway, types, str(THREADS), str(ACTIVE), "true", str(work.reads).lower()]


def node(gateway: str, work: Work, home: Path) -> tuple[list[str], dict[str, str]]:
    # It streams or polls: a streaming worker asks for what waits but every 30 seconds.
    stream = str(not work.waiting).lower()
    return [*node_command(), gateway, ",".join(work.types), str(ACTIVE), stream, NODE_POLL_MS], {}


CLIENTS: dict[str, Callable[[str, Work, Path], tuple[list[str], dict[str, str]]]] = {
    "tertib": tertib,
    "java": zeebe_java,
    "camunda-java": camunda_java,
    "node": node,
}


class Worker:
    """A worker that runs, children included."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._main = psutil.Process(process.pid)

    def check(self) -> None:
        """Fail if it has ended: its log tells why."""
        assert self._process.poll() is None, "the worker ended"

    def cpu(self) -> float:
        """Seconds of processor time, those of children that have ended included."""
        self.check()
        return sum(_cpu(each) for each in self._tree()) + self._ended_children()

    def memory(self) -> float:
        """Resident MB."""
        return sum(each.memory_info().rss for each in self._tree()) / 1_000_000

    def _tree(self) -> list[psutil.Process]:
        return [self._main, *self._main.children(recursive=True)]

    def _ended_children(self) -> float:
        times = self._main.cpu_times()
        return times.children_user + times.children_system


def _cpu(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return times.user + times.system
    return 0.0


@contextlib.contextmanager
def running(client: str, gateway: str, work: Work, folder: Path) -> Iterator[Worker]:
    """Run a client's worker, its output in a file as in production."""
    folder.mkdir(parents=True, exist_ok=True)
    command, environment = CLIENTS[client](gateway, work, folder)
    with (folder / f"{client}.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=dict(os.environ) | environment
        )
    try:
        yield Worker(process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
