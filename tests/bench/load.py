"""The load generator: a process of its own, the same for every client that is measured."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import grpc
import typer
from pyzeebe.proto.gateway_pb2 import (
    CancelProcessInstanceRequest,
    CreateProcessInstanceRequest,
    CreateProcessInstanceWithResultRequest,
    DeployResourceRequest,
    Resource,
)
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

AT_ONCE = 100  # more, and the broker turns most of them away
RESULT_TIMEOUT_S = 60
PAUSE_S = 0.05  # before what was turned away is sent again

app = typer.Typer(pretty_exceptions_enable=False)


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
def create(
    context: typer.Context,
    process: str,
    number: int,
    variables: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """Start a number of instances as fast as the broker takes them."""
    given = variables.read_text(encoding="utf-8") if variables else "{}"
    request = CreateProcessInstanceRequest(bpmnProcessId=process, version=-1, variables=given)
    asyncio.run(_create(context.obj, request, number))


@app.command()
def hold(context: typer.Context, process: str, number: int) -> None:
    """Start instances, and cancel them when standard input ends."""
    request = CreateProcessInstanceRequest(bpmnProcessId=process, version=-1)
    instances = asyncio.run(_create(context.obj, request, number))
    print("started", flush=True)
    sys.stdin.read()
    asyncio.run(_cancel(context.obj, instances))


@app.command()
def keep_pace(
    context: typer.Context, process: str, rate: float, warm: float, seconds: float
) -> None:
    """Start instances at a rate, whether or not those before have ended.

    Prints the milliseconds from the moment each was due until it was heard that it had completed,
    as JSON; those of the first ``warm`` seconds are left out.
    """
    print(json.dumps(asyncio.run(_keep_pace(context.obj, process, rate, warm, seconds))))


async def _create(gateway: str, request: CreateProcessInstanceRequest, number: int) -> list[int]:
    async with grpc.aio.insecure_channel(gateway) as channel:
        stub = GatewayStub(channel)
        left = iter(range(number))

        async def some() -> list[int]:
            answers = [await patiently(stub.CreateProcessInstance, request) for _ in left]
            return [answer.processInstanceKey for answer in answers]

        parts = await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        return [key for part in parts for key in part]


async def _cancel(gateway: str, instances: list[int]) -> None:
    async with grpc.aio.insecure_channel(gateway) as channel:
        stub = GatewayStub(channel)
        for key in instances:
            await patiently(
                stub.CancelProcessInstance, CancelProcessInstanceRequest(processInstanceKey=key)
            )


async def _keep_pace(
    gateway: str, process: str, rate: float, warm: float, seconds: float
) -> list[float]:
    request = CreateProcessInstanceWithResultRequest(
        request=CreateProcessInstanceRequest(bpmnProcessId=process, version=-1),
        requestTimeout=RESULT_TIMEOUT_S * 1000,
    )
    async with grpc.aio.insecure_channel(gateway) as channel:
        command = GatewayStub(channel).CreateProcessInstanceWithResult
        now = asyncio.get_running_loop().time
        begun = now()

        async def one(due: float) -> float:
            await asyncio.sleep(due - now())
            await patiently(command, request)
            return (now() - due) * 1000

        number, skipped = int(rate * (warm + seconds)), int(rate * warm)
        taken = await asyncio.gather(*(one(begun + each / rate) for each in range(number)))
        return taken[skipped:]


async def patiently(command: grpc.aio.UnaryUnaryMultiCallable, request: object) -> Any:
    """Send a command until the broker has room for it."""
    while True:
        try:
            return await command(request, timeout=RESULT_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.RESOURCE_EXHAUSTED:
                raise
        await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    app()
