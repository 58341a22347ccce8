"""The workers: ``tertib work`` processes, started anew when they end, as a platform would."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RESTART_S = 0.5
STOP_S = 45.0  # longer than a worker's own time to drain


@dataclass
class Member:
    """One place in the crew: a process after another."""

    number: int
    starts: int = 0
    told: set[int] = field(default_factory=set)  # signals sent to the process of now
    ended_at: float = 0.0
    process: subprocess.Popen[bytes] | None = None


@dataclass
class End:
    """A process that ended otherwise than it was told."""

    member: int
    status: int
    at: float
    last_words: str


class Crew:
    """So many workers, kept running from ``start`` to ``stop``."""

    def __init__(self, count: int, folder: Path, environment: Mapping[str, str]) -> None:
        self.members = [Member(number) for number in range(count)]
        self.unexpected: list[End] = []
        self.killed = 0
        self._folder = folder
        self._environment = environment
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._folder.mkdir(parents=True)
        self._thread.start()

    def signal(self, number: int, which: signal.Signals) -> None:
        """Send a signal to one member's process."""
        with self._lock:
            member = self.members[number]
            if member.process and member.process.poll() is None:
                member.told.add(which)
                self.killed += which is signal.SIGKILL
                member.process.send_signal(which)

    def stop(self) -> None:
        """End all as a platform does: SIGTERM, and SIGKILL for who does not listen."""
        self._stopping.set()
        self._thread.join()
        for member in self.members:
            self.signal(member.number, signal.SIGTERM)
        for member in self.members:
            if member.process:
                try:
                    member.process.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    member.process.kill()
                    member.process.wait()
                self._note_end(member, member.process.returncode)

    @property
    def starts(self) -> int:
        return sum(member.starts for member in self.members)

    def logged(self) -> Iterator[dict[str, object]]:
        """Every structured line that a worker logged."""
        for path in sorted(self._folder.glob("*.log")):
            for line in path.read_bytes().splitlines():
                if line.startswith(b"{") and line.endswith(b"}"):  # killed in the middle of one
                    yield msgspec.json.decode(line)

    def _keep(self) -> None:
        while not self._stopping.wait(0.1):
            with self._lock:
                for member in self.members:
                    self._look_after(member)

    def _look_after(self, member: Member) -> None:
        if member.process and member.process.poll() is None:
            return
        if member.process:
            self._note_end(member, member.process.returncode)
            member.process = None
            member.ended_at = time.monotonic()
        if time.monotonic() - member.ended_at > RESTART_S:
            self._start(member)

    def _start(self, member: Member) -> None:
        member.starts += 1
        member.told = set()
        with self._log(member).open("wb") as log:
            member.process = subprocess.Popen(
                [sys.executable, "-m", "deploy", "work"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def _note_end(self, member: Member, status: int) -> None:
        """A worker told to stop ends with 0, one killed with -9, and no other ends at all.

        One that is still loading its modules does not listen yet: SIGTERM kills it.
        """
        log = self._log(member).read_text(errors="replace")
        expected = {0} if signal.SIGTERM in member.told else set()
        expected |= {-signal.SIGKILL} if signal.SIGKILL in member.told else set()
        if signal.SIGTERM in member.told and "worker_started" not in log:
            expected |= {-signal.SIGTERM}
        if status not in expected:
            self.unexpected.append(End(member.number, status, time.monotonic(), log[-2000:]))

    def _log(self, member: Member) -> Path:
        return self._folder / f"worker-{member.number}-{member.starts:03}.log"
