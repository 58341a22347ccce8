"""What a handler raised, as an answer: one that helps, and holds no personal data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from workers.errors import BpmnError, IncidentError, RetryableError
from workers.masking import mask
from workers.runtime import tracing
from workers.runtime.answers import MOST_BYTES, Fail, Throw
from workers.runtime.backoff import retry_wait
from workers.runtime.places import place_of, trace_of
from workers.state.documents import DocumentsAwayError
from workers.state.passing import is_passing

if TYPE_CHECKING:
    from workers.handler import JobInfo

# Our own database or documents away or full: no fault of the job. It keeps its retries and waits.
STATE_WAIT = timedelta(seconds=5)
# Longer ones nobody reads, and the gateway takes 4 MB at most.
LONGEST_MESSAGE = 5000


def answer_to(error: BaseException, job: JobInfo) -> Fail | Throw:
    """Turn what a handler raised into an answer. Itself it raises nothing, whatever was raised."""
    tracing.raised(error)
    try:
        return _answer(error, job)
    except Exception as fault:  # noqa: BLE001 -- or the job would never be answered
        place = place_of(error)
        return Fail(
            f"Fault in the worker: what {_kind(error)} at {place} holds cannot be told to the "
            f"engine ({_kind(fault)}). Code and message must be texts, variables a dict of what "
            f"JSON has, at most {MOST_BYTES} bytes; after must be a timedelta.",
            place=place,
        )


def _answer(error: BaseException, job: JobInfo) -> Fail | Throw:
    match error:
        case BpmnError():
            return Throw(_told(error.code), _told(error.message), _encoded(error.variables))
        case RetryableError():
            left = max(job.retries - error.spends_retry, 0)
            wait = retry_wait(left) if error.after is None else max(error.after, timedelta())
            return Fail(_told(error.message), retries=left, wait=wait)
        case IncidentError():
            return Fail(_told(str(error)) or _kind(error))
        case DocumentsAwayError():  # the database is well: jobs without documents go on
            return Fail(_told(str(error)), retries=job.retries, wait=STATE_WAIT)
        case DBAPIError() | PoolTimeoutError() | OSError() if is_passing(error):
            message = f"The worker's own storage cannot be used just now ({_kind(error)})."
            return Fail(message, retries=job.retries, wait=STATE_WAIT, storage=True)
    place = place_of(error)
    message = f"Fault in the worker: {_kind(error)} at {place}. Its log has the trace."
    return Fail(message, place=place, trace=trace_of(error))


def _told(text: str) -> str:
    """A text as the engine may have it. A file's name may hold what is no character of UTF-8.

    Raises:
        TypeError: it is none.
    """
    masked = mask(text)
    shown = masked if len(masked) <= LONGEST_MESSAGE else f"{masked[:LONGEST_MESSAGE]}..."
    return shown.encode(errors="replace").decode()


def _encoded(variables: dict[str, Any]) -> bytes:
    """A BPMN error's variables as JSON.

    Raises:
        TypeError: they are no dict, or JSON has no word for one of them.
        ValueError: they are too many.
    """
    encoded = msgspec.json.encode(msgspec.convert(variables, dict[str, Any]))
    if len(encoded) > MOST_BYTES:
        raise ValueError
    return encoded


def _kind(error: BaseException) -> str:
    return type(error).__name__
