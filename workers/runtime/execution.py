"""Doing one job: decode the inputs, run the handler in a transaction, record the result.

Nothing here knows of the network; the loop calls it in a worker thread, the test kit directly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import IntegrityError

from workers.handler import Context, IncidentError
from workers.state import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from workers.handler import Handler, JobInfo
    from workers.state.database import Transaction
    from workers.state.state import State

# The gateway takes messages of 4 MB and calls larger ones "pressure", which would be retried for
# ever. Documents are stored and referred to, so nobody comes near it.
MOST_BYTES = 3_000_000
# The two texts of msgspec that quote no value: only these are passed on.
_MISSING = re.compile(r"missing required field `([^`]+)`(?: - at `\$\.?([^`]*)`)?")
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")


class InputsError(IncidentError):
    """The variables do not fit the handler's inputs. Names the variable, never its value."""


def execute(
    handler: Handler, job: JobInfo, variables: str | bytes, state: State, now: datetime
) -> tuple[bytes, bool]:
    """Do ``job``, or say what it was completed with when it is done already.

    Args:
        handler: what does it.
        job: the job, free of its variables.
        variables: a JSON object with the inputs.
        state: where effects and the ledger entry go, in one transaction.
        now: aware, in the office's time zone.

    Returns:
        The outputs as a JSON object, and whether they come from the ledger.

    Raises:
        InputsError: a variable is missing or of the wrong type.
        Exception: whatever the handler raises; its transaction is rolled back.
    """
    inputs = decode_inputs(handler, variables)
    canonical = msgspec.json.encode(inputs, order="deterministic")
    recorded = _recorded(state, job, canonical)
    if recorded is not None:
        return recorded, True
    try:
        with state.database.transaction() as transaction:
            outputs = _run(handler, inputs, _context(job, state, now, transaction))
            ledger.record(transaction.connection, job, canonical, outputs, now)
    except IntegrityError:
        # Delivered twice at once: the other one committed first, and its effects stand.
        recorded = _recorded(state, job, canonical)
        if recorded is None:
            raise
        return recorded, True
    return outputs, False


def decode_inputs(handler: Handler, variables: str | bytes) -> msgspec.Struct:
    """Turn the variables into the handler's input struct.

    Raises:
        InputsError: a variable is missing or of the wrong type.
    """
    try:
        return msgspec.json.decode(variables, type=handler.inputs)
    except msgspec.ValidationError as error:
        raise InputsError(_without_values(str(error))) from None


def _context(job: JobInfo, state: State, now: datetime, transaction: Transaction) -> Context:
    return Context(job=job, documents=state.documents, now=now, transaction=transaction)


def _run(handler: Handler, inputs: msgspec.Struct, context: Context) -> bytes:
    outputs = handler.function(inputs, context)
    if not isinstance(outputs, handler.outputs):
        message = f"the handler of {handler.type} must return a {handler.outputs.__name__}"
        raise TypeError(message)
    encoded = msgspec.json.encode(outputs)
    if len(encoded) > MOST_BYTES:
        message = f"The outputs take {len(encoded)} bytes; the engine takes {MOST_BYTES} of a job."
        raise IncidentError(message)
    return encoded


def _recorded(state: State, job: JobInfo, inputs: bytes) -> bytes | None:
    with state.database.reading() as connection:
        return ledger.recorded_outputs(connection, job, inputs)


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
