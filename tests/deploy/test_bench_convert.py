"""How long the five samples take, and how much memory: the whole program, start included."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"
RUNS = 7


def _convert(out: Path) -> tuple[float, float]:
    """Seconds and megabytes (peak resident) of one ``tertib convert``."""
    command = [sys.executable, "-m", "deploy", "convert", str(SAMPLES), "--out", str(out)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - begun, kilobytes / 1024


@pytest.mark.bench
def test_the_five_documents_in_seconds_and_megabytes(tmp_path: Path) -> None:
    runs = [_convert(tmp_path / str(number)) for number in range(RUNS)]
    seconds, megabytes = (sorted(column) for column in zip(*runs, strict=True))
    print(
        f"\ntertib convert, five documents, {RUNS} runs: "
        f"{statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f}), "
        f"at most {megabytes[-1]:.0f} MB"
    )
