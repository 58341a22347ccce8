"""The workers of a test: the product's own, in a thread, on a state of the test's."""

from __future__ import annotations

import asyncio
import itertools
import os
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import msgspec
from sqlalchemy import insert

from deploy.errors import DeployError
from deploy.state import office_now
from workers.config import WorkerConfig
from workers.registers import COUNTERS
from workers.runtime.worker import Worker
from workers.state.state import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from deploy.testing.engine import RunningEngine
    from workers.handler import Handler
    from workers.state.state import State

READY_S = 30.0
_NUMBERS = itertools.count(0, 1000)
CONFIG = WorkerConfig(http_port=0, drain=5.0)
# These lead to a cluster: the test's is the only one meant.
_CLUSTER = ("ZEEBE_", "CAMUNDA_")


class Staff:
    """A worker that runs."""

    def __init__(self, handlers: Mapping[str, Handler], state: State, folder: Path) -> None:
        # In this process, all of them: a child would not know a test's own stand-ins.
        self._handlers = {t: replace(h, cpu_bound=False) for t, h in handlers.items()}
        self.state = state
        self.folder = folder  # theirs, as TERTIB_HOME
        self.fault: BaseException | None = None
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tertib-staff", daemon=True)

    def start(self) -> None:
        """Start it and return when it takes jobs.

        Raises:
            DeployError: it does not.
        """
        self._thread.start()
        if not self._ready.wait(READY_S) or self.fault:
            raise DeployError(
                f"The workers did not start within {READY_S:.0f} s ({self.fault!r}).",
                "See the log above; the broker may have ended.",
            )

    def stop(self) -> None:
        """End it; what runs may finish."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:  # noqa: BLE001 -- told by whoever waits for the process
            self.fault = error
            self._ready.set()

    async def _work(self) -> None:
        worker = Worker(CONFIG, self._handlers, self.state)
        running = asyncio.create_task(worker.run(self._ready.set))
        stopping = asyncio.create_task(asyncio.to_thread(self._stop.wait))
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        worker.stop()
        self._stop.set()
        await running


def _number_on(state: State) -> None:
    """Let no two tests number a request for a signature alike.

    A broker that outlives them keeps the messages of all, for whoever waits under that number.
    """
    year = office_now().year
    name = msgspec.json.encode(("signature-request", str(year))).decode()
    with state.database.transaction() as transaction:
        transaction.connection.execute(insert(COUNTERS).values(name=name, last=next(_NUMBERS)))


@contextmanager
def staff(engine: RunningEngine, handlers: Mapping[str, Handler], folder: Path) -> Iterator[Staff]:
    """Run handlers on an engine from entering the block to leaving it.

    Args:
        engine: whose jobs to take.
        handlers: by job type.
        folder: database, documents and whatever else a handler keeps in TERTIB_HOME.
    """
    state = open_state(f"sqlite:///{folder / 'workers.db'}", folder / "documents")
    _number_on(state)
    kept = {n: v for n, v in os.environ.items() if not n.startswith(_CLUSTER)}
    wanted = kept | {"ZEEBE_ADDRESS": engine.cluster.address, "TERTIB_HOME": str(folder)}
    with patch.dict(os.environ, wanted, clear=True):
        working = Staff(handlers, state, folder)
        try:
            working.start()
            yield working
        finally:
            working.stop()
            state.close()
