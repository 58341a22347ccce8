"""Everything together: engine, wire, workers, state and office, led through a plan."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import create_engine, select

from deploy.cluster import Cluster
from tests.chaos.crew import Crew
from tests.chaos.faults import inject
from tests.chaos.mail import Catcher
from tests.chaos.office import Office, bundles
from tests.chaos.officials import Officials
from tests.chaos.plan import WORKERS
from tests.chaos.proxy import Proxy
from tests.chaos.state import Clock, Disk, PostgresState, SqliteState
from workers import samples
from workers.outbox import OUTBOX

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.engine import Engine
    from tests.chaos.plan import Step
    from tests.chaos.recorder import Recorder
    from tests.postgres import PostgresServer

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"
# Short, so that what a killed worker held comes back soon and more is delivered twice.
LEASE_S = 8
MOST_OPEN = 250  # instances under way at once
STALLED_S = 150.0  # nothing at all happened: a retried job waits a minute at most
SHOW_EVERY_S = 15.0
POSTED_S = 150.0  # until the last message is sent, that of a killed worker included
MB_PER_REQUEST = 1.0


class World:
    """Entered: all of it runs. Left: all of it is gone."""

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        recorder: Recorder,
        *,
        requests: int,
        seed: int,
        postgres: PostgresServer | None,
    ) -> None:
        self.folder = folder
        self.engine = engine
        self.recorder = recorder
        self.requests = requests
        self.injected: list[tuple[Step, str]] = []  # with the reason for those left out
        self._seed = seed
        self._postgres = postgres
        self._held = ExitStack()
        self._at_work = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as held:
            self._build(held)
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def _build(self, held: ExitStack) -> None:
        self.disk = Disk(self.folder / "state", round(64 + MB_PER_REQUEST * self.requests))
        held.callback(self.disk.remove)
        self.documents = self.disk.folder / "documents"
        server = self._postgres
        self.state = PostgresState(server) if server else SqliteState(self.disk.folder)
        self.clock = Clock(self.folder / "clock")
        self.proxy = Proxy(self.engine.gateway_address)
        held.callback(self.proxy.close)
        held.callback(self.end_work)
        self.mail = Catcher(self._seed)
        held.callback(self.mail.close)
        self.crew = Crew(WORKERS, self.folder / "logs", self._environment())
        self.crew.start()
        self._at_work.callback(self.crew.stop)
        cluster = Cluster(gateway=None, rest=self.engine.rest_address, operate=None, tasklist=None)
        found = bundles(SAMPLES, self.folder / "bpmn")
        self.office = Office(cluster, self.recorder, self.documents, found, self._seed)
        self.office.open()
        self._at_work.callback(self.office.close)
        officials = Officials(self.state.url, self.documents)
        officials.open()
        self._at_work.callback(officials.close)

    def end_work(self) -> None:
        """Send the officers home and end the workers; what they did is still there."""
        self._at_work.close()

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "TERTIB_DEBUG": "1",  # should a worker fail, its log says where
            "TERTIB_HOME": str(self.folder),
            "TERTIB_WORKER_DATABASE_URL": self.state.url,
            "TERTIB_WORKER_DOCUMENTS": str(self.documents),
            "TERTIB_WORKER_HTTP_PORT": "0",
            "TERTIB_WORKER_JOB_TIMEOUT": str(LEASE_S),
            "TERTIB_WATCHLIST_FILE": str(samples.WATCHLIST),
            "ZEEBE_ADDRESS": self.proxy.address,
            **self.mail.environment,
            **self.clock.environment,
        }

    def live_through(self, plan: list[Step], show: Callable[[str], None]) -> None:
        """Take requests in and let the faults happen, step by step, until all is quiet again."""
        for number, step in enumerate(plan, start=1):
            self._until_room()
            if number > 1:
                self._wait_for_progress()  # a fault that strikes while nothing moves shows nothing
            self.office.take_in(step.requests)
            time.sleep(step.wait)
            show(f"{number:3}/{len(plan)}  {step}")
            self.injected.append((step, inject(self, step)))
        show("no more faults; waiting until everything is done")
        self._until_quiet(show)

    def _until_room(self) -> None:
        while self.recorder.count("ACTIVE") > MOST_OPEN:
            assert self._wait_for_progress(), "nothing happens any more"

    def _until_quiet(self, show: Callable[[str], None]) -> None:
        shown = time.monotonic()
        while self.recorder.count("COMPLETED") < self.requests or self.recorder.count("ACTIVE"):
            if time.monotonic() - shown > SHOW_EVERY_S:
                show("")
                shown = time.monotonic()
            if not self._wait_for_progress():
                show(f"nothing has happened for {STALLED_S:.0f} s")
                return
        self._until_posted()

    def _until_posted(self) -> None:
        """Wait until no message is to be sent; who has one in hand for long may have died."""
        deadline = time.monotonic() + POSTED_S
        engine = create_engine(self.state.url)
        underway = select(OUTBOX.c.id).where(OUTBOX.c.status.in_(("ready", "claimed")))
        while time.monotonic() < deadline:
            with engine.connect() as connection:
                if not connection.execute(underway.where(OUTBOX.c.channel == "email")).all():
                    break
            time.sleep(0.5)
        engine.dispose()

    def _wait_for_progress(self) -> bool:
        """Wait until something happens. False: nothing does any more."""
        before, deadline = self.recorder.progress, time.monotonic() + STALLED_S
        while self.recorder.progress == before:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.5)
        time.sleep(0.5)
        return True
