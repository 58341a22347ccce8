"""Real engines for the tests that need one: started once a session, stopped at its end.

Each has a home of its own in pytest's temporary folder and ports that nobody listens on; the
downloads are the user's (TERTIB_CACHE), so that only the first session ever fetches them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deploy.cluster import Cluster
    from deploy.engine.addresses import Addresses
    from deploy.engine.home import Home

pytest_plugins = ["tests.postgres"]


@dataclass(frozen=True, kw_only=True)
class RunningEngine:
    """An engine to test against."""

    home: Home
    addresses: Addresses
    cluster: Cluster

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that lead a program to it."""
        return {
            "TERTIB_HOME": str(self.home.root),
            "ZEEBE_ADDRESS": self.addresses.gateway,
            "ZEEBE_REST_ADDRESS": self.addresses.rest,
            "CAMUNDA_OPERATE_BASE_URL": self.addresses.operate,
            "CAMUNDA_TASKLIST_BASE_URL": self.addresses.tasklist,
        }


@pytest.fixture(scope="session")
def lite_engine(tmp_path_factory) -> Iterator[RunningEngine]:
    """A broker with its gateway."""
    yield from _engine(tmp_path_factory.mktemp("lite-engine"), lite=True)


@pytest.fixture(scope="session")
def full_engine(tmp_path_factory) -> Iterator[RunningEngine]:
    """A broker with Operate and Tasklist."""
    yield from _engine(tmp_path_factory.mktemp("full-engine"), lite=False)


def _engine(folder, *, lite) -> Iterator[RunningEngine]:
    import msgspec

    from deploy.cluster import Cluster
    from deploy.engine import engine
    from deploy.engine.addresses import Addresses
    from deploy.engine.home import Home
    from deploy.engine.ports import Ports
    from deploy.engine.preflight import free_offset
    from deploy.engine.progress import Narrator
    from deploy.engine.settings import Settings

    home = Home(folder)
    # Sessions that run side by side start looking in different places.
    offset = free_offset(random.randrange(2000, 20000, 100))
    with Narrator() as narrator:
        engine.up(home, Settings(lite=lite, port_offset=offset), narrator)
    try:
        addresses = Addresses.of(Ports.at(offset))
        cluster = Cluster(**msgspec.structs.asdict(addresses))
        yield RunningEngine(home=home, addresses=addresses, cluster=cluster)
    finally:
        engine.purge(home)
