"""Doing one job: decode the inputs, run the handler in a transaction, record the result.

Nothing here knows of the network. A handler thread, or the child process behind it, calls
``attempt``: whether the job is done already has been looked up, and what a job without effects
returns is recorded by the bookkeeper. The test kit has none and calls ``execute``, which does all.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from workers import processings
from workers.decoding import decode
from workers.handler import Context, IncidentError
from workers.runtime.answers import MOST_BYTES, Answer, Complete
from workers.runtime.faults import answer_to
from workers.state import ledger
from workers.state.documents import JobDocuments

if TYPE_CHECKING:
    from datetime import datetime

    from workers.handler import Handler, JobInfo
    from workers.state.database import Transaction
    from workers.state.state import State

# The texts of msgspec that quote no value: only these are passed on.
_MISSING = re.compile(r"missing required field `([^`]+)`(?: - at `\$\.?([^`]*)`)?")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")
_UNSUPPORTED = re.compile(r"objects of type \S+")


class InputsError(IncidentError):
    """The variables do not fit the handler's inputs. Names the variable, never its value."""


class OutputsError(IncidentError):
    """What the handler returned is no result of a job. Names types, never a value."""


@dataclass(frozen=True)
class Attempt:
    """What came of a job."""

    answer: Answer
    entry: ledger.Entry | None = None  # to be recorded before the engine is told


def attempt(
    handler: Handler, job: JobInfo, variables: str | bytes, state: State, now: datetime
) -> Attempt:
    """Do a job that is not done yet. Whatever is raised becomes an answer.

    Args:
        handler: what does it.
        job: the job, free of its variables.
        variables: a JSON object with the inputs.
        state: where effects and the ledger entry go, in one transaction.
        now: aware, in the office's time zone.
    """
    try:
        return _attempt(handler, job, decode_inputs(handler, variables), state, now)
    except BaseException as error:  # noqa: BLE001 -- SystemExit of a library, too
        return Attempt(answer_to(error, job))


def execute(
    handler: Handler, job: JobInfo, variables: str | bytes, state: State, now: datetime
) -> Complete:
    """Do a job, or say what it was completed with when it is done already.

    Args: as ``attempt``.

    Raises:
        InputsError: a variable is missing or of the wrong type.
        Exception: whatever the handler raises; its transaction is rolled back.
    """
    inputs = decode_inputs(handler, variables)
    if (outputs := recorded(state, job, canonical(inputs))) is not None:
        return Complete(outputs, replayed=True)
    done = _attempt(handler, job, inputs, state, now)
    if done.entry is not None:
        with state.database.transaction(relaxed=True) as transaction:
            ledger.record_all(transaction.connection, [done.entry])
    assert isinstance(done.answer, Complete)  # noqa: S101 -- anything else is raised
    return done.answer


def _attempt(
    handler: Handler,
    job: JobInfo,
    inputs: msgspec.Struct,
    state: State,
    now: datetime,
    *,
    again: bool = False,
) -> Attempt:
    documents = JobDocuments(state.documents)
    try:
        with state.database.transaction() as transaction:
            context = _context(job, state, documents, now, transaction)
            outputs = _run(handler, inputs, context)
            processings.enter(transaction, job, inputs, documents, now)
            entry = ledger.entry(job, canonical(inputs), outputs, now)
            if not transaction.begun:
                return Attempt(Complete(outputs), entry)
            ledger.record(transaction.connection, entry)
    except IntegrityError:
        # Delivered twice at once: the other one committed first, and its effects stand.
        if (theirs := recorded(state, job, canonical(inputs))) is not None:
            return Attempt(Complete(theirs, replayed=True))
        # Or another job entered the same thing at once (a print, say), which we find now.
        if again:
            raise
        return _attempt(handler, job, inputs, state, now, again=True)
    except BaseException:
        _enter_failure(state, job, inputs, documents, now)
        raise
    return Attempt(Complete(outputs))


def _enter_failure(
    state: State, job: JobInfo, inputs: msgspec.Struct, documents: JobDocuments, now: datetime
) -> None:
    """Whose record was opened is entered also when nothing came of it, if that can be written.

    So is for whom a document was stored: it stays in the store, and must be found to be erased.
    """
    if documents.opened or documents.stored:
        with (
            suppress(SQLAlchemyError, OSError),
            state.database.transaction(relaxed=True) as transaction,
        ):
            processings.enter(transaction, job, inputs, documents, now, outcome="failed")


def _context(
    job: JobInfo,
    state: State,
    documents: JobDocuments,
    now: datetime,
    transaction: Transaction,
) -> Context:
    return Context(
        job=job, documents=documents, now=now, transaction=transaction, database=state.database
    )


def canonical(inputs: msgspec.Struct) -> bytes:
    """Return the inputs as JSON that is the same for the same inputs."""
    return msgspec.json.encode(inputs, order="deterministic")


def recorded(state: State, job: JobInfo, inputs: bytes) -> bytes | None:
    """Return what the job was completed with, or None."""
    with state.database.reading() as connection:
        return ledger.recorded_outputs(connection, job, inputs)


def decode_inputs(handler: Handler, variables: str | bytes) -> msgspec.Struct:
    """Turn the variables into the handler's input struct.

    Raises:
        InputsError: a variable is missing or of the wrong type.
    """
    try:
        return decode(variables, handler.inputs)
    except msgspec.ValidationError as error:
        raise InputsError(_without_values(str(error))) from None
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"The variables cannot be read ({type(error).__name__})."
        raise InputsError(message) from None


def _run(handler: Handler, inputs: msgspec.Struct, context: Context) -> bytes:
    outputs = handler.function(inputs, context)
    if not isinstance(outputs, handler.outputs):
        given, wanted = type(outputs).__name__, handler.outputs.__name__
        message = f"The handler of {handler.type} returned a {given}; it must return a {wanted}."
        raise OutputsError(message)
    try:
        encoded = msgspec.json.encode(outputs)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the outputs' fault
        unsupported = _UNSUPPORTED.search(str(error))
        reason = unsupported[0] if unsupported else type(error).__name__
        message = f"The outputs of {handler.type} cannot be written as JSON ({reason})."
        raise OutputsError(message) from None
    if len(encoded) > MOST_BYTES:
        message = f"The outputs take {len(encoded)} bytes; the engine takes {MOST_BYTES} of a job."
        raise OutputsError(message)
    return encoded


def _without_values(message: str) -> str:
    """Say which variable is at fault; msgspec's own text may quote what it holds."""
    if missing := _MISSING.search(message):
        return f"variable {_name(missing[2], missing[1])} is missing"
    place = _PLACE.search(message)
    name = _name(place[1] if place else None)
    if wrong := _WRONG_TYPE.search(message):
        return f"variable {name} must be {wrong[1]}, not {wrong[2]}"
    return f"variable {name} has a value that its type does not allow"


def _name(*parts: str | None) -> str:
    return ".".join(part for part in parts if part) or "(all)"
