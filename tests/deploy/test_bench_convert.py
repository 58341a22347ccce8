"""How long the five samples take, and how much memory: the whole program, start included."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"
RUNS = 7

# A process of its own, and a small one: a child's peak counts what its parent held when it forked.
WATCH = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - begun
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss]))
"""


def _convert(out: Path) -> tuple[float, float]:
    """Seconds and megabytes (peak resident, on Linux) of one ``tertib convert``."""
    command = [sys.executable, "-m", "deploy", "convert", str(SAMPLES), "--out", str(out)]
    watched = subprocess.check_output([sys.executable, "-c", WATCH, *command])
    status, seconds, kilobytes = json.loads(watched)
    assert status == 0
    return seconds, kilobytes / 1024


@pytest.mark.bench
def test_the_five_documents_in_seconds_and_megabytes(tmp_path: Path) -> None:
    runs = [_convert(tmp_path / str(number)) for number in range(RUNS)]
    seconds, megabytes = (sorted(column) for column in zip(*runs, strict=True))
    print(
        f"\ntertib convert, five documents, {RUNS} runs: "
        f"{statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f}), "
        f"at most {megabytes[-1]:.0f} MB"
    )
