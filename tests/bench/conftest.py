"""The one broker that all clients are measured on, and the one report of a run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.bench.engine import running_broker
from tests.bench.report import Report
from tests.bench.sizes import BUILD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.broker import Broker


@pytest.fixture(scope="session")
def _fresh_folder() -> None:
    """Logs and ledgers of workers are those of this run: a new broker starts its keys over."""
    shutil.rmtree(BUILD / "workers", ignore_errors=True)


@pytest.fixture(scope="session")
def broker(tmp_path_factory, _fresh_folder) -> Iterator[Broker]:
    with running_broker(tmp_path_factory.mktemp("bench-engine")) as broker:
        yield broker


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    report = Report()
    yield report
    report.save(BUILD)
    if report.figures:
        from tests.bench.plot import draw

        draw(report, BUILD)
    print(f"\n\n{report.table()}\nMedians; (ratio to Java, median of rounds). In {BUILD}.")
