"""Jobs of one type as they come up, pushed by the engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc import StatusCode

from workers.runtime.backoff import Backoff

if TYPE_CHECKING:
    from workers.runtime.intake import Intake

log = structlog.get_logger()

# A gateway without streams stays so until it is upgraded; a proxy in its place, for a moment only
# (what HTTP calls "not found", gRPC calls "unimplemented").
UNSUPPORTED_S = 60.0


class Stream:
    """The receiver of one job type. Reads only while there is room: the engine notices."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._meters = intake.meters
        self._backoff = Backoff(0.05, 5.0)
        self._stopping = False
        self._unsupported = False  # which was told

    async def run(self) -> None:
        """Receive until stopped; a stream that ends or breaks is opened anew."""
        while not self._stopping:
            await self._intake.link.up.wait()
            try:
                await self._receive()
            except grpc.aio.AioRpcError as error:
                await self._bear(error.code())

    def stop(self) -> None:
        """Open no other stream; what the present one brings still comes."""
        self._stopping = True

    async def _bear(self, code: StatusCode) -> None:
        """Wait before the stream is opened anew."""
        if code is StatusCode.UNIMPLEMENTED:
            if not self._unsupported:
                log.warning("stream_unsupported", job_type=self._intake.handler.type)
            self._unsupported = True
            await asyncio.sleep(UNSUPPORTED_S)
        else:
            self._intake.refused("stream", code)
            await asyncio.sleep(self._backoff.next())

    async def _receive(self) -> None:
        here = self._intake
        call = here.gateway.stream(here.handler, here.lease)
        self._meters.stream_connected.set(1)
        try:
            while True:
                await here.storage.up.wait()
                await here.room.for_push()
                raw = await call.read()
                if raw is grpc.aio.EOF:
                    return
                self._backoff.reset()
                self._meters.taken_stream.inc()
                if here.jobs.take(here.handler, raw, here.room.push_done):
                    here.room.pushed()
        finally:
            self._meters.stream_connected.set(0)
            call.cancel()
