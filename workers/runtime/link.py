"""Whether the gateway answers: one asks, so that the takers of all types need not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import structlog
from grpc import StatusCode

from workers.runtime.backoff import Backoff

if TYPE_CHECKING:
    from workers.runtime.gateway import Gateway
    from workers.runtime.metrics import Metrics

log = structlog.get_logger()

CALM_S = 10.0


class Link:
    """The state of the connection."""

    def __init__(self, gateway: Gateway, metrics: Metrics, address: str) -> None:
        self._gateway = gateway
        self._metrics = metrics
        self._address = address
        self._doubt = asyncio.Event()
        self._backoff = Backoff(0.2, 2.0)
        self._last: str | None = None
        self.up = asyncio.Event()

    def doubt(self) -> None:
        """Ask anew at once: a request found nobody there, or was not let in."""
        self.up.clear()
        self._doubt.set()

    async def run(self) -> None:
        """Ask every now and then, and often while there is no answer; until cancelled."""
        while True:
            self._doubt.clear()
            if await self._ask():
                await self._until_doubt(CALM_S)
            else:
                await asyncio.sleep(self._backoff.next())

    async def _ask(self) -> bool:
        try:
            partitions = await self._gateway.partitions()
        except grpc.aio.AioRpcError as error:
            if error.code() is StatusCode.UNAUTHENTICATED:
                self._gateway.renew_token()
            self._lost(error.code().name)
            return False
        if not partitions:
            self._lost("NO_LEADER")
            return False
        self._found(partitions)
        return True

    def _lost(self, code: str) -> None:
        self.up.clear()
        self._metrics.connected.set(0)
        if self._last != code:
            self._last = code
            log.warning("gateway_unreachable", address=self._address, code=code)

    def _found(self, partitions: int) -> None:
        self._backoff.reset()
        self._metrics.connected.set(1)
        self.up.set()
        if self._last != "OK":
            self._last = "OK"
            log.info("gateway_connected", address=self._address, partitions=partitions)

    async def _until_doubt(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._doubt.wait()
        except TimeoutError:
            return
