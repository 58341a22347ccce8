"""What the engine is told of a job: completed, failed, or a BPMN error thrown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from workers.errors import BpmnError, IncidentError, RetryableError
from workers.handler import HANDLERS
from workers.masking import mask
from workers.runtime import tracing
from workers.runtime.backoff import retry_wait
from workers.state.documents import DocumentsAwayError
from workers.state.passing import is_passing

if TYPE_CHECKING:
    from workers.handler import JobInfo

# Our own database or documents away or full: no fault of the job. It keeps its retries and waits.
STATE_WAIT = timedelta(seconds=5)
ROOT = Path(__file__).parents[2]


class Complete(msgspec.Struct, frozen=True):
    """Done. ``variables`` is the outputs as a JSON object."""

    variables: bytes
    replayed: bool = False  # done before; this is the recorded result


class Fail(msgspec.Struct, frozen=True):
    """Not done. No retries left makes an incident, which a person resolves."""

    message: str
    retries: int = 0
    wait: timedelta = timedelta()
    place: str | None = None  # where a bug is
    storage: bool = False  # our own storage is at fault, not the job


class Throw(msgspec.Struct, frozen=True):
    """A business error, caught by the diagram. ``variables`` is a JSON object."""

    code: str
    message: str
    variables: bytes = b"{}"


class GiveBack(msgspec.Struct, frozen=True):
    """Not begun, or not finished in time: somebody else may have it at once, retries kept."""

    retries: int
    message: str = "The worker is stopping; the job was given back."
    wait: timedelta = timedelta()


Answer = Complete | Fail | Throw | GiveBack


def answer_to(error: BaseException, job: JobInfo) -> Fail | Throw:
    """Turn what a handler raised into an answer that helps and holds no personal data."""
    tracing.raised(error)
    match error:
        case BpmnError():
            return Throw(error.code, mask(error.message), msgspec.json.encode(error.variables))
        case RetryableError():
            left = max(job.retries - error.spends_retry, 0)
            return Fail(mask(error.message), retries=left, wait=error.after or retry_wait(left))
        case IncidentError():
            return Fail(mask(str(error)))
        case DocumentsAwayError():  # the database is well: jobs without documents go on
            return Fail(mask(str(error)), retries=job.retries, wait=STATE_WAIT)
        case DBAPIError() | PoolTimeoutError() | OSError() if is_passing(error):
            message = f"The worker's own storage cannot be used just now ({_kind(error)})."
            return Fail(message, retries=job.retries, wait=STATE_WAIT, storage=True)
    place = place_of(error)
    return Fail(f"Fault in the worker: {_kind(error)} at {place}. See its log.", place=place)


def place_of(error: BaseException) -> str:
    """Say where in the program an exception was raised: file, line, function.

    The innermost place in our own code. An exception's text is never shown: it may quote a value.
    """
    place = "an unknown place"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if place == "an unknown place" or _is_ours(path):
            name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
            place = f"{name}:{trace.tb_lineno} ({trace.tb_frame.f_code.co_name})"
        trace = trace.tb_next
    return place


def _is_ours(path: Path) -> bool:
    """Tertib's workers, and those of the office."""
    handlers = (Path(handler.function.__code__.co_filename) for handler in HANDLERS.values())
    return path.is_relative_to(ROOT / "workers") or path in handlers


def _kind(error: BaseException) -> str:
    return type(error).__name__
