"""A job in our hands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import structlog

from workers.handler import JobInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyzeebe.proto.gateway_pb2 import ActivatedJob

    from workers.handler import Handler

log = structlog.get_logger()

_HEADERS = msgspec.json.Decoder(dict[str, str])


class Taken:
    """A job that this worker holds, from the moment it came until the engine has its answer.

    Args:
        handler: what does it.
        raw: the job as the gateway gave it.
        lease: for how many seconds it is ours.
        freed: called when it is off our hands.
    """

    __slots__ = (
        "freed",
        "handler",
        "info",
        "leased_until",
        "settled",
        "since",
        "started",
        "variables",
    )

    def __init__(
        self, handler: Handler, raw: ActivatedJob, lease: float, freed: Callable[[], None]
    ) -> None:
        self.handler = handler
        self.info = _info(raw)
        self.variables: str = raw.variables
        self.freed = freed
        self.since = time.monotonic()
        self.leased_until = self.since + lease  # then the engine hands it to somebody else
        self.started: float | None = None  # when its handler began
        self.settled = False  # it has its answer; another one comes too late


def _info(raw: ActivatedJob) -> JobInfo:
    return JobInfo(
        key=raw.key,
        type=raw.type,
        process_id=raw.bpmnProcessId,
        process_instance_key=raw.processInstanceKey,
        element_id=raw.elementId,
        element_instance_key=raw.elementInstanceKey,
        retries=raw.retries,
        headers=_headers(raw),
    )


def _headers(raw: ActivatedJob) -> dict[str, str]:
    """The task's headers; a job whose headers are none is done without: it must stop nobody."""
    try:
        return _HEADERS.decode(raw.customHeaders)
    except msgspec.DecodeError:
        log.warning("job_headers_unreadable", job_type=raw.type, job_key=str(raw.key))
        return {}
