"""The gateway's commands, with the deadlines and retries they need.

pyzeebe's stubs, not its adapter: that one sends commands without a deadline and counts an
expired long poll as a lost connection.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Protocol, cast

import grpc
from grpc import StatusCode
from pyzeebe.proto.gateway_pb2 import (
    ActivateJobsRequest,
    CompleteJobRequest,
    FailJobRequest,
    Partition,
    PublishMessageRequest,
    StreamActivatedJobsRequest,
    ThrowErrorRequest,
    TopologyRequest,
    UpdateJobTimeoutRequest,
)
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.runtime.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import timedelta

    from grpc.aio import EOFType
    from pyzeebe.proto.gateway_pb2 import ActivatedJob
    from pyzeebe.proto.gateway_pb2_grpc import GatewayAsyncStub

    from workers.handler import Handler
    from workers.messages import Message
    from workers.runtime.answers import Answer
    from workers.runtime.channel import Connection

# The list of Camunda's Spring SDK, two that a new token or permission may cure, and two that a
# connection broken between us and the gateway looks like.
RETRIABLE = frozenset(
    {
        StatusCode.CANCELLED,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.RESOURCE_EXHAUSTED,
        StatusCode.ABORTED,
        StatusCode.UNAVAILABLE,
        StatusCode.DATA_LOSS,
        StatusCode.UNAUTHENTICATED,
        StatusCode.PERMISSION_DENIED,
        StatusCode.INTERNAL,
        StatusCode.UNKNOWN,
    }
)
# No such job; or one that was failed or has an incident already.
GONE = frozenset({StatusCode.NOT_FOUND, StatusCode.FAILED_PRECONDITION})
COMMAND_TIMEOUT_S = 10.0
TOPOLOGY_TIMEOUT_S = 3.0
# How much longer than the gateway's own wait a poll may take before it counts as lost.
POLL_GRACE_S = 10.0
# An empty list asks for all variables; a handler without inputs must see none.
NO_VARIABLES = ("-",)


class AsyncStream(Protocol):
    """The jobs that are pushed, one after another."""

    async def read(self) -> ActivatedJob | EOFType:
        """Wait for the next; grpc.aio.EOF: the stream has ended."""

    def cancel(self) -> bool:
        """Hang up."""


class JobGoneError(Exception):
    """The job waits for no answer any more: somebody else gave one, or it was cancelled."""


class RefusedError(Exception):
    """The engine does not take the answer, and will not when asked again."""

    def __init__(self, code: StatusCode) -> None:
        self.code = code
        super().__init__(code.name)


class Gateway:
    """One cluster's gateway, as one worker sees it."""

    def __init__(self, connection: Connection, worker: str) -> None:
        """Speak over ``connection`` under the name ``worker``, which Operate shows."""
        self._channel = connection.channel
        self.renew_token = connection.renew
        self._stub = cast("GatewayAsyncStub", GatewayStub(connection.channel))
        self._worker = worker

    async def partitions(self) -> int:
        """Ask how many partitions are led by somebody: none does while the cluster starts.

        Raises:
            grpc.aio.AioRpcError: the gateway cannot be reached, or refuses.
        """
        topology = await self._stub.Topology(TopologyRequest(), timeout=TOPOLOGY_TIMEOUT_S)
        partitions = (each for broker in topology.brokers for each in broker.partitions)
        return len({each.partitionId for each in partitions if each.role == Partition.LEADER})

    async def activate(
        self, handler: Handler, count: int, lease: float, wait: float
    ) -> AsyncIterator[ActivatedJob]:
        """Take up to ``count`` jobs, waiting up to ``wait`` for the first.

        Args:
            handler: says the type and which variables to bring.
            count: how many at most.
            lease: for how many seconds the jobs are ours.
            wait: for how many seconds the gateway holds the request open.

        Raises:
            grpc.aio.AioRpcError: as it comes; jobs given before it are ours.
        """
        request = ActivateJobsRequest(
            type=handler.type,
            worker=self._worker,
            timeout=round(lease * 1000),
            maxJobsToActivate=count,
            fetchVariable=handler.variables or NO_VARIABLES,
            requestTimeout=round(wait * 1000),
        )
        deadline = wait + POLL_GRACE_S
        async for response in self._stub.ActivateJobs(request, timeout=deadline):
            for job in response.jobs:
                yield job

    def stream(self, handler: Handler, lease: float) -> AsyncStream:
        """Have new jobs pushed as they come up; older ones that wait are not.

        Args:
            handler: says the type and which variables to bring.
            lease: for how many seconds each is ours.
        """
        request = StreamActivatedJobsRequest(
            type=handler.type,
            worker=self._worker,
            timeout=round(lease * 1000),
            fetchVariable=handler.variables or NO_VARIABLES,
        )
        return cast("AsyncStream", self._stub.StreamActivatedJobs(request))

    async def extend(self, job_key: int, lease: float) -> None:
        """Keep a job for ``lease`` seconds from now.

        Raises:
            grpc.aio.AioRpcError: it is not ours any more, or the gateway does not hear.
        """
        request = UpdateJobTimeoutRequest(jobKey=job_key, timeout=round(lease * 1000))
        await self._stub.UpdateJobTimeout(request, timeout=COMMAND_TIMEOUT_S)

    async def answer(
        self, job_key: int, answer: Answer, *, patience: float, on_retry: Callable[[str], None]
    ) -> None:
        """Tell the engine how a job ended, again and again until it has heard.

        Args:
            job_key: the job.
            answer: how it ended.
            patience: seconds until giving up; the engine then hands the job out again.
            on_retry: told the status code of each attempt that failed.

        Raises:
            JobGoneError: the engine knows no such job any more.
            RefusedError: the answer itself is not acceptable.
            TimeoutError: the engine did not hear in time.
        """
        end = time.monotonic() + patience
        backoff = Backoff(0.02, 2.0)
        command, request = self._command(job_key, answer)
        while True:
            try:
                await command(request, timeout=min(COMMAND_TIMEOUT_S, end - time.monotonic()))
            except grpc.aio.AioRpcError as error:
                on_retry(_passing(error).name)
            else:
                return
            wait = backoff.next()
            if time.monotonic() + wait >= end:
                raise TimeoutError
            await asyncio.sleep(wait)

    def _command(self, key: int, answer: Answer) -> tuple[Any, Any]:
        """Return the call that carries an answer, and what it carries."""
        match answer:
            case Complete():
                variables = answer.variables.decode()
                return self._stub.CompleteJob, CompleteJobRequest(jobKey=key, variables=variables)
            case Throw():
                return self._stub.ThrowError, ThrowErrorRequest(
                    jobKey=key,
                    errorCode=answer.code,
                    errorMessage=answer.message,
                    variables=answer.variables.decode(),
                )
            case Fail() | GiveBack():
                return self._stub.FailJob, FailJobRequest(
                    jobKey=key,
                    retries=answer.retries,
                    errorMessage=answer.message,
                    retryBackOff=_milliseconds(answer.wait),
                )

    async def publish(self, message: Message, *, kept: timedelta) -> None:
        """Publish a message, once; the engine may have had it before.

        Args:
            message: the message; the engine takes one of its id only once while it keeps it.
            kept: how long the engine keeps it for a process that does not wait yet.

        Raises:
            TimeoutError: the engine did not hear, or not surely.
            RefusedError: the message is not acceptable.
        """
        request = PublishMessageRequest(
            name=message.name,
            correlationKey=message.correlation_key,
            messageId=message.message_id,
            timeToLive=_milliseconds(kept),
            variables=message.variables,
        )
        try:
            await self._stub.PublishMessage(request, timeout=COMMAND_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            if error.code() in RETRIABLE:
                raise TimeoutError from None
            if error.code() is not StatusCode.ALREADY_EXISTS:
                raise RefusedError(error.code()) from None

    async def close(self) -> None:
        """Hang up."""
        await self._channel.close(grace=0)


def _passing(error: grpc.aio.AioRpcError) -> StatusCode:
    """Return the code of a fault that passes; raise what the others mean."""
    code: StatusCode = error.code()
    if code in GONE:
        raise JobGoneError from None
    if code not in RETRIABLE:
        raise RefusedError(code) from None
    return code


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
