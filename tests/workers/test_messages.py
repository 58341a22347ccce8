"""Messages to the engine: published at least once, taken by it once, whatever is away."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from grpc import StatusCode
from pyzeebe.proto import gateway_pb2
from pyzeebe.proto.gateway_pb2_grpc import GatewayServicer
from sqlalchemy import select

from tests.workers.gateways import gateway_of
from workers import messages
from workers.messages import MESSAGES
from workers.runtime import publisher
from workers.runtime.publisher import Publisher

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)


class Engine(GatewayServicer):
    """Takes a message of an id once, after it was as unwell as told."""

    def __init__(self, *codes):
        self.codes = list(codes)
        self.taken = []

    async def PublishMessage(self, request, context):  # noqa: N802
        if self.codes:
            await context.abort(self.codes.pop(0))
        if request.messageId in {each.messageId for each in self.taken}:
            await context.abort(StatusCode.ALREADY_EXISTS)
        self.taken.append(request)
        return gateway_pb2.PublishMessageResponse(key=1)


class Link:
    """A gateway that is there again as soon as it is doubted."""

    def __init__(self):
        self.up = asyncio.Event()
        self.up.set()
        self.doubts = 0

    def doubt(self):
        self.doubts += 1


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(publisher, "LOOK_S", 0.01)


def put(state, number, message_id=None):
    with state.database.transaction() as transaction:
        variables = {"signature_request": {"number": number}}
        identity = message_id or f"{number} signed"
        messages.put(transaction.connection, "decided", number, variables, NOW, message_id=identity)


def rows(state):
    columns = (MESSAGES.c.correlation_key, MESSAGES.c.published_at, MESSAGES.c.refused)
    with state.database.reading() as connection:
        return connection.execute(select(*columns).order_by(MESSAGES.c.id)).all()


def publish(state, engine, until, publishers=1):
    """Let publishers run until a condition holds; return their links."""

    async def run():
        links = [Link() for _ in range(publishers)]
        async with gateway_of(engine) as gateway:
            tasks = [
                asyncio.create_task(Publisher(state.database, gateway, link).run())
                for link in links
            ]
            async with asyncio.timeout(60):
                while not until():  # noqa: ASYNC110 -- the condition is in the database
                    await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        return links

    return asyncio.run(run())


def all_settled(state):
    return lambda: all(row.published_at or row.refused for row in rows(state))


def test_messages_are_published_in_their_order_with_key_id_and_variables(any_state):
    for number in ("TTD-1", "TTD-2"):
        put(any_state, number)
    engine = Engine()
    publish(any_state, engine, all_settled(any_state))
    assert [
        (each.name, each.correlationKey, each.messageId, each.variables) for each in engine.taken
    ] == [
        ("decided", number, f"{number} signed", f'{{"signature_request":{{"number":"{number}"}}}}')
        for number in ("TTD-1", "TTD-2")
    ]
    assert engine.taken[0].timeToLive == 90 * 24 * 3600 * 1000


def test_an_engine_that_is_away_is_told_when_it_is_there_again(any_state):
    put(any_state, "TTD-1")
    engine = Engine(StatusCode.UNAVAILABLE, StatusCode.RESOURCE_EXHAUSTED)
    (link,) = publish(any_state, engine, all_settled(any_state))
    assert link.doubts == 2
    assert len(engine.taken) == 1


def test_what_the_engine_has_already_is_not_published_again_and_counts_as_told(any_state):
    put(any_state, "TTD-1")
    engine = Engine()
    engine.taken.append(gateway_pb2.PublishMessageRequest(messageId="TTD-1 signed"))
    publish(any_state, engine, all_settled(any_state))
    assert len(engine.taken) == 1
    assert rows(any_state)[0].refused is None


def test_a_message_that_the_engine_refuses_does_not_hold_up_the_next(any_state):
    put(any_state, "TTD-1")
    put(any_state, "TTD-2")
    engine = Engine(StatusCode.INVALID_ARGUMENT)
    publish(any_state, engine, all_settled(any_state))
    assert [each.correlationKey for each in engine.taken] == ["TTD-2"]
    assert [row.refused for row in rows(any_state)] == ["INVALID_ARGUMENT", None]


def test_several_workers_tell_the_engine_once(any_state):
    for number in range(20):
        put(any_state, f"TTD-{number}")
    engine = Engine()
    publish(any_state, engine, all_settled(any_state), publishers=3)
    assert len(engine.taken) == 20


def test_a_message_written_while_it_runs_is_published(any_state):
    engine = Engine()
    written = []

    def until():
        if not written:
            put(any_state, "TTD-1")
            written.append(True)
        return bool(engine.taken) and all_settled(any_state)()

    publish(any_state, engine, until)
    assert len(engine.taken) == 1
