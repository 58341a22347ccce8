"""The test kit for whole processes: a real broker, real workers, a simulated officer.

A pytest plugin; a test folder asks for it in its ``conftest.py``::

    pytest_plugins = ["deploy.testing"]

and then::

    def test_a_letter_gets_its_number(tertib_process):
        process = tertib_process("processes/surat.bpmn", answers={"Row_2": {"decision_2": "ya"}})
        process.start({"office": {"code": "W.6"}})
        process.wait()
        assert process.variables["letter_number"].startswith("W.6.")

The names to import are in ``deploy.testing.process`` and ``deploy.testing.engine``. For one
handler alone, without a broker, see ``workers.testing``.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from deploy.testing.engine import RunningEngine
    from deploy.testing.process import RunningProcess


@pytest.fixture(scope="session")
def tertib_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """A broker of the session's own, on free ports; it ends with the session."""
    from deploy.testing.engine import temporary_engine

    with temporary_engine(tmp_path_factory.mktemp("tertib-engine"), records=True) as engine:
        yield engine


@pytest.fixture
def tertib_process(tertib_engine: RunningEngine) -> Iterator[Callable[..., RunningProcess]]:
    """Deploy a diagram and put workers and an officer on it: see ``running_process``."""
    from deploy.testing.process import running_process

    with ExitStack() as stack:

        def deployed(diagram: Any, **options: Any) -> RunningProcess:
            return stack.enter_context(running_process(tertib_engine, diagram, **options))

        yield deployed
