"""Real engines for the tests that need one: started once a session, stopped at its end.

Each has a home of its own in pytest's temporary folder and ports that nobody listens on; the
downloads are the user's (TERTIB_CACHE), so that only the first session ever fetches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deploy.testing.engine import RunningEngine

# How busy the machine is says nothing of the code.
settings.register_profile(
    "tertib", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("tertib")

pytest_plugins = ["deploy.testing", "tests.postgres", "tests.workers.collector"]


@pytest.fixture(scope="session")
def lite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """A broker with its gateway."""
    from deploy.testing.engine import temporary_engine

    with temporary_engine(tmp_path_factory.mktemp("lite-engine")) as engine:
        yield engine


@pytest.fixture(scope="session")
def full_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """A broker with Operate and Tasklist."""
    from deploy.testing.engine import temporary_engine

    with temporary_engine(tmp_path_factory.mktemp("full-engine"), lite=False) as engine:
        yield engine
