"""What a call costs with each version of grpcio: processor time of the client, in µs.

Each version in a virtual environment of its own, against a server in Java as Zeebe's gateway is.
The versions take turns; of several rounds the median counts::

    python -m tests.bench.grpc_versions 1.74.0 1.75.0 newest
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.java import java_command

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
CALLS = Path(__file__).with_name("grpc_calls.py")
# Calls at once, calls in all, calls a second (0: as many as go).
LOADS = ((32, 10_000, 0), (64, 10_000, 0), (64, 2_000, 400))
VERSIONS = ("1.74.0", "1.75.0", "1.76.0", "newest")


def main(versions: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder, _server() as port:
        pythons = {version: _install(version, Path(folder) / version) for version in versions}
        found: dict[tuple[str, tuple[int, int, int]], list[float]] = {}
        for _ in range(ROUNDS):
            for load in LOADS:
                for version, python in pythons.items():
                    cost = _output(python, CALLS, port, *load)
                    found.setdefault((version, load), []).append(float(cost))
        heads = [f"{n} at once{f', {rate}/s' if rate else ''}" for n, _, rate in LOADS]
        print(f"| grpcio | {' | '.join(heads)} |\n|{' --- |' * (len(LOADS) + 1)}")
        for version, python in pythons.items():
            name = _output(python, "-c", "import grpc; print(grpc.__version__)")
            costs = [f"{statistics.median(found[version, load]):.0f}" for load in LOADS]
            print(f"| {name} | {' | '.join(costs)} |")


@contextmanager
def _server() -> Iterator[str]:
    with subprocess.Popen(java_command("AnsweringServer"), stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().decode().strip()
        finally:
            server.terminate()


def _install(version: str, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    wanted = "grpcio" if version == "newest" else f"grpcio=={version}"
    _output(python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", wanted)
    return python


def _output(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return done.stdout.decode().strip()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or VERSIONS)
