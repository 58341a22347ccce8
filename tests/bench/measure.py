"""What was done between two moments, and what it cost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.broker import Broker
    from tests.bench.clients import Worker


class Stretch:
    """From now until ``end``: jobs the broker took as completed, and processor time."""

    def __init__(self, broker: Broker, worker: Worker, job_type: str) -> None:
        self._broker, self._worker, self._type = broker, worker, job_type
        self._begun = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        jobs = self._broker.jobs(self._type).completed
        return jobs, time.monotonic(), self._worker.cpu(), self._broker.cpu()

    def end(self) -> dict[str, float]:
        """The measures, per second and per job."""
        pairs = zip(self._begun, self._now(), strict=True)
        jobs, seconds, client, broker = (later - earlier for earlier, later in pairs)
        return {
            "jobs_per_s": jobs / seconds,
            "client_CPU_µs_per_job": client / jobs * 1e6,
            "broker_CPU_µs_per_job": broker / jobs * 1e6,
        }
