"""How well made-up fingers are told apart: error rates by threshold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert

from tests.workers import synthesise_templates
from workers.biometrics import fingerprints
from workers.biometrics.gallery import ENROLLED as ENROLLED_TABLE
from workers.testing import NOW, run_handler, temporary_state

SYNTHESISER = Path(__file__).with_name("synthesise_fingerprints.py")
FINGERS, IMPRESSIONS = 60, 3
ENROLLED = 10_000


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
    for power in range(2, 13):  # 1:N asks for far lower rates than 1:1
        limit = fingerprints.threshold_of(10.0**-power)
        missed = sum(score < limit for score in same) / len(same)
        mistaken = sum(score >= limit for score in different) / len(different)
        print(f"threshold {limit:.0f}: not matched {missed:.4f}, falsely matched {mistaken:.5f}")


@pytest.mark.bench
def test_a_search_among_ten_thousand(tmp_path):
    """The whole job: read the image, search, decide. Some have images, most minutiae alone."""
    options = ("--fingers=6", "--impressions=2", "--seed=31")
    subprocess.run([sys.executable, SYNTHESISER, tmp_path, *options], check=True)
    images = {
        name: (tmp_path / f"finger-{name}.png").read_bytes()
        for name in (f"{finger}-{count}" for finger in range(6) for count in range(2))
    }
    with temporary_state(tmp_path / "state") as state:
        enrolled = [fingerprints.read(images[f"{finger}-0"]).iso for finger in range(6)]
        enrolled += [
            synthesise_templates.iso_template(synthesise_templates.finger([77, number]))
            for number in range(ENROLLED - len(enrolled))
        ]
        enrol_all(state, enrolled)
        known = [search(state, images[f"{finger}-1"]) for finger in range(6)]
        strangers = [
            search(state, synthesise_templates.iso_template(synthesise_templates.finger([78, n])))
            for n in range(100)
        ]
        again = [
            search(
                state,
                synthesise_templates.iso_template(
                    synthesise_templates.impression(synthesise_templates.finger([77, n]), n)
                ),
            )
            for n in range(100)
        ]
    print(f"\n{ENROLLED} enrolled, {os.cpu_count()} processors")
    _, first, first_busy = known[0]
    print(f"the first search of a process, which reads all templates: {first:.1f} s", end="")
    print(f" (of processor {first_busy:.1f} s)")
    for what, searches in (
        ("known, from an image", known[1:]),
        ("known, from a template", again),
        ("strangers, from a template", strangers),
    ):
        took = sorted(seconds for _, seconds, _ in searches)
        busy = sorted(seconds for _, _, seconds in searches)
        matched = sum(result["biometric_decision"] == "match" for result, *_ in searches)
        unsure = sum(result["biometric_decision"] == "inconclusive" for result, *_ in searches)
        print(
            f"{what}: {len(searches)} searches, {matched} matched, {unsure} inconclusive, "
            f"median {took[len(took) // 2]:.2f} s, longest {took[-1]:.2f} s"
            f" (of processor {busy[len(busy) // 2]:.2f} s, {busy[-1]:.2f} s)"
        )


def enrol_all(state, templates):
    rows = []
    for number, template in enumerate(templates):
        stored = state.documents.put(
            template, content_type="application/octet-stream", file_name="sidik-jari.fmr"
        )
        reference = msgspec.json.encode(stored).decode()
        rows.append(
            {
                "id": number + 1,
                "template_id": stored.document_id,
                "template": reference,
                "person": reference,  # nobody's record is looked at here
                "enrolled_at": NOW,
            }
        )
    with state.database.transaction() as transaction:
        transaction.connection.execute(insert(ENROLLED_TABLE), rows)


def search(state, content):
    captured = state.documents.put(content, content_type="image/png", file_name="sidik-jari")
    started, busy = time.perf_counter(), time.process_time()
    result = run_handler("biometric-check", {"captured": captured}, state=state)
    return result, time.perf_counter() - started, time.process_time() - busy
