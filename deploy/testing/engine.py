"""A real engine for as long as some tests need one."""

from __future__ import annotations

import random
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from deploy.cluster import Cluster
from deploy.engine import engine
from deploy.engine.addresses import Addresses
from deploy.engine.home import Home
from deploy.engine.ports import Ports
from deploy.engine.preflight import free_offset
from deploy.engine.progress import Narrator
from deploy.engine.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


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


def spare_offset() -> int:
    """Return a port offset where nobody listens, for an engine beside others.

    Test runs side by side start looking in different places. All ports are below those that Linux
    gives to outgoing connections, which would take one now and then.
    """
    return free_offset(random.SystemRandom().randrange(500, 6000, 20))


@contextmanager
def temporary_engine(
    folder: Path, *, lite: bool = True, records: bool = False
) -> Iterator[RunningEngine]:
    """Run an engine from entering the block to leaving it, on ports nobody listens on.

    Args:
        folder: its home. The downloads are the user's (TERTIB_CACHE), so that only the first
            engine ever fetches them.
        lite: the broker alone, without Operate and Tasklist.
        records: the broker writes down what it does, which ``running_process`` reads.

    Raises:
        DeployError: it cannot be started.
    """
    home = Home(folder)
    offset = spare_offset()
    with Narrator() as narrator:
        engine.up(home, Settings(lite=lite, port_offset=offset, records=records), narrator)
    try:
        addresses = Addresses.of(Ports.at(offset))
        cluster = Cluster(**msgspec.structs.asdict(addresses))
        yield RunningEngine(home=home, addresses=addresses, cluster=cluster)
    finally:
        engine.purge(home)
