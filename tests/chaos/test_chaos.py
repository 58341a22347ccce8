"""Three SOPs run while everything around the workers breaks; nothing is lost, nothing is doubled.

TERTIB_CHAOS_SEED draws other faults, TERTIB_CHAOS_INSTANCES another number; docs/chaos.md.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from deploy.engine.home import Home
from deploy.engine.ports import Ports
from deploy.testing.engine import spare_offset
from tests.chaos import judge, plan, sabotage
from tests.chaos.engine import Engine
from tests.chaos.recorder import Recorder
from tests.chaos.report import Reporter
from tests.chaos.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = int(os.environ.get("TERTIB_CHAOS_SEED", "20250817"))
INSTANCES = int(os.environ.get("TERTIB_CHAOS_INSTANCES", "1000"))
INSTANCES_BRIEFLY = 24


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.close()


@pytest.fixture
def engine(tmp_path, recorder) -> Iterator[Engine]:
    ports = Ports.at(spare_offset())
    engine = Engine(Home(tmp_path / "engine"), ports, recorder.url)
    try:
        engine.start()
        yield engine
    finally:
        engine.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def postgres(request):
    """The server for the workers' state; None: it is on SQLite."""
    if request.param == "sqlite":
        return None
    return request.getfixturevalue("own_postgres")


@pytest.fixture
def one_database(request):
    """PostgreSQL, whose restart is one fault more; SQLite where there is none."""
    try:
        return request.getfixturevalue("own_postgres")
    except pytest.skip.Exception:
        return None


@pytest.mark.engine
def test_nothing_is_lost_or_doubled_when_each_fault_strikes_once(
    one_database, engine, recorder, tmp_path, monkeypatch
):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    world = World(
        tmp_path, engine, recorder, requests=INSTANCES_BRIEFLY, seed=SEED, postgres=one_database
    )
    _run(world, plan.make(SEED, INSTANCES_BRIEFLY, brief=True))


@pytest.mark.chaos
def test_nothing_is_lost_or_doubled_in_a_long_run(
    postgres, engine, recorder, tmp_path, monkeypatch
):
    monkeypatch.setenv("TERTIB_HOME", str(tmp_path))
    world = World(tmp_path, engine, recorder, requests=INSTANCES, seed=SEED, postgres=postgres)
    _run(world, plan.make(SEED, INSTANCES, brief=False))


def _run(world: World, steps: list[plan.Step]) -> None:
    reporter = Reporter(world)
    reporter.plan(SEED, steps)
    with world:
        world.live_through(steps, reporter.progress)
        world.end_work()
        findings = judge.findings(world)
        reporter.verdict(findings)
        assert not [name for name, wrong in findings.items() if wrong]
        sabotage.commit(world)
        found = {name for name, wrong in judge.findings(world).items() if wrong}
        assert found >= sabotage.FOUND_BY


def test_a_plan_is_the_same_for_the_same_seed():
    assert plan.make(7, 1000, brief=False) == plan.make(7, 1000, brief=False)
    assert plan.make(7, 1000, brief=False) != plan.make(8, 1000, brief=False)


def test_a_long_plan_takes_in_every_request_and_a_brief_one_has_each_fault_once():
    assert sum(step.requests for step in plan.make(SEED, 1000, brief=False)) == 1000
    brief = plan.make(SEED, 24, brief=True)
    assert sorted(step.kind for step in brief) == sorted(kind.name for kind in plan.KINDS)
