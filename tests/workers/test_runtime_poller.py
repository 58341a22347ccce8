"""Taking jobs from a gateway that says no, says nothing, or says too much."""

import asyncio
from collections import deque

import grpc
import msgspec
from grpc import StatusCode
from structlog.testing import capture_logs

from workers.config import WorkerConfig
from workers.handler import Context, make_handler
from workers.runtime.intake import Intake
from workers.runtime.link import Link
from workers.runtime.metrics import Metrics
from workers.runtime.poller import Poller
from workers.runtime.room import Room
from workers.runtime.storage import Storage


class Nothing(msgspec.Struct):
    pass


def tick(inputs: Nothing, context: Context) -> Nothing:
    return Nothing()


class Script:
    """A gateway that answers polls from a script (a code, or jobs), then nothing at once."""

    def __init__(self, *answers):
        self.answers = deque(answers)
        self.asked = []

    async def activate(self, _handler, count, _lease, _wait):
        self.asked.append(count)
        answer = self.answers.popleft() if self.answers else ()
        if isinstance(answer, StatusCode):
            raise grpc.aio.AioRpcError(answer, None, None)
        for job in answer:
            yield job

    async def partitions(self):
        return 1


class Hands:
    """Holds the jobs that are taken until they are let go."""

    def __init__(self):
        self.taken = []
        self.free = []

    def take(self, _handler, job, freed):
        self.taken.append(job)
        self.free.append(freed)
        return True


def run(script, until, *, seconds=20.0, hands=None, **settings):
    """Run a poller until a condition holds and return its hands."""
    hands = hands or Hands()

    async def poll():
        metrics = Metrics()
        link = Link(script, metrics, "test")
        config = WorkerConfig(**settings)
        intake = Intake(
            handler=make_handler("tick", tick),
            room=Room(config.jobs_per_type, least=config.jobs_per_type),
            gateway=script,
            link=link,
            storage=Storage(None),
            jobs=hands,
            metrics=metrics,
            lease=config.job_timeout,
        )
        poller = Poller(intake, config.poll)
        parts = [asyncio.create_task(part) for part in (link.run(), poller.run())]
        async with asyncio.timeout(seconds):
            while not until(hands):  # noqa: ASYNC110 -- the condition is any
                await asyncio.sleep(0.005)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)

    asyncio.run(poll())
    return hands


def test_a_gateway_under_pressure_is_asked_again():
    script = Script(StatusCode.RESOURCE_EXHAUSTED, StatusCode.DEADLINE_EXCEEDED, ["a"])
    assert run(script, lambda hands: hands.taken).taken == ["a"]


def test_a_connection_lost_is_found_again():
    script = Script(StatusCode.UNAVAILABLE, ["a"])
    assert run(script, lambda hands: hands.taken).taken == ["a"]


def test_a_refusal_stops_nothing_and_is_told_once():
    script = Script(StatusCode.PERMISSION_DENIED, StatusCode.PERMISSION_DENIED, ["a"])
    with capture_logs() as logs:
        run(script, lambda hands: hands.taken)
    assert [line["code"] for line in logs if line["event"] == "jobs_refused"] == [
        "PERMISSION_DENIED"
    ]


def test_no_more_is_asked_for_than_there_is_room():
    script = Script(range(10))
    hands = run(script, lambda hands: len(hands.taken) == 10, jobs_per_type=10)
    assert script.asked == [10]
    assert len(hands.taken) == 10


def test_more_is_asked_for_before_the_last_is_done():
    script, hands = Script(range(10), ["next"]), Hands()

    def done(hands):
        while len(hands.free) > 3:
            hands.free.pop()()
        return "next" in hands.taken

    run(script, done, hands=hands, jobs_per_type=10)
    assert script.asked[:2] == [10, 7]


def test_a_gateway_without_long_polling_is_not_asked_without_end():
    script = Script()
    run(script, lambda _hands: len(script.asked) >= 4)
    assert len(script.asked) == 4
