"""The test kit: run a handler without a broker, on a real database and document store.

::

    def test_letter_is_drafted(tmp_path):
        with temporary_state(tmp_path) as state:
            outputs = run_handler("letter-draft", {"subject": "Undangan"}, state=state)
            content = stored_document(state, outputs["letter"])

What the handler raises comes out as it is: ``pytest.raises(BpmnError)``.
"""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from workers.decoding import convert
from workers.handler import HANDLERS, Handler, JobInfo
from workers.registry import load_handlers
from workers.runtime.execution import execute
from workers.state.documents import DocumentReference
from workers.state.state import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workers.state.state import State

# A working day in Jakarta, so that dates in letters are the same every time.
NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)
_KEYS = itertools.count(2251799813685249)


@contextmanager
def temporary_state(folder: Path | None = None) -> Iterator[State]:
    """Open an empty state in ``folder``, or in one that is removed at the end."""
    load_handlers()
    with TemporaryDirectory() as temporary:
        root = folder or Path(temporary)
        state = open_state(f"sqlite:///{root / 'workers.db'}", root / "documents")
        try:
            yield state
        finally:
            state.close()


def run_handler(
    handler: str | Handler,
    variables: Mapping[str, Any],
    *,
    state: State | None = None,
    job: JobInfo | None = None,
    now: datetime = NOW,
) -> dict[str, Any]:
    """Run a handler as the runtime does and return the variables it completes its job with.

    Args:
        handler: a registered job type, or a handler of the test's own.
        variables: the process variables; references may be given as structs.
        state: kept between calls; None: an empty one for this call alone.
        job: the job; the same one twice is a repeated delivery. None: a new job each time.
        now: the moment the job is taken.

    Raises:
        LookupError: nobody imported a handler of that type.
        InputsError: a variable is missing or of the wrong type.
        Exception: whatever the handler raises.
    """
    if state is None:
        with temporary_state() as empty:
            return run_handler(handler, variables, state=empty, job=job, now=now)
    if isinstance(handler, str):
        handler = _registered(handler)
    encoded = msgspec.json.encode(dict(variables))
    done = execute(handler, job or make_job(handler.type), encoded, state, now)
    decoded: dict[str, Any] = msgspec.json.decode(done.variables)
    return decoded


def _registered(job_type: str) -> Handler:
    """Find a handler: Tertib's, an office's as configured, or of a module the test imported."""
    load_handlers()
    if job_type not in HANDLERS:
        message = f"no handler of {job_type!r} was imported; load_folder() imports a folder's"
        raise LookupError(message)
    return HANDLERS[job_type]


def make_job(job_type: str, *, element_id: str = "Job_1", **others: Any) -> JobInfo:
    """Make a job with new keys; ``others`` are fields of JobInfo."""
    keys = {
        name: others.pop(name, next(_KEYS))
        for name in ("process_instance_key", "element_instance_key", "key")
    }
    defaults = {"process_id": "proses-uji", "retries": 3, "element_id": element_id}
    return JobInfo(type=job_type, **keys, **{**defaults, **others})


def stored_document(state: State, reference: Mapping[str, Any]) -> bytes:
    """Return the document that an output variable refers to."""
    return state.documents.get(convert(reference, DocumentReference))
