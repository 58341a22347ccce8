"""Jobs pushed by a gateway that ends streams, or knows none."""

from __future__ import annotations

import asyncio

import grpc
import msgspec
from grpc import StatusCode
from structlog.testing import capture_logs

from workers.handler import Context, make_handler
from workers.runtime import stream
from workers.runtime.intake import Intake
from workers.runtime.link import Link
from workers.runtime.metrics import Metrics
from workers.runtime.room import Room
from workers.runtime.storage import Storage
from workers.runtime.stream import Stream


class Nothing(msgspec.Struct):
    pass


def tick(inputs: Nothing, context: Context) -> Nothing:
    return Nothing()


class Script:
    """A gateway whose streams are each a list of jobs, which ends, or a code."""

    def __init__(self, *streams):
        self.streams = list(streams)

    def stream(self, _handler, _lease):
        return Call(self.streams.pop(0))

    async def partitions(self):
        return 1


class Call:
    def __init__(self, answer):
        self.answer = answer

    async def read(self):
        if isinstance(self.answer, StatusCode):
            raise grpc.aio.AioRpcError(self.answer, None, None)
        if not self.answer:
            return grpc.aio.EOF
        return self.answer.pop(0)

    def cancel(self):
        return True


class Hands:
    def __init__(self, enough):
        self.taken = []
        self.full = asyncio.Event()
        self._enough = enough

    def take(self, _handler, job, _freed):
        self.taken.append(job)
        if len(self.taken) == self._enough:
            self.full.set()
        return True


def received(*streams, enough):
    """The jobs that come over these streams, one stream after another."""

    async def receive():
        gateway, metrics, hands = Script(*streams), Metrics(), Hands(enough)
        link = Link(gateway, metrics, "test")
        intake = Intake(
            handler=make_handler("tick", tick),
            room=Room(100, least=100),
            gateway=gateway,
            link=link,
            storage=Storage(None),
            jobs=hands,
            metrics=metrics,
            lease=60,
        )
        parts = [asyncio.create_task(part) for part in (link.run(), Stream(intake).run())]
        await asyncio.wait_for(hands.full.wait(), 20)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        return hands.taken

    return asyncio.run(receive())


def test_a_stream_that_ends_or_breaks_is_opened_anew():
    codes = (StatusCode.RESOURCE_EXHAUSTED, StatusCode.UNAVAILABLE)
    assert received(["a"], codes[0], ["b"], [], codes[1], ["c"], enough=3) == ["a", "b", "c"]


def test_a_gateway_that_knew_no_streams_is_asked_again_and_that_is_told_once(monkeypatch):
    """It was upgraded, or a proxy that stood in its place said "not found"."""
    monkeypatch.setattr(stream, "UNSUPPORTED_S", 0.01)
    unknown = StatusCode.UNIMPLEMENTED
    with capture_logs() as logs:
        assert received(unknown, unknown, ["a"], enough=1) == ["a"]
    assert [line["event"] for line in logs].count("stream_unsupported") == 1
