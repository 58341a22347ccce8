"""The child processes that do CPU-bound jobs.

In CPython one thread reckons at a time: a handler that fills in a letter in a thread holds up all
others, and the loop that talks to the gateway. A child also takes a crash upon itself, and can be
ended when its job takes too long, which no thread can.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from workers.runtime import tracing
from workers.runtime.answers import Fail, GiveBack
from workers.runtime.backoff import retry_wait
from workers.runtime.child import DRAINED_BY_PARENT, Order, Setup
from workers.runtime.execution import Attempt
from workers.runtime.faults import STATE_WAIT, answer_to
from workers.runtime.places import ROOT

if TYPE_CHECKING:
    from datetime import datetime

    from workers.config import WorkerConfig
    from workers.handler import Handler, JobInfo
    from workers.runtime.metrics import Metrics

log = structlog.get_logger()

# A child that has had nothing to do for this long goes, and its memory with it.
IDLE_S = 120.0
IDLE_CHECK_S = 10.0
# How long a child may take to end when its pipe is closed.
LEAVE_S = 10.0
REPORT_BYTES = 65536
PROGRAM = "from workers.runtime.child import main; main()"
_FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>.+)')


class ChildDiedError(Exception):
    """A child ended in the middle of a job."""

    def __init__(self, status: int, place: str | None) -> None:
        self.status = status  # as subprocess has it: below 0, a signal's number
        self.place = place
        super().__init__()

    @property
    def how(self) -> str:
        """Its last words, e.g. SIGSEGV."""
        return signal.Signals(-self.status).name if self.status < 0 else f"status {self.status}"


class ChildProcess:
    """A child, as the worker holds it."""

    def __init__(self, setup: Setup) -> None:
        """Start it.

        Raises:
            OSError: no process can be started.
        """
        self._pipe, far = Pipe()
        self._report, report = os.pipe()
        try:
            self._process = _start(far.fileno(), report)
        except OSError:
            self._pipe.close()
            os.close(self._report)
            raise
        finally:
            far.close()
            os.close(report)
        self._pipe.send(setup)
        self.idle_since = time.monotonic()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def hand(self, order: Order) -> None:
        """Give it a job.

        Raises:
            OSError: it is gone and has not begun.
        """
        self._pipe.send(order)

    def wait(self) -> Attempt:
        """Wait for what comes of the job.

        Raises:
            ChildDiedError: it died before it was done.
        """
        try:
            done: Attempt = self._pipe.recv()
        except (EOFError, OSError):
            status = self._process.wait()
            raise ChildDiedError(status, self._place()) from None
        self.idle_since = time.monotonic()
        return done

    def kill(self) -> None:
        """End it in the middle of what it does."""
        self._process.kill()

    def end(self) -> None:
        """Let it go and wait until it is gone."""
        self._pipe.close()
        try:
            self._process.wait(LEAVE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._report)

    def _place(self) -> str | None:
        """Where it was when it died, in the shape of ``places.place_of``; None: it did not say."""
        said = os.read(self._report, REPORT_BYTES).decode(errors="replace")
        frames = list(_FRAME.finditer(said))
        ours = [frame for frame in frames if _is_ours(frame)]
        frame = next(iter(ours or frames), None)
        if frame is None:
            return None
        path = Path(frame["file"])
        name = path.relative_to(ROOT) if ours else path.name
        return f"{name}:{frame['line']} ({frame['function']})"


def _is_ours(frame: re.Match[str]) -> bool:
    return Path(frame["file"]).is_relative_to(ROOT / "workers")


class Children:
    """The child processes of a worker: started when needed, replaced when they die.

    Args:
        config: section ``worker``.
        metrics: where lives and deaths are counted.
        cluster: the gateway's address.
    """

    def __init__(self, config: WorkerConfig, metrics: Metrics, cluster: str) -> None:
        self._most = config.processes
        self._limit = config.handler_limit
        self._setup = Setup(
            path=sys.path,
            database_url=config.state_url,
            documents=config.documents_place,
            limit=config.handler_limit,
            cluster=cluster,
        )
        self._metrics = metrics
        self._changed = threading.Condition()
        self._idle: list[ChildProcess] = []  # whoever worked last is asked first
        self._busy: set[ChildProcess] = set()
        self._closing = False

    def work(
        self, handler: Handler, job: JobInfo, variables: str | bytes, now: datetime
    ) -> Attempt:
        """Do a job that is not done yet, in a child; as ``execution.attempt``. Blocks.

        A job whose child dies fails with one retry less.
        """
        try:
            order = Order(
                handler=pickle.dumps(handler),
                job=job,
                variables=variables,
                now=now,
                traceparent=tracing.context(),
            )
            child = self._take()
        except OSError as error:
            return Attempt(_no_child(error, job))
        except Exception as error:  # noqa: BLE001 -- a handler that cannot be named
            return Attempt(answer_to(error, job))
        if child is None:
            return Attempt(GiveBack(job.retries))
        try:
            return self._do(child, order)
        finally:
            self._put_back(child)

    async def run(self) -> None:
        """Let go of children that are idle for long, until cancelled."""
        while True:
            await asyncio.sleep(IDLE_CHECK_S)
            await asyncio.to_thread(self.rest, time.monotonic() - IDLE_S)

    def rest(self, before: float) -> None:
        """Let go of the children that have been idle since ``before`` (monotonic)."""
        with self._changed:
            leaving = [child for child in self._idle if child.idle_since <= before]
            self._idle = [child for child in self._idle if child not in leaving]
        self._let_go(leaving)

    def close(self, seconds: float) -> None:
        """Take no more jobs; kill what is not done after ``seconds``. Blocks.

        Jobs that have not begun, and those of the killed, are given back.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._busy, seconds)
            for child in self._busy:
                child.kill()
            self._changed.wait_for(lambda: not self._busy, LEAVE_S)
            leaving, self._idle = self._idle, []
        self._let_go(leaving)

    def _take(self) -> ChildProcess | None:
        """Wait for a child that is free, or may be started. None: the worker is stopping."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or len(self._busy) < self._most)
            if self._closing:
                return None
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    break
                self._let_go([child])
            else:
                child = self._start()
            self._busy.add(child)
            return child

    def _start(self) -> ChildProcess:
        child = ChildProcess(self._setup)
        self._metrics.children.inc()
        log.info("child_started", pid=child.pid)
        return child

    def _do(self, child: ChildProcess, order: Order) -> Attempt:
        job = order.job
        try:
            child.hand(order)
        except OSError as error:
            return Attempt(_no_child(error, job))
        try:
            return child.wait()
        except ChildDiedError as death:
            return Attempt(self._died(child, death, job))

    def _put_back(self, child: ChildProcess) -> None:
        alive = child.alive
        if not alive:
            self._let_go([child])
        with self._changed:
            self._busy.remove(child)
            if alive:
                self._idle.append(child)
            self._changed.notify_all()

    def _let_go(self, leaving: list[ChildProcess]) -> None:
        for child in leaving:
            child.end()
            self._metrics.children.dec()
            log.info("child_ended", pid=child.pid)

    def _died(self, child: ChildProcess, death: ChildDiedError, job: JobInfo) -> Fail | GiveBack:
        if self._closing:
            return GiveBack(job.retries)
        self._metrics.of(job.type).child_deaths.inc()
        log.error("child_died", pid=child.pid, how=death.how, place=death.place)
        left = max(job.retries - 1, 0)
        if death.status == -signal.SIGALRM:
            message = f"The handler ran for {self._limit:g} s (worker.handler_limit) and was ended"
        else:
            message = f"The process that ran the handler died ({death.how})"
        if death.status == -signal.SIGKILL:
            message += "; often there was no memory left"
        place = f" at {death.place}" if death.place else ""
        return Fail(f"{message}{place}.", retries=left, wait=retry_wait(left), place=death.place)


def _no_child(error: OSError, job: JobInfo) -> Fail:
    """No fault of the job, which keeps its retries."""
    message = f"No process can be started for the handler ({type(error).__name__})."
    return Fail(message, retries=job.retries, wait=STATE_WAIT)


def _start(pipe: int, report: int) -> subprocess.Popen[bytes]:
    """Start a child that no signal ends before it has said which it ignores."""
    command = [sys.executable, "-P", "-c", PROGRAM, str(pipe), str(report)]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, DRAINED_BY_PARENT)
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(pipe, report))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
