"""A worker as a process: signals, the ready file, the exit status."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import structlog

from workers.files import write_whole
from workers.runtime.health import end_when_stuck
from workers.runtime.places import place_of
from workers.runtime.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from workers.config import WorkerConfig
    from workers.handler import Handler
    from workers.state.state import State

log = structlog.get_logger()

# One signal may come twice: timeout(1) sends it to the process and to its group, and wrappers pass
# on a Ctrl-C that the terminal sends to all. The second that somebody means comes later.
TWICE_S = 0.3


def run_process(
    config: WorkerConfig,
    handlers: Mapping[str, Handler],
    state: State,
    ready_file: Path | None = None,
) -> None:
    """Work until SIGTERM or SIGINT, drain, and return; a second signal ends the process at once.

    Args:
        config: section ``worker``.
        handlers: the job types to take.
        state: opened; closed at the end.
        ready_file: written when the worker is ready: ``{"pid": ..., "url": "http://..."}``. One
            that an earlier worker left is removed.

    Raises:
        ConfigError: a setting cannot be used, or the HTTP port is taken.
    """
    if ready_file:
        ready_file.unlink(missing_ok=True)
    abandoned = asyncio.run(_work(config, handlers, state, ready_file))
    state.close()
    if abandoned:
        # Threads cannot be stopped. Their transactions are open and roll back; the jobs were
        # given back, and whoever does them next starts from what is committed.
        log.warning("handlers_abandoned")
        sys.stderr.flush()
        os._exit(0)


async def _work(
    config: WorkerConfig,
    handlers: Mapping[str, Handler],
    state: State,
    ready_file: Path | None,
) -> bool:
    asyncio.get_running_loop().set_exception_handler(_report)
    worker = Worker(config, handlers, state)
    _listen_for_signals(worker)
    watch = partial(end_when_stuck, worker.health.report, _end)
    threading.Thread(target=watch, name="watch", daemon=True).start()
    await worker.run(lambda: _ready(ready_file, worker.url))
    return worker.abandoned


def _end(reasons: list[str]) -> None:
    """End a stuck process. What its threads had begun, the next one does in children."""
    log.error("worker_stuck", reasons=reasons)
    os._exit(1)


def _ready(file: Path | None, url: str) -> None:
    # What is there by now stays as long as the worker. A search for garbage that goes through all
    # of it stops every thread for 20 ms and more: longer than most jobs take.
    gc.collect()
    gc.freeze()
    if file:
        said = json.dumps({"pid": os.getpid(), "url": url}) + "\n"
        write_whole(file, said.encode(), mode=0o644, lasting=False)


def _listen_for_signals(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    first: list[float] = []

    def heard(number: int) -> None:
        if not first:
            first.append(loop.time())
            worker.stop()
        elif loop.time() - first[0] > TWICE_S:
            log.warning("worker_killed", signal=number)
            sys.stderr.flush()
            os._exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heard, number)


def _report(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what asyncio would print: its own report quotes the exception's text."""
    error = context.get("exception")
    kind = type(error).__name__ if error else None
    place = place_of(error) if error else None
    log.error("loop_fault", what=context.get("message"), kind=kind, place=place)
