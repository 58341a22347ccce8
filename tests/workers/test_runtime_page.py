"""docs/runtime.md tells the runtime's modules in reading order, and its settings."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import msgspec

import workers.runtime
from workers.config import WorkerConfig

PAGE = (Path(__file__).parents[2] / "docs" / "runtime.md").read_text(encoding="utf-8")
FILES = PAGE.split("| file | what it is |\n|---|---|\n")[1:]
# Of the rest of Tertib: what names a handler and its job, reads a variable, writes a job's lines.
ALLOWED = {"workers", "workers.config", "workers.decoding", "workers.errors", "workers.handler"}
ALLOWED |= {"workers.masking"} | {
    f"workers.runtime{name}" for name in ("", ".logs", ".places", ".tracing")
}


def first_cells(table):
    """The names in the first column of a table that begins here."""
    rows = table.split("\n\n")[0].splitlines()
    return [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]


LOOP = first_cells(FILES[0])


def test_each_module_is_told_once_and_no_other():
    told = [name for table in FILES for name in first_cells(table)]
    assert sorted(told) == sorted(found.name for found in iter_modules(workers.runtime.__path__))


def test_the_loop_needs_nothing_of_tertib_that_pyzeebe_could_not_have():
    names = [f"workers.runtime.{name}" for name in LOOP]
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.split(".")[0] == "workers"} <= {*names, *ALLOWED}
    assert loaded.isdisjoint({"sqlalchemy", "prometheus_client", "opentelemetry"})


def test_each_setting_is_told_with_its_default():
    settings = PAGE[PAGE.index("| setting | default |") :].split("\n\n")[0].splitlines()[2:]
    told = {}
    for row in settings:
        cells = row.split("|")
        names, defaults = re.findall(r"`(\w+)`", cells[1]), cells[2].strip().split(", ")
        told |= dict(zip(names, defaults * len(names), strict=False))
    usual = msgspec.to_builtins(WorkerConfig())
    assert told == {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in usual.items()
    }
