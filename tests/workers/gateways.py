"""A gateway of a test's own, over a real connection."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc
from pyzeebe.proto.gateway_pb2_grpc import add_GatewayServicer_to_server

from workers.runtime.channel import OPTIONS, Connection
from workers.runtime.gateway import Gateway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pyzeebe.proto.gateway_pb2_grpc import GatewayServicer


@asynccontextmanager
async def gateway_of(servicer: GatewayServicer) -> AsyncIterator[Gateway]:
    """Serve what it answers, and be a worker that asks."""
    server = grpc.aio.server()
    add_GatewayServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    address = f"127.0.0.1:{port}"
    gateway = Gateway(Connection(address, grpc.aio.insecure_channel(address, OPTIONS)), "test")
    try:
        yield gateway
    finally:
        await gateway.close()
        await server.stop(None)
