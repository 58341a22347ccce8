"""Structured logs: JSON lines off the terminal, readable ones on it.

Event names are stable and listed in docs/observability.md; a line of a job carries the job's type
and key, the process and its instance, the element, the SOP row, and its trace while tracing is
on. Never a variable, never an exception's text: what other libraries log, Python's warnings and
exceptions are shown by name and place only. Numbers that name a person are masked wherever a line
has them all the same.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TextIO, cast

import msgspec
import structlog

from workers.masking import mask
from workers.runtime import tracing
from workers.runtime.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from workers.handler import JobInfo

    Event = MutableMapping[str, Any]

log = structlog.get_logger()

_ROW = re.compile(r"(?:Job|Row)_(?P<row>[^-]+?)(?:_[a-z]|$)")
# Whose words are the engine's, the diagram's and the settings': keys have the digits of a NIK.
_KNOWN = frozenset(
    {
        "address",
        "document",
        "element_id",
        "element_instance_key",
        "job_key",
        "job_type",
        "level",
        "process_id",
        "process_instance_key",
        "sop_row",
        "trace_id",
        "url",
    }
)
_JOB: ContextVar[JobInfo | None] = ContextVar("job", default=None)


def configure_logs(*, level: str = "info") -> None:
    """Send logs to standard error, as JSON unless that is a terminal."""
    terminal = sys.stderr.isatty()
    shared: list[Any] = [
        _add_job,
        structlog.processors.add_log_level,
        _without_persons,
    ]
    structlog.configure(
        processors=[*shared, *(_console() if terminal else _json())],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_console_factory() if terminal else _json_factory(),
        cache_logger_on_first_use=True,
    )
    _take_in_other_logs()


@contextmanager
def of_job(job: JobInfo) -> Iterator[None]:
    """Let every line that this thread logs in the block tell the job."""
    token = _JOB.set(job)
    try:
        yield
    finally:
        _JOB.reset(token)


def job_fields(job: JobInfo) -> dict[str, Any]:
    """What each line of a job says of it. Keys as texts: many log readers round large numbers."""
    fields = {
        "job_type": job.type,
        "job_key": str(job.key),
        "process_id": job.process_id,
        "process_instance_key": str(job.process_instance_key),
        "element_id": job.element_id,
        "sop_row": sop_row(job),
    }
    if (trace_id := tracing.trace_id(job.process_instance_key)) is not None:
        fields["trace_id"] = trace_id
    return fields


def sop_row(job: JobInfo) -> str | None:
    """Return the SOP row a job comes from: its header, or as its element's id tells it."""
    if row := job.headers.get("sop:row"):
        return row
    found = _ROW.match(job.element_id)
    return found["row"] if found else None


def _add_job(_logger: object, _method: str, event: Event) -> Event:
    if (job := _JOB.get()) is not None:
        for name, value in job_fields(job).items():
            event.setdefault(name, value)
    return event


def _without_persons(_logger: object, _method: str, event: Event) -> Event:
    """Mask what names a person; of an exception say the kind and the place."""
    if (error := _error_of(event)) is not None:
        event.setdefault("kind", type(error).__name__)
        event.setdefault("place", place_of(error))
    for name, value in event.items():
        if name not in _KNOWN:
            event[name] = _masked(value)
    return event


def _error_of(event: Event) -> BaseException | None:
    """Take out the exception that a line was to show with its text and all its lines."""
    event.pop("stack_info", None)
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    return error if isinstance(error, BaseException) else None


def _masked(value: Any) -> Any:
    """A value as a line may show it. What is no plain one may hold anything: its type stands in."""
    match value:
        case str():
            # A file's name may hold what is no character, and JSON has no word for.
            return mask(value if value.isascii() else value.encode(errors="replace").decode())
        case int():
            text = str(value)
            shown = mask(text)
            return value if shown == text else shown
        case None | float() | date() | timedelta():
            return value
        case list() | tuple() | set() | frozenset():
            return [_masked(each) for each in value]
        case dict():
            return {mask(str(key)): _masked(each) for key, each in value.items()}
    return f"<{type(value).__name__}>"


def _stamp(_logger: object, _method: str, event: Event) -> Event:
    """Say when; msgspec writes it in ISO 8601 faster than Python does."""
    event["timestamp"] = datetime.now(UTC)
    return event


def _json() -> list[Any]:
    encode = msgspec.json.Encoder().encode
    return [_stamp, lambda _logger, _method, event: encode(event)]


def _json_factory() -> Any:
    # Unbuffered: what a full disk left in a buffer would make Python end with status 120.
    file = getattr(sys.stderr.buffer, "raw", sys.stderr.buffer)
    return structlog.BytesLoggerFactory(cast("BinaryIO", _Unfailing(file)))


def _console() -> list[Any]:
    stamper = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return [stamper, structlog.dev.ConsoleRenderer()]


def _console_factory() -> Any:
    return structlog.PrintLoggerFactory(cast("TextIO", _Unfailing(sys.stderr)))


class _Unfailing:
    """A file on which lines may be lost: its disk is full, or its reader gone. No job fails."""

    def __init__(self, file: IO[Any]) -> None:
        self._file = file

    def write(self, line: str | bytes) -> None:
        with suppress(OSError):
            self._file.write(line)
            self._file.flush()

    def flush(self) -> None:
        """Nothing is left to be written."""


class _OtherLogs(logging.Handler):
    """What libraries log from WARNING on: who and where, so that the text can be looked up."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log it as ours."""
        error = record.exc_info[1] if record.exc_info else None
        log.log(
            logging.ERROR if record.levelno >= logging.ERROR else logging.WARNING,
            "library_log",
            logger=record.name,
            place=f"{_short(record.pathname)}:{record.lineno} ({record.funcName})",
            kind=type(error).__name__ if error else None,
        )


def _take_in_other_logs() -> None:
    """Let nothing of Python's reach standard error but by our own lines."""
    logging.basicConfig(handlers=[_OtherLogs()], level=logging.WARNING, force=True)
    warnings.showwarning = _show_warning
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    sys.unraisablehook = lambda raised: _uncaught(raised.exc_value)
    threading.excepthook = _uncaught_in_thread


def _show_warning(  # noqa: PLR0917 -- warnings calls it so
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    log.warning("python_warning", kind=category.__name__, place=f"{_short(filename)}:{lineno}")


def _uncaught_in_thread(raised: threading.ExceptHookArgs) -> None:
    """SystemExit ends a thread as it should."""
    if raised.exc_type is not SystemExit:
        _uncaught(raised.exc_value)


def _uncaught(error: BaseException | None) -> None:
    log.error(
        "uncaught_exception",
        kind=type(error).__name__,
        place=place_of(error) if error else None,
        thread=threading.current_thread().name,
    )


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])
