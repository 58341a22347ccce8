"""A job handler: one typed function and one decorator.

``@job_handler("letter-draft")`` on ``def draft(inputs: LetterDraft, context: Context) -> Letter``.
Inputs and outputs are msgspec structs; the runtime decodes the job's variables into the first and
completes the job with the second. The handler runs in a worker thread, inside one database
transaction that also holds the ledger entry of the job: delivered twice, done once.

Inputs: a field is the process variable of its name; only these are fetched. A field without a
default is required, and a FEEL expression that finds nothing gives null: ``letter: Reference``
turns null into an incident that names the variable, ``letter: Reference | None = None`` lets it in.
Outputs: every field becomes a variable, None as null (so that an older value does not linger);
``msgspec.UNSET`` leaves a variable as it is.
What a handler raises: see BpmnError, RetryableError and IncidentError; anything else is an incident
that tells the exception's type and place, never its text. All of them roll the transaction back.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

import msgspec

from workers.errors import BpmnError, IncidentError, RetryableError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import Connection

    from workers.state.database import Database, Transaction
    from workers.state.documents import DocumentStore


class JobInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine says of the job, free of its variables."""

    key: int  # stays over retries, time-outs and resolved incidents
    type: str
    process_id: str
    process_instance_key: int
    element_id: str
    element_instance_key: int
    retries: int  # left, this attempt included
    headers: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a handler works with besides its inputs."""

    job: JobInfo
    documents: DocumentStore
    now: datetime  # aware, in the office's time zone; the moment the job was taken
    transaction: Transaction
    database: Database

    @property
    def db(self) -> Connection:
        """The database: one transaction with the job's ledger entry, begun at the first use.

        Reckon first and use it last: with SQLite one handler at a time is past this point.
        """
        return self.transaction.connection

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection to look through what is committed, while others write.

        For what takes long: ``with context.reading() as db: ...``.
        """
        return self.database.reading()


__all__ = [
    "HANDLERS",
    "BpmnError",
    "Context",
    "Handler",
    "IncidentError",
    "JobInfo",
    "RetryableError",
    "job_handler",
    "make_handler",
]

StructType = type[msgspec.Struct]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """A job type and what does it."""

    type: str
    function: Callable[[Any, Context], msgspec.Struct]
    inputs: StructType
    outputs: StructType
    cpu_bound: bool = False  # reckons for long: runs in a child process, beside the others

    @property
    def variables(self) -> tuple[str, ...]:
        """The process variables it reads: the names of its inputs as they stand in JSON."""
        return tuple(field.encode_name for field in msgspec.structs.fields(self.inputs))


F = TypeVar("F", bound=Callable[..., Any])

HANDLERS: dict[str, Handler] = {}


def make_handler(
    job_type: str, function: Callable[..., Any], *, cpu_bound: bool = False
) -> Handler:
    """Read the structs off a handler function's annotations.

    Raises:
        TypeError: the function is not annotated as a handler is.
    """
    hints = typing.get_type_hints(function)
    inputs, outputs = hints.get("inputs"), hints.get("return")
    if not (_is_struct(inputs) and _is_struct(outputs)):
        message = f"{job_type}: expected def f(inputs: SomeStruct, context: Context) -> SomeStruct"
        raise TypeError(message)
    return Handler(
        type=job_type, function=function, inputs=inputs, outputs=outputs, cpu_bound=cpu_bound
    )


def _is_struct(kind: object) -> TypeGuard[StructType]:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def job_handler(job_type: str, *, cpu_bound: bool = False) -> Callable[[F], F]:
    """Register a function as the handler of ``job_type``.

    Args:
        job_type: the task definition's type in the diagram.
        cpu_bound: it reckons for longer than some milliseconds. Python runs one thread's
            reckoning at a time, so such a handler gets a process of its own.

    Raises:
        ValueError: the type has a handler already.
    """

    def register(function: F) -> F:
        if job_type in HANDLERS:
            message = f"{job_type} has two handlers"
            raise ValueError(message)
        HANDLERS[job_type] = make_handler(job_type, function, cpu_bound=cpu_bound)
        return function

    return register
