"""How well made-up fingers are told apart: error rates by threshold."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from workers.biometrics import fingerprints

SYNTHESISER = Path(__file__).with_name("synthesise_fingerprints.py")
FINGERS, IMPRESSIONS = 60, 3


@pytest.mark.bench
def test_error_rates_by_threshold(tmp_path):
    options = (f"--fingers={FINGERS}", f"--impressions={IMPRESSIONS}", "--seed=99")
    subprocess.run([sys.executable, SYNTHESISER, tmp_path, *options], check=True)
    started = time.perf_counter()
    prints = [
        (finger, fingerprints.read((tmp_path / f"finger-{finger}-{count}.png").read_bytes()))
        for finger in range(FINGERS)
        for count in range(IMPRESSIONS)
    ]
    read = time.perf_counter() - started
    started = time.perf_counter()
    same, different = [], []
    for n, (finger, probe) in enumerate(prints):
        others = prints[n + 1 :]
        scores = fingerprints.similarities(probe, [candidate for _, candidate in others])
        for (other, _), score in zip(others, scores, strict=True):
            (same if finger == other else different).append(score)
    compared = time.perf_counter() - started
    print(f"\n{len(prints)} prints read, {1000 * read / len(prints):.0f} ms each; ", end="")
    print(f"{len(same)} genuine pairs, {len(different)} of strangers, {compared:.1f} s")
    print(f"lowest genuine {min(same):.0f}, highest of strangers {max(different):.0f}")
    for rate in (0.01, 0.001, 0.0001, 0.00001):
        limit = fingerprints.threshold_of(rate)
        missed = sum(score < limit for score in same) / len(same)
        mistaken = sum(score >= limit for score in different) / len(different)
        print(f"threshold {limit:.0f}: not matched {missed:.4f}, falsely matched {mistaken:.5f}")
