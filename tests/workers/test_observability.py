"""docs/observability.md says what the code does: names that alerts rely on must not drift."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from prometheus_client import Counter, Gauge, Histogram

from workers.runtime.metrics import Metrics

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "observability.md").read_text(encoding="utf-8")
METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def table(first):
    """The rows of the table whose first column's heading is ``first``."""
    lines = PAGE[PAGE.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(cell):
    return set(re.findall(r"`([^`]+)`", cell))


def calls():
    """Each log call in the code: its place, method, arguments and named fields."""
    files = [path for folder in ("workers", "deploy") for path in (ROOT / folder).rglob("*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
                and node.func.attr in METHODS
            ):
                fields = {each.arg for each in node.keywords}  # None: others by **
                yield f"{path.name}:{node.lineno}", node.func.attr, node.args, fields


def logged():
    """Events found in the code: their levels and fields."""
    events = defaultdict(lambda: (set(), set()))
    for where, method, arguments, fields in calls():
        event = arguments[1 if method == "log" else 0]
        name = event.value if isinstance(event, ast.Constant) else f"{where}: no name stands there"
        levels, known = events[name]
        levels |= {"warning", "error"} if method == "log" else {method}
        known |= fields
    return events


EVENTS = logged()


def test_every_event_in_the_code_is_listed_and_no_other():
    assert sorted(names(row[0]).pop() for row in table("Event")) == sorted(EVENTS)


@pytest.mark.parametrize("row", table("Event"), ids=lambda row: row[0])
def test_an_events_level_and_fields_are_those_of_the_code(row):
    levels, fields = EVENTS[names(row[0]).pop()]
    assert set(row[1].split(", ")) == levels
    assert fields - {None} <= names(row[2])
    assert None in fields or names(row[2]) <= fields


def meters():
    """The meters by exposed name."""
    for meter in vars(Metrics()).values():
        if isinstance(meter, Counter | Gauge | Histogram):
            [described] = meter.describe()
            suffix = "_total" if described.type == "counter" else ""
            labels = set(meter._labelnames)  # noqa: SLF001 -- told nowhere else before a count
            yield f"`{described.name}{suffix}`", described.type, labels


def test_every_metric_is_listed_with_its_kind_and_labels_and_no_other():
    listed = [(row[0], row[1], names(row[2])) for row in table("Metric")]
    assert sorted(listed, key=str) == sorted(meters(), key=str)
