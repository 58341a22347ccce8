"""A child process of the worker: does the jobs that it is handed, one at a time.

It has its own interpreter, database connections and caches, and lives until its pipe closes: when
the worker has no more need of it, and when the worker is gone. A job under way is then finished
first, so that its transaction is whole.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workers.runtime import tracing
from workers.runtime.execution import Attempt, attempt
from workers.runtime.faults import answer_to
from workers.runtime.logs import configure_logs, of_job
from workers.state.state import open_state

if TYPE_CHECKING:
    from datetime import datetime

    from workers.handler import Handler, JobInfo
    from workers.state.state import State

# The worker decides when its children end: a terminal's Ctrl-C and systemd's SIGTERM reach all.
DRAINED_BY_PARENT = (signal.SIGINT, signal.SIGTERM)
LAST_SPANS_S = 2.0
NICE = 10  # it gets the processor time that others leave: at 0 they waited six times as long
OPENING_S = 60.0  # for a first job at least: its module is imported, the database opened


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What a child is told first."""

    path: list[str]  # where modules are imported from
    database_url: str
    documents: Path | str  # as open_state takes it
    limit: float  # seconds that a job may take
    cluster: str  # the gateway's address, for traces


@dataclass(frozen=True, kw_only=True)
class Order:
    """A job to do."""

    handler: bytes  # pickled: names of a module's function and structs
    job: JobInfo
    variables: str | bytes
    now: datetime
    traceparent: str | None  # what the child's spans are part of


class Child:
    """The child's own side: orders in, attempts out."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self._pipe = pipe
        self._state: State | None = None

    def run(self) -> None:
        """Do jobs until the pipe closes."""
        setup: Setup = self._pipe.recv()
        sys.path[:] = setup.path
        tracing.start(setup.cluster)
        try:
            while True:
                order: Order = self._pipe.recv()
                # Its default action ends the process, whatever code is running: a thread of this
                # process could not be stopped, and nobody else may be left to stop it.
                signal.setitimer(signal.ITIMER_REAL, max(setup.limit, OPENING_S))
                done = self._do(order, setup)
                signal.setitimer(signal.ITIMER_REAL, 0)
                self._pipe.send(done)
        except (EOFError, OSError):  # the worker let go of its end
            pass
        tracing.stop(LAST_SPANS_S)
        if self._state is not None:
            self._state.close()

    def _do(self, order: Order, setup: Setup) -> Attempt:
        with of_job(order.job), tracing.continued(order.traceparent):
            try:
                handler: Handler = pickle.loads(order.handler)  # noqa: S301 -- from our own worker
                state = self._open(setup)
            except Exception as error:  # noqa: BLE001 -- a module that does not import; no database
                return Attempt(answer_to(error, order.job))
            signal.setitimer(signal.ITIMER_REAL, setup.limit)  # from here on the handler's own time
            return attempt(handler, order.job, order.variables, state, order.now)

    def _open(self, setup: Setup) -> State:
        """Open the state at the first job: when the database is away, that job is told so."""
        if self._state is None:
            self._state = open_state(setup.database_url, setup.documents, threads=2)
            # What is there by now stays as long as the child: searches for garbage leave it out.
            gc.collect()
            gc.freeze()
        return self._state


def main() -> None:
    """Run the child.

    Its arguments are two descriptors: the socket that orders come by, and the pipe where it says
    in which line it was when it died.
    """
    pipe, report = map(int, sys.argv[1:])
    for number in DRAINED_BY_PARENT:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, DRAINED_BY_PARENT)
    for inherited in (pipe, report):
        os.set_inheritable(inherited, False)  # noqa: FBT003 -- or a handler's program keeps it open
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold personal data
    with suppress(OSError):  # when memory runs out, one job's process goes and not the worker
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    os.nice(NICE)
    faulthandler.enable(report)
    faulthandler.register(signal.SIGALRM, report, chain=True)
    configure_logs()
    with Connection(pipe) as connection:
        Child(connection).run()
