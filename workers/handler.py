"""A job handler: one typed function and one decorator.

``@job_handler("letter-draft")`` on ``def draft(inputs: LetterDraft, context: Context) -> Letter``.
Inputs and outputs are msgspec structs; the runtime decodes the job's variables into the first and
completes the job with the second. The handler runs in a worker thread, inside one database
transaction that also holds the ledger entry of the job: delivered twice, done once.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.state.documents import DocumentStore


class JobInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine says of the job, free of its variables."""

    key: int
    type: str
    process_id: str
    process_instance_key: int
    element_id: str
    element_instance_key: int
    retries: int
    headers: dict[str, str] = {}


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler works with besides its inputs."""

    job: JobInfo
    db: Connection  # one transaction: the effect and the ledger entry together
    documents: DocumentStore
    now: datetime  # aware; the moment the job was taken


class BpmnError(Exception):
    """A business error the diagram can catch.

    Args:
        code: the error code of the boundary event, upper case with underscores.
        message: for the supervisor; holds no personal data.
        variables: set where the error is caught.
    """

    def __init__(self, code: str, message: str, variables: dict[str, Any] | None = None) -> None:
        self.code = code
        self.message = message
        self.variables = variables or {}
        super().__init__(f"{code}: {message}")


class RetryableError(Exception):
    """A passing fault: the job is tried again after a back-off while it has retries left."""


class Handler(msgspec.Struct, frozen=True, kw_only=True):
    """A registered job type."""

    type: str
    function: Callable[..., Any]
    inputs: type[msgspec.Struct]
    outputs: type[msgspec.Struct]


F = TypeVar("F", bound=Callable[..., Any])

HANDLERS: dict[str, Handler] = {}


def job_handler(job_type: str) -> Callable[[F], F]:
    """Register a function as the handler of ``job_type``."""

    def register(function: F) -> F:
        hints = typing.get_type_hints(function)
        HANDLERS[job_type] = Handler(
            type=job_type, function=function, inputs=hints["inputs"], outputs=hints["return"]
        )
        return function

    return register
