"""The one broker that all clients are measured on, and the one report of a run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.bench.broker import Broker
from tests.bench.report import Report
from tests.bench.sizes import BUILD

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _fresh_folder() -> None:
    """Logs and ledgers of workers are those of this run: a new broker starts its keys over."""
    shutil.rmtree(BUILD / "workers", ignore_errors=True)


@pytest.fixture(scope="session")
def broker(lite_engine) -> Broker:
    from deploy.engine import processes
    from deploy.engine.settings import Settings

    ports = Settings.load(lite_engine.home).ports
    process = processes.find(lite_engine.home)["broker"]
    return Broker(lite_engine.addresses.gateway, ports.management, process)


@pytest.fixture(scope="session")
def report() -> Iterator[Report]:
    report = Report()
    yield report
    report.save(BUILD)
    if report.figures:
        from tests.bench.plot import draw

        draw(report, BUILD)
    print(f"\n\n{report.table()}\nMedians; (ratio to Java, median of rounds). In {BUILD}.")
