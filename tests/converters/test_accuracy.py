"""How well the fifteen samples are understood, against annotations made by hand.

``annotations/`` holds, per document, each row's performer, return (drawn or worded), jobs, time
and cycle as three readers settled them; ``customary`` is a return that nobody drew or worded but
a reader would expect. The bench prints what is found and how far confidences are met.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import msgspec
import pytest
from rich.console import Console
from rich.table import Table

from converters.documents import read_document
from converters.model import Doubt, Sop, Step

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"
ANNOTATIONS = Path(__file__).parent / "annotations"


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One annotated row."""

    number: str
    role: str
    with_roles: list[str] = []
    returns_to: str | None = None
    customary: str | None = None
    jobs: list[str] = []
    manual: bool = True
    cycle: str | None = None
    time: list[str] | None = None


class Score(msgspec.Struct):
    """Counts over one or more SOPs."""

    rows: int = 0
    lanes: int = 0
    partners: int = 0
    returns: int = 0  # annotated returns
    found: int = 0
    undrawn: int = 0  # returns that nobody drew or worded
    times: int = 0
    cycles: int = 0
    jobs: int = 0  # annotated jobs
    right: int = 0
    wrong: int = 0
    by_program: int = 0  # rows rightly left to a person or to a program

    def add(self, step: Step, row: Row) -> None:
        back = step.decision.returns_to if step.decision else None
        time = [step.time.min, step.time.max] if step.time else None
        self.rows += step.number == row.number
        self.lanes += step.role == row.role
        self.partners += sorted(step.with_roles) == sorted(row.with_roles)
        self.returns += row.returns_to is not None
        self.found += row.returns_to is not None and back == row.returns_to
        self.undrawn += back is not None and back != row.returns_to
        self.times += time == row.time
        self.cycles += step.cycle == row.cycle
        self.jobs += len(row.jobs)
        self.right += len(set(step.jobs) & set(row.jobs))
        self.wrong += len(set(step.jobs) - set(row.jobs))
        self.by_program += step.manual == row.manual


@cache
def pairs() -> list[tuple[Sop, list[Row]]]:
    """Each SOP as inferred, with its annotation."""
    paths = sorted(SAMPLES.glob("*.txt"))
    sops = [sop for document in map(read_document, paths) for sop in document.sops]
    annotated = [
        (sop["title"], msgspec.convert(sop["rows"], list[Row]))
        for path in paths
        for sop in json.loads((ANNOTATIONS / f"{path.stem}.json").read_bytes())
    ]
    assert [sop.title for sop in sops] == [title for title, _ in annotated]
    return [(sop, rows) for sop, (_, rows) in zip(sops, annotated, strict=True)]


def score(sop: Sop, rows: list[Row]) -> Score:
    one = Score()
    for step, row in zip(sop.steps, rows, strict=True):
        one.add(step, row)
    return one


@pytest.fixture(scope="module")
def total() -> Score:
    whole = Score()
    for sop, rows in pairs():
        for step, row in zip(sop.steps, rows, strict=True):
            whole.add(step, row)
    return whole


def test_every_row_is_there(total):
    assert total.rows == 133


def test_lanes_are_right_in_all_but_two_rows(total):
    assert total.lanes >= 131


def test_every_drawn_or_worded_return_is_found_and_hardly_another(total):
    assert total.found == total.returns
    assert total.undrawn <= 3


def test_every_duration_is_read(total):
    assert total.times == 133


def test_jobs_are_right_nineteen_times_in_twenty(total):
    assert total.right >= 0.95 * total.jobs
    assert total.right >= 0.95 * (total.right + total.wrong)


def test_rows_outside_the_main_line_and_rows_of_programs_are_known(total):
    assert total.cycles == 133
    assert total.by_program >= 131


def test_every_customary_review_is_told():
    for sop, rows in pairs():
        told = {d.row for d in sop.doubts if d.code == "return-by-custom"}
        assert {row.number for row in rows if row.customary} <= told


def test_of_what_is_told_at_nine_tenths_nine_in_ten_are_right():
    verdicts = [right for right, confidence in judged() if confidence >= 0.9]
    assert sum(verdicts) >= 0.9 * len(verdicts)


def judged(code: str | None = None) -> list[tuple[bool, float]]:
    """Each doubt that the annotations can judge: whether it was right, and its confidence."""
    return [
        (right, doubt.confidence)
        for sop, rows in pairs()
        for doubt in sop.doubts
        if code in (None, doubt.code)
        and (right := verdict(doubt, sop, {row.number: row for row in rows})) is not None
    ]


def verdict(doubt: Doubt, sop: Sop, rows: dict[str, Row]) -> bool | None:
    """True when the annotations say what the doubt's inference says; None: they say nothing."""
    if doubt.row not in rows:
        return None
    row = rows[doubt.row]
    step = next(step for step in sop.steps if step.number == doubt.row)
    back = step.decision.returns_to if step.decision else None
    checks = {
        "lane-inferred": lambda: step.role == row.role,
        "joint-performers": lambda: sorted(step.with_roles) == sorted(row.with_roles),
        "return-inferred": lambda: back == row.returns_to,
        "return-by-custom": lambda: row.customary is not None,
        "mark-unused": lambda: row.returns_to is None,
        "job-inferred": lambda: any(f'"{job}"' in doubt.message for job in row.jobs),
        "no-person": lambda: step.manual == row.manual,
        "outside-main-line": lambda: step.cycle == row.cycle,
    }
    return checks[doubt.code]() if doubt.code in checks else None


@pytest.mark.bench
def test_accuracy(capsys):
    accuracy = Table(title="Against the annotations", title_justify="left", min_width=118)
    heads = ("rows", "lanes", "together", "returns", "undrawn", "times", "jobs", "wrong jobs")
    for name in ("SOP", *heads):
        accuracy.add_column(name, justify="left" if name == "SOP" else "right")
    for sop, rows in pairs():
        one = score(sop, rows)
        found = (f"{one.found}/{one.returns}", one.undrawn, one.times)
        jobs = (f"{one.right}/{one.jobs}", one.wrong)
        cells = (one.rows, one.lanes, one.partners, *found, *jobs)
        accuracy.add_row(sop.id, *map(str, cells))
    with capsys.disabled():
        console = Console(width=120)
        console.print()
        console.print(accuracy, calibration())


def calibration() -> Table:
    """How often doubts of each confidence are right."""
    table = Table(title="Confidence met", title_justify="left")
    for name in ("doubt", "told", "mean confidence", "right"):
        table.add_column(name, justify="left" if name == "doubt" else "right")
    codes = sorted({d.code for sop, _ in pairs() for d in sop.doubts})
    groups = {code: judged(code) for code in codes}
    deciles: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for right, confidence in judged():
        deciles[f"{int(confidence * 10) / 10:.1f}…"].append((right, confidence))
    for name, verdicts in (*groups.items(), *sorted(deciles.items())):
        if verdicts:
            mean = sum(confidence for _, confidence in verdicts) / len(verdicts)
            right = sum(right for right, _ in verdicts) / len(verdicts)
            table.add_row(name, str(len(verdicts)), f"{mean:.2f}", f"{right:.2f}")
    return table
