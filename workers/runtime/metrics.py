"""What Prometheus sees, by Camunda's own names where Camunda has one.

Looking a meter up by its labels costs as much as the count itself, and a job is counted some ten
times: what a taker needs of its type is looked up once (``Metrics.of``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from workers.connectors.circuit import CIRCUITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.connectors.circuit import Circuit

# A letter takes tens of milliseconds, a call to a ministry's system may take half a minute.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
ENTRIES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
# Why an answer did not count: ``Jobs`` says which.
UNANSWERED = ("gone", "given-back", "expired", "refused", "not-heard")

Meter = TypeVar("Meter", Counter, Gauge, Histogram)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMetrics:
    """The meters of one job type, ready to count."""

    activated: Counter
    completed: Counter
    failed: Counter
    bpmn_error: Counter
    replayed: Counter
    duration: Histogram
    queue_wait: Histogram
    in_flight: Gauge
    taken_stream: Counter
    taken_poll: Counter
    stream_connected: Gauge
    lease_extensions: Counter
    child_deaths: Counter


class Metrics:
    """The meters of one worker, on a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._types: dict[str, TypeMetrics] = {}
        self._add_jobs()
        self._add_takers()
        self._add_parts()

    def _add_jobs(self) -> None:
        self.invocations = self._make(
            Counter,
            "camunda_job_invocations",
            "Jobs by what became of them: activated, completed, failed, bpmn-error.",
            "action",
            "type",
        )
        self.replayed = self._make(
            Counter,
            "tertib_jobs_replayed",
            "Jobs delivered again and answered from the ledger.",
            "type",
        )
        self.unanswered = self._make(
            Counter,
            "tertib_jobs_unanswered",
            "Jobs whose answer did not count: gone, given back, expired, refused, not heard.",
            "reason",
            "type",
        )
        self.in_flight = self._make(
            Gauge, "tertib_jobs_in_flight", "Jobs activated and not answered yet.", "type"
        )
        self.duration = self._make(
            Histogram,
            "tertib_job_duration_seconds",
            "How long handlers ran.",
            "type",
            buckets=SECONDS,
        )
        self.queue_wait = self._make(
            Histogram,
            "tertib_job_queue_seconds",
            "How long activated jobs waited for a thread or a child process.",
            "type",
            buckets=SECONDS,
        )

    def _add_takers(self) -> None:
        self.taken = self._make(
            Counter,
            "tertib_jobs_taken",
            "Jobs by how they came: pushed on the stream, or polled.",
            "source",
            "type",
        )
        self.stream_connected = self._make(
            Gauge, "tertib_stream_connected", "1 while the stream of pushed jobs is open.", "type"
        )
        self.lease_extensions = self._make(
            Counter,
            "tertib_job_lease_extensions",
            "Times a job's timeout was extended because its handler is alive.",
            "type",
        )
        self.retries = self._make(
            Counter,
            "tertib_gateway_retries",
            "Requests to the gateway that were, or will be, repeated.",
            "request",
            "code",
        )
        self.connected = self._make(
            Gauge, "tertib_gateway_connected", "1 while the gateway answers."
        )

    def _add_parts(self) -> None:
        self.threads_busy = self._make(
            Gauge, "tertib_threads_busy", "Handlers running in threads at this moment."
        )
        self.stuck = self._make(
            Gauge, "tertib_worker_stuck", "1 while the worker is stuck: only a restart helps."
        )
        self.database = self._make(
            Gauge,
            "tertib_database_available",
            "1 while the workers' own database can be used; without it no jobs are taken.",
        )
        self.children = self._make(
            Gauge, "tertib_children", "Child processes alive, for CPU-bound handlers."
        )
        self.child_deaths = self._make(
            Counter,
            "tertib_child_deaths",
            "Child processes that ended unbidden, by the type of the job they held.",
            "type",
        )
        self.ledger_batch = self._make(
            Histogram,
            "tertib_ledger_batch_size",
            "Entries that the ledger committed together.",
            buckets=ENTRIES,
        )
        self.circuit_open = self._make(
            Gauge,
            "tertib_circuit_open",
            "1 while a system with a connector is left alone because it failed again and again.",
            "system",
        )
        CIRCUITS.show(self._show_circuit)
        self.outbox = self._make(
            Gauge,
            "tertib_outbox_messages",
            "Messages in the outbox, by channel and status.",
            "channel",
            "status",
        )

    def _show_circuit(self, circuit: Circuit) -> None:
        self.circuit_open.labels(circuit.system).set_function(lambda: float(circuit.is_open))

    def _make(
        self, kind: type[Meter], name: str, says: str, *labels: str, **options: Sequence[float]
    ) -> Meter:
        others: dict[str, Any] = dict(options)
        return kind(name, says, labels, registry=self.registry, **others)

    def of(self, job_type: str) -> TypeMetrics:
        """Return a type's meters; all show 0 from the first call, so that rates are right."""
        if job_type not in self._types:
            self._types[job_type] = self._look_up(job_type)
        return self._types[job_type]

    def _look_up(self, job_type: str) -> TypeMetrics:
        for reason in UNANSWERED:
            self.unanswered.labels(reason, job_type)
        return TypeMetrics(
            activated=self.invocations.labels("activated", job_type),
            completed=self.invocations.labels("completed", job_type),
            failed=self.invocations.labels("failed", job_type),
            bpmn_error=self.invocations.labels("bpmn-error", job_type),
            replayed=self.replayed.labels(job_type),
            duration=self.duration.labels(job_type),
            queue_wait=self.queue_wait.labels(job_type),
            in_flight=self.in_flight.labels(job_type),
            taken_stream=self.taken.labels("stream", job_type),
            taken_poll=self.taken.labels("poll", job_type),
            stream_connected=self.stream_connected.labels(job_type),
            lease_extensions=self.lease_extensions.labels(job_type),
            child_deaths=self.child_deaths.labels(job_type),
        )
