"""The broker under load, as its own metrics tell it, and the load that it gets."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil
import requests
from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.samples import Sample

    from tests.bench.clients import Worker

HERE = Path(__file__).parent
JOBS = "zeebe_job_events_total"
INSTANCES = "zeebe_element_instance_events_total"
PAUSE_S = 0.2
PATIENCE_S = 900
SNAPSHOT_S = 20  # without anything new, none is taken


class Counts(NamedTuple):
    """Jobs of one type, since the broker started."""

    created: int
    completed: int
    canceled: int

    @property
    def open(self) -> int:
        return self.created - self.completed - self.canceled


class Broker:
    """A broker, its metrics and its process."""

    def __init__(self, gateway: str, management: int, process: psutil.Process) -> None:
        self.gateway = gateway
        self._management = f"http://127.0.0.1:{management}/actuator"
        self._session = requests.Session()
        self._session.trust_env = False
        self._process = process

    def jobs(self, job_type: str) -> Counts:
        """What became of the jobs of a type: the broker's own count."""
        found = {
            sample.labels["action"]: int(sample.value)
            for sample in self._samples(JOBS)
            if sample.labels["type"] == job_type
        }
        return Counts(*(found.get(field, 0) for field in Counts._fields))

    def _samples(self, name: str) -> Iterator[Sample]:
        where = f"{self._management}/prometheus"
        answer = self._session.get(where, params={"includedNames": name}, timeout=30)
        for family in text_string_to_metric_families(answer.text):
            yield from (sample for sample in family.samples if sample.name == name)

    def settled(self, job_type: str) -> Counts:
        """See that no job of a type is open, and have the broker clear its memory of those done.

        It does that when it takes a snapshot.
        """
        counts = self.jobs(job_type)
        assert counts.open == 0, "the round before left jobs"
        before = self._snapshot()
        self._session.post(f"{self._management}/partitions/takeSnapshot", timeout=30)
        deadline = time.monotonic() + SNAPSHOT_S
        while self._snapshot() == before and time.monotonic() < deadline:
            time.sleep(PAUSE_S)
        return counts

    def _snapshot(self) -> str | None:
        partitions = self._session.get(f"{self._management}/partitions", timeout=30).json()
        snapshot: str | None = partitions["1"]["snapshotId"]
        return snapshot

    def cpu(self) -> float:
        """Seconds of processor time it has used."""
        times = self._process.cpu_times()
        return times.user + times.system

    def wait(self, job_type: str, met: Callable[[Counts], bool], worker: Worker) -> Counts:
        """Wait until the jobs of a type are as wanted, by this worker's doing."""
        deadline = time.monotonic() + PATIENCE_S
        while not met(counts := self.jobs(job_type)):
            worker.check()
            assert time.monotonic() < deadline, f"{job_type} stays at {counts}"
            time.sleep(PAUSE_S)
        return counts

    def deploy(self, *processes: str) -> None:
        """Deploy files of processes/."""
        self.load("deploy", *(str(HERE / "processes" / f"{name}.bpmn") for name in processes))

    def load(self, *arguments: object) -> str:
        """Run the load generator to its end, and return what it printed."""
        with self.loading(*arguments) as generator:
            printed, _ = generator.communicate(timeout=PATIENCE_S)
            assert generator.returncode == 0
            return printed

    @contextmanager
    def holding(self, process: str, number: int) -> Iterator[None]:
        """Keep a number of instances in flight, none of them afterwards."""
        with self.loading("hold", process, number) as generator:
            assert generator.stdout
            assert generator.stdout.readline() == "started\n"
            try:
                yield
            finally:
                generator.communicate(timeout=PATIENCE_S)

    @contextmanager
    def loading(self, *arguments: object) -> Iterator[subprocess.Popen[str]]:
        """Run the load generator beside what happens inside; it is stopped at the end."""
        command = [sys.executable, str(HERE / "load.py"), self.gateway, *map(str, arguments)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as generator:
            try:
                yield generator
            finally:
                generator.terminate()
