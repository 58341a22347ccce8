"""The load generator: a process of its own, the same for every client that is measured."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc
import typer
from pyzeebe.proto.gateway_pb2 import (
    CreateProcessInstanceRequest,
    DeployResourceRequest,
    Resource,
)
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

AT_ONCE = 100  # more, and the broker turns most of them away
PAUSE_S = 0.05  # before what was turned away is sent again

app = typer.Typer()


@app.callback()
def main(context: typer.Context, gateway: str) -> None:
    """Put load on the broker at GATEWAY."""
    context.obj = gateway


@app.command()
def deploy(context: typer.Context, files: list[Path]) -> None:
    """Deploy processes."""
    resources = [Resource(name=file.name, content=file.read_bytes()) for file in files]
    with grpc.insecure_channel(context.obj) as channel:
        GatewayStub(channel).DeployResource(DeployResourceRequest(resources=resources), timeout=30)


@app.command()
def create(context: typer.Context, process: str, number: int, variables: str = "{}") -> None:
    """Start a number of instances as fast as the broker takes them."""
    request = CreateProcessInstanceRequest(bpmnProcessId=process, version=-1, variables=variables)
    asyncio.run(_create(context.obj, request, number))


async def _create(gateway: str, request: CreateProcessInstanceRequest, number: int) -> None:
    async with grpc.aio.insecure_channel(gateway) as channel:
        stub = GatewayStub(channel)
        left = iter(range(number))

        async def some() -> None:
            for _ in left:
                await patiently(stub.CreateProcessInstance, request)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))


async def patiently(command, request):
    """Send a command until the broker has room for it."""
    while True:
        try:
            return await command(request, timeout=60)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.RESOURCE_EXHAUSTED:
                raise
        await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    app()
