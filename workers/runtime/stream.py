"""Jobs of one type as they come up, pushed by the engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc import StatusCode

from workers.runtime.backoff import Backoff
from workers.runtime.poller import AWAY, USUAL

if TYPE_CHECKING:
    from workers.handler import Handler
    from workers.runtime.gateway import Gateway
    from workers.runtime.jobs import Jobs
    from workers.runtime.link import Link
    from workers.runtime.metrics import Metrics
    from workers.runtime.room import Room
    from workers.runtime.storage import Storage

log = structlog.get_logger()


class Stream:
    """The receiver of one job type. Reads only while there is room: the engine notices."""

    def __init__(
        self,
        handler: Handler,
        *,
        room: Room,
        gateway: Gateway,
        link: Link,
        storage: Storage,
        jobs: Jobs,
        metrics: Metrics,
        lease: float,
    ) -> None:
        self._handler = handler
        self._room = room
        self._gateway = gateway
        self._link = link
        self._storage = storage
        self._jobs = jobs
        self._metrics = metrics
        self._meters = metrics.of(handler.type)
        self._lease = lease
        self._backoff = Backoff(0.05, 5.0)
        self._stopping = False
        self._supported = True

    async def run(self) -> None:
        """Receive until stopped; a stream that ends or breaks is opened anew."""
        while self._supported and not self._stopping:
            await self._link.up.wait()
            try:
                await self._receive()
            except grpc.aio.AioRpcError as error:
                await self._recover(error.code())

    def stop(self) -> None:
        """Open no other stream; what the present one brings still comes."""
        self._stopping = True

    async def _receive(self) -> None:
        call = self._gateway.stream(self._handler, self._lease)
        self._meters.stream_connected.set(1)
        try:
            while True:
                await self._storage.up.wait()
                await self._room.for_push()
                raw = await call.read()
                if raw is grpc.aio.EOF:
                    return
                self._backoff.reset()
                self._meters.taken_stream.inc()
                if self._jobs.take(self._handler, raw, self._room.push_done):
                    self._room.pushed()
        finally:
            self._meters.stream_connected.set(0)
            call.cancel()

    async def _recover(self, code: StatusCode) -> None:
        if code is StatusCode.UNIMPLEMENTED:
            log.warning("stream_unsupported", job_type=self._handler.type)
            self._supported = False
            return
        self._metrics.retries.labels("stream", code.name).inc()
        if code in AWAY:
            self._link.doubt()
        elif code not in USUAL:
            log.error("stream_refused", job_type=self._handler.type, code=code.name)
        await asyncio.sleep(self._backoff.next())
