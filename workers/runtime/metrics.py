"""What Prometheus sees, by Camunda's own names where Camunda has one."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

# A letter takes tens of milliseconds, a call to a ministry's system may take half a minute.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The meters of one worker, on a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.invocations = Counter(
            "camunda_job_invocations",
            "Jobs by what became of them: activated, completed, failed, bpmn-error.",
            ("action", "type"),
            registry=registry,
        )
        self.duration = Histogram(
            "tertib_job_duration_seconds",
            "How long handlers ran.",
            ("type",),
            buckets=SECONDS,
            registry=registry,
        )
        self.queue_wait = Histogram(
            "tertib_job_queue_seconds",
            "How long activated jobs waited for a thread.",
            ("type",),
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "tertib_jobs_in_flight",
            "Jobs activated and not answered yet.",
            ("type",),
            registry=registry,
        )
        self.replayed = Counter(
            "tertib_jobs_replayed",
            "Jobs delivered again and answered from the ledger.",
            ("type",),
            registry=registry,
        )
        self.unanswered = Counter(
            "tertib_jobs_unanswered",
            "Jobs whose answer did not count: gone, given back, expired, refused, not heard.",
            ("reason", "type"),
            registry=registry,
        )
        self.retries = Counter(
            "tertib_gateway_retries",
            "Requests to the gateway that were, or will be, repeated.",
            ("request", "code"),
            registry=registry,
        )
        self.connected = Gauge(
            "tertib_gateway_connected", "1 while the gateway answers.", registry=registry
        )
        self.threads_busy = Gauge(
            "tertib_threads_busy", "Handlers running at this moment.", registry=registry
        )

    def prepare(self, job_type: str) -> None:
        """Show a type's counters as 0 from the start, so that rates are right from the first."""
        for action in ("activated", "completed", "failed", "bpmn-error"):
            self.invocations.labels(action, job_type)
        self.in_flight.labels(job_type)
