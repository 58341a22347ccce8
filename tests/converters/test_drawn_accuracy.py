"""Drawn flowcharts of real documents, against annotations made by eye.

``annotations/drawn`` holds a file for each annotated document, which is known by its SHA-256: its
title by the start of a hash, its rows with their durations and shapes (column, kind), its arrows
(row, row, label). A duration that a document has in the wrong column is given as the row's.
Run it with ``-s`` to see the figures.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from converters.documents import read_document
from tests import corpus

ANNOTATIONS = Path(__file__).parent / "annotations" / "drawn"


def words(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def title_hash(title: str) -> str:
    return hashlib.sha256(words(title).encode()).hexdigest()[:16]


@cache
def readings():
    """Annotation and SOP of each annotated document."""
    wanted = {json.loads(path.read_text())["document"]: path for path in ANNOTATIONS.iterdir()}
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in corpus.documents()}
    files = {key: hashes[key] for key in wanted if key in hashes}
    if len(files) < len(wanted):
        pytest.skip(f"not tested: {len(wanted) - len(files)} annotated documents are not there")
    read = map(read_document, files.values())
    return [
        (json.loads(wanted[key].read_text()), sop)
        for key, document in zip(files, read, strict=True)
        for sop in document.sops
    ]


class Score:
    """Hits, misses and false finds of one kind of thing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.right = self.missed = self.false = 0
        self.notes: list[str] = []

    def take(self, title: str, true: Counter, found: Counter) -> None:
        self.right += (true & found).total()
        self.missed += (true - found).total()
        self.false += (found - true).total()
        for sign, wrong in (("missed", true - found), ("false", found - true)):
            self.notes += [f"{self.name} {sign}: {title[:30]}: {each}" for each in wrong.elements()]

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.missed + self.false)

    def __str__(self) -> str:
        return "\n".join(
            [(f"{self.name:20} {self.f1:.3f} ({self.right} right, {self.missed} missed, "
             f"{self.false} false)"), *(f"    {note}" for note in self.notes)]
        )  # fmt: skip


def number(text: str) -> str:
    return text.strip().rstrip(".")


def shapes_of(sop):
    return Counter(
        (number(step.number), sop.roles.index(mark.role), mark.shape)
        for step in sop.steps
        for mark in step.marks
    )


def arrows_of(sop):
    return Counter((number(arrow.from_row), number(arrow.to_row)) for arrow in sop.arrows)


def true_shapes(annotation):
    return Counter(
        (row["number"], column, kind)
        for row in annotation["rows"]
        for column, kind in row["shapes"]
    )


def scored(name, true, found):
    score = Score(name)
    for annotation, sop in readings():
        score.take(sop.title, true(annotation), found(sop))
    print(f"\n{score}")
    return score


def test_rows_are_found():
    score = scored(
        "rows",
        lambda note: Counter(row["number"] for row in note["rows"]),
        lambda sop: Counter(number(step.number) for step in sop.steps),
    )
    assert score.f1 >= 0.98


def test_shapes_are_found_in_their_lane_and_of_their_kind():
    assert scored("shapes", true_shapes, shapes_of).f1 >= 0.97


def test_arrows_lead_from_row_to_row_as_drawn():
    score = scored(
        "arrows",
        lambda note: Counter((start, end) for start, end, _ in note["arrows"] if start != end),
        lambda sop: Counter({k: v for k, v in arrows_of(sop).items() if k[0] != k[1]}),
    )
    assert score.f1 >= 0.95


def test_arrows_within_a_row_are_found():
    score = scored(
        "arrows in a row",
        lambda note: Counter((start, end) for start, end, _ in note["arrows"] if start == end),
        lambda sop: Counter({k: v for k, v in arrows_of(sop).items() if k[0] == k[1]}),
    )
    assert score.f1 >= 0.95


def test_labels_stand_at_their_arrows():
    score = scored(
        "labels",
        lambda note: Counter((a, b, words(label)) for a, b, label in note["arrows"] if label),
        lambda sop: Counter(
            (number(a.from_row), number(a.to_row), words(a.label)) for a in sop.arrows if a.label
        ),
    )
    assert score.f1 >= 0.95


def test_durations_are_read_as_printed():
    score = scored(
        "durations",
        lambda note: Counter(
            (row["number"], words(row["time"])) for row in note["rows"] if row["time"]
        ),
        lambda sop: Counter(
            (number(step.number), words(step.time.text)) for step in sop.steps if step.time
        ),
    )
    assert score.f1 >= 0.98


def test_titles_are_read_as_printed():
    pairs = [(note["title"], title_hash(sop.title)) for note, sop in readings() if note["title"]]
    assert all(true == found for true, found in pairs)
