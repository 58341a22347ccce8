"""Structured logs: JSON lines off the terminal, readable ones on it.

Event names are stable; a line of a job carries the job's type and key, the process and its
instance, the element and the SOP row. Never a variable, never an unknown exception's text.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

if TYPE_CHECKING:
    from workers.handler import JobInfo

_ROW = re.compile(r"(?:Job|Row)_(?P<row>[^-]+?)(?:_[a-z]|$)")


def configure_logs(*, level: str = "info") -> None:
    """Send logs to standard error, as JSON unless that is a terminal."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[*shared, _console() if terminal else _json()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_console_factory() if terminal else _json_factory(),
        cache_logger_on_first_use=True,
    )


def job_fields(job: JobInfo) -> dict[str, Any]:
    """What each line of a job says of it. Keys as texts: many log readers round large numbers."""
    return {
        "job_type": job.type,
        "job_key": str(job.key),
        "process_id": job.process_id,
        "process_instance_key": str(job.process_instance_key),
        "element_id": job.element_id,
        "sop_row": sop_row(job),
    }


def sop_row(job: JobInfo) -> str | None:
    """Return the SOP row a job comes from: its header, or as its element's id tells it."""
    if row := job.headers.get("sop:row"):
        return row
    found = _ROW.match(job.element_id)
    return found["row"] if found else None


def _json() -> Any:
    return structlog.processors.JSONRenderer(serializer=_encode)


def _encode(event: dict[str, Any], **_options: object) -> bytes:
    """Structlog passes the options of json.dumps, which msgspec does not need."""
    return msgspec.json.encode(event, enc_hook=str)


def _json_factory() -> Any:
    return structlog.BytesLoggerFactory(sys.stderr.buffer)


def _console() -> Any:
    return structlog.dev.ConsoleRenderer()


def _console_factory() -> Any:
    return structlog.PrintLoggerFactory(sys.stderr)
