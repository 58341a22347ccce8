"""Traces by OpenTelemetry: from the process instance to the handler to the calls it makes.

Off, and not even imported, unless the environment asks for it (``ASKED_BY``). This module is the
switch and what the runtime calls; ``workers.runtime.telemetry`` is the other side of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from workers.config import ConfigError

if TYPE_CHECKING:
    from workers.handler import JobInfo
    from workers.runtime.answers import Answer
    from workers.runtime.telemetry import Telemetry

# Any of OpenTelemetry's own variables that says where traces go.
ASKED_BY = (
    "OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
)


class Span:
    """Something under way, from ``with`` to its end. This one is what tracing is while off."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        return None

    def answered(self, answer: Answer) -> None:
        """Say what the engine will be told of the job."""

    def failed(self, kind: str) -> None:
        """Mark it: a fault, by its kind or code, never by a text."""


_OFF = Span()
_telemetry: Telemetry | None = None


def start(cluster: str) -> None:
    """Trace from now on, if the environment asks for it. Once per process, children included.

    Args:
        cluster: the gateway's address: keys are unique in their cluster only.

    Raises:
        ConfigError: what it asks for is not installed, or a variable cannot be used.
    """
    global _telemetry  # noqa: PLW0603 -- one per process, like the environment that asks for it
    if _telemetry is not None or not _asked():
        return
    try:
        from workers.runtime.telemetry import Telemetry

        _telemetry = Telemetry(cluster)
    except ImportError:
        message = (
            "OTEL_* variables ask for traces, but OpenTelemetry is not installed: install "
            "tertib[tracing], or set OTEL_SDK_DISABLED=true."
        )
        raise ConfigError(message) from None
    except ValueError:
        message = (
            "OpenTelemetry cannot read one of its OTEL_* variables: OTEL_PROPAGATORS names what "
            "is not installed, or a limit (OTEL_..._LIMIT) is no number."
        )
        raise ConfigError(message) from None


def stop(seconds: float) -> None:
    """Send what is left, for so long at most, and trace no more."""
    global _telemetry  # noqa: PLW0603 -- see start
    if _telemetry is not None:
        _telemetry.stop(seconds)
        _telemetry = None


def job_span(job: JobInfo) -> Span:
    """Trace what this thread does in the block as the doing of ``job``."""
    return _OFF if _telemetry is None else _telemetry.job_span(job)


def instance_span(name: str, instance_key: int) -> Span:
    """Trace what this thread does in the block for a process instance, after a job of it."""
    return _OFF if _telemetry is None else _telemetry.instance_span(name, instance_key)


def raised(error: BaseException) -> None:
    """Say of what the handler under way failed: by its type, never by its text."""
    if _telemetry is not None:
        _telemetry.raised(error)


def context() -> str | None:
    """What is under way in this thread, as a W3C ``traceparent`` for another process."""
    return None if _telemetry is None else _telemetry.context()


def continued(traceparent: str | None) -> Span:
    """Trace what this process does in the block as a part of what is under way in another."""
    if _telemetry is None or traceparent is None:
        return _OFF
    return _telemetry.continued(traceparent)


def trace_id(instance_key: int) -> str | None:
    """The id of a process instance's trace, 32 hexadecimal digits; None while tracing is off."""
    return None if _telemetry is None else f"{_telemetry.trace_id(instance_key):032x}"


def _asked() -> bool:
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    if os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none":
        return False
    return any(os.environ.get(name) for name in ASKED_BY)
