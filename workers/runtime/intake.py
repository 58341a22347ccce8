"""What both ways to take jobs of one type share: being asked for, and being pushed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from grpc import StatusCode

if TYPE_CHECKING:
    from workers.handler import Handler
    from workers.runtime.gateway import Gateway
    from workers.runtime.jobs import Jobs
    from workers.runtime.link import Link
    from workers.runtime.metrics import Metrics, TypeMetrics
    from workers.runtime.room import Room
    from workers.runtime.storage import Storage

log = structlog.get_logger()

# What a busy, moving or restarting cluster says; anything else somebody must look at.
USUAL = frozenset(
    {
        StatusCode.UNAUTHENTICATED,
        StatusCode.CANCELLED,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.RESOURCE_EXHAUSTED,
        StatusCode.UNAVAILABLE,
    }
)
# Nobody is there, or our token has expired: for the link to find out, once for all takers.
AWAY = frozenset({StatusCode.UNAVAILABLE, StatusCode.UNAUTHENTICATED})


@dataclass(kw_only=True)
class Intake:
    """One job type's."""

    handler: Handler
    room: Room
    gateway: Gateway
    link: Link
    storage: Storage
    jobs: Jobs
    metrics: Metrics
    lease: float  # seconds for which a job is ours
    complaints: set[tuple[str, StatusCode]] = field(default_factory=set)

    @property
    def meters(self) -> TypeMetrics:
        """The type's own."""
        return self.metrics.of(self.handler.type)

    async def ready(self) -> None:
        """Wait until the gateway and our own database answer."""
        await self.link.up.wait()
        await self.storage.up.wait()

    def refused(self, request: str, code: StatusCode) -> None:
        """Count what the gateway said to a poll or a stream; tell once what is out of the usual."""
        self.metrics.retries.labels(request, code.name).inc()
        if code in AWAY:
            self.link.doubt()
        if code not in USUAL and (request, code) not in self.complaints:
            self.complaints.add((request, code))
            log.error("jobs_refused", job_type=self.handler.type, request=request, code=code.name)
