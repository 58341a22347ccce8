"""Commands against a gateway that misbehaves as told, over a real connection."""

import asyncio
from collections import Counter
from datetime import timedelta

import msgspec
import pytest
from grpc import StatusCode
from pyzeebe.proto import gateway_pb2
from pyzeebe.proto.gateway_pb2_grpc import GatewayServicer

from tests.workers.gateways import gateway_of
from workers.handler import Context, make_handler
from workers.runtime.answers import Complete, Fail, GiveBack, Throw
from workers.runtime.gateway import JobGoneError, RefusedError


class Moody(GatewayServicer):
    """Refuses with the codes it is given, one request each, then obliges."""

    def __init__(self, *codes, variables="{}"):
        self.codes = list(codes)
        self.variables = variables
        self.requests = []

    async def _take(self, request, context):
        self.requests.append(request)
        if self.codes:
            await context.abort(self.codes.pop(0))

    async def CompleteJob(self, request, context):  # noqa: N802
        await self._take(request, context)
        return gateway_pb2.CompleteJobResponse()

    async def FailJob(self, request, context):  # noqa: N802
        await self._take(request, context)
        return gateway_pb2.FailJobResponse()

    async def ThrowError(self, request, context):  # noqa: N802
        await self._take(request, context)
        return gateway_pb2.ThrowErrorResponse()

    async def ActivateJobs(self, request, context):  # noqa: N802
        await self._take(request, context)
        jobs = [gateway_pb2.ActivatedJob(key=key, variables=self.variables) for key in (1, 2)]
        yield gateway_pb2.ActivateJobsResponse(jobs=jobs)


def answer(moody, what, patience=30.0):
    """Send one answer and return the codes that were retried."""
    retried = Counter()

    async def send():
        async with gateway_of(moody) as gateway:
            await gateway.answer(7, what, patience=patience, on_retry=lambda c: retried.update([c]))

    asyncio.run(send())
    return retried


@pytest.mark.parametrize(
    "code",
    [
        StatusCode.RESOURCE_EXHAUSTED,
        StatusCode.UNAVAILABLE,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.CANCELLED,
        StatusCode.ABORTED,
        StatusCode.DATA_LOSS,
        StatusCode.UNAUTHENTICATED,
        StatusCode.INTERNAL,
    ],
)
def test_an_answer_not_heard_is_repeated_until_it_is(code):
    moody = Moody(code, code)
    assert answer(moody, Complete(b'{"x":1}')) == {code.name: 2}
    assert [request.variables for request in moody.requests] == ['{"x":1}'] * 3


@pytest.mark.parametrize("code", [StatusCode.NOT_FOUND, StatusCode.FAILED_PRECONDITION])
def test_a_job_that_somebody_else_answered_is_gone(code):
    with pytest.raises(JobGoneError):
        answer(Moody(StatusCode.UNAVAILABLE, code), Complete(b"{}"))


def test_an_answer_that_will_never_do_is_not_repeated():
    moody = Moody(StatusCode.INVALID_ARGUMENT)
    with pytest.raises(RefusedError, match="INVALID_ARGUMENT"):
        answer(moody, Complete(b"{}"))
    assert len(moody.requests) == 1


def test_patience_ends():
    with pytest.raises(TimeoutError):
        answer(Moody(*[StatusCode.RESOURCE_EXHAUSTED] * 1000), Complete(b"{}"), patience=0.2)


def test_a_failure_carries_retries_wait_and_message():
    moody = Moody()
    answer(moody, Fail("Busy.", retries=2, wait=timedelta(seconds=1.5)))
    sent = moody.requests[0]
    assert (sent.jobKey, sent.retries, sent.retryBackOff, sent.errorMessage) == (
        7,
        2,
        1500,
        "Busy.",
    )


def test_a_job_given_back_keeps_its_retries_and_waits_for_nobody():
    moody = Moody()
    answer(moody, GiveBack(3))
    assert (moody.requests[0].retries, moody.requests[0].retryBackOff) == (3, 0)


def test_a_business_error_carries_code_and_variables():
    moody = Moody()
    answer(moody, Throw("REFUSED", "No.", b'{"a":null}'))
    sent = moody.requests[0]
    assert (sent.errorCode, sent.errorMessage, sent.variables) == ("REFUSED", "No.", '{"a":null}')


class Inputs(msgspec.Struct):
    subject: str
    next_role: str | None = None


class Nothing(msgspec.Struct):
    pass


def draft(inputs: Inputs, context: Context) -> Nothing:
    return Nothing()


def tick(inputs: Nothing, context: Context) -> Nothing:
    return Nothing()


def activate(moody, handler):
    async def take():
        async with gateway_of(moody) as gateway:
            lease, wait = 300.0, 30.0
            return [job.key async for job in gateway.activate(handler, 5, lease, wait)]

    return asyncio.run(take())


def test_jobs_are_asked_for_with_the_declared_inputs_only():
    moody = Moody()
    assert activate(moody, make_handler("letter-draft", draft)) == [1, 2]
    asked = moody.requests[0]
    assert asked.type == "letter-draft"
    assert (asked.maxJobsToActivate, asked.timeout, asked.requestTimeout) == (5, 300_000, 30_000)
    assert list(asked.fetchVariable) == ["subject", "next_role"]


def test_a_handler_without_inputs_does_not_ask_for_all_variables():
    moody = Moody()
    activate(moody, make_handler("tick", tick))
    assert list(moody.requests[0].fetchVariable) == ["-"]


def test_jobs_are_taken_however_much_their_gateway_is_allowed_to_say():
    """They are ours from then on, and would be nobody's until their lease runs out."""
    moody = Moody(variables='{"subject":"%s"}' % ("x" * 3_000_000))
    assert activate(moody, make_handler("letter-draft", draft)) == [1, 2]
