"""Submitting one step to one system, once: asked first, sent, and asked again when in doubt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from workers.connectors.circuit import CIRCUITS
from workers.connectors.client import BusyError, Connector, RefusedError, UnansweredError
from workers.connectors.contract import Pending
from workers.errors import RetryableError

if TYPE_CHECKING:
    from uuid import UUID

    from workers.connectors.circuit import Circuit
    from workers.connectors.config import ConnectorConfig
    from workers.connectors.contract import Answer
    from workers.connectors.parcel import Parcel
    from workers.systems import Target

log = structlog.get_logger()

# Behind an adapter may sit a person who decides tomorrow: that is no fault.
PENDING_WAIT = timedelta(minutes=1)


class _UnknownError(UnansweredError):
    """The submission was sent, and whether it was taken is not known."""


def submit(target: Target, config: ConnectorConfig, key: UUID, parcel: Parcel) -> str:
    """Submit and return the receipt.

    Args:
        target: the system.
        config: where its adapter is.
        key: the same for each try of this step.
        parcel: what is submitted.

    Raises:
        RefusedError: the system does not take it; the text is the reason's code.
        RetryableError: no receipt yet. The next try asks before it sends anything.
        IncidentError: a person must see to the adapter or its settings.
    """
    circuit = CIRCUITS.of(target.code, failures=config.failures, pause=config.pause)
    if (wait := circuit.enter()) > 0:
        message = f"{target.name} does not answer; for a while nothing is sent to it."
        raise RetryableError(message, after=timedelta(seconds=wait), spends_retry=False)
    answer = _answer(Connector(target, config), circuit, target, key, parcel)
    if isinstance(answer, Pending):
        log.info("submission_pending", system=target.code)
        message = f"{target.name} has submission {key} and gave no receipt yet."
        raise RetryableError(message, after=PENDING_WAIT, spends_retry=False)
    return answer.receipt


def _answer(
    connector: Connector, circuit: Circuit, target: Target, key: UUID, parcel: Parcel
) -> Answer:
    """Get an answer and let the circuit know how that went."""
    try:
        answer = _asked_or_sent(connector, target, key, parcel)
    except RefusedError as refusal:
        circuit.answered()
        log.warning("submission_refused", system=target.code, reason=str(refusal))
        raise
    except BusyError as busy:
        circuit.failed()
        message = f"{target.name} asks to come again later ({busy})."
        raise RetryableError(message, after=busy.after) from None
    except _UnknownError as fault:
        circuit.failed()
        message = (
            f"Whether {target.name} took submission {key} is not known ({fault}). "
            "The next try asks before it sends."
        )
        raise RetryableError(message) from None
    except UnansweredError as fault:
        circuit.failed()
        raise RetryableError(f"{target.name} does not answer ({fault}).") from None
    circuit.answered()
    return answer


def _asked_or_sent(connector: Connector, target: Target, key: UUID, parcel: Parcel) -> Answer:
    """An earlier try may have been cut off after the system took it: it is asked first."""
    if (known := connector.ask(key)) is not None:
        log.info("submission_known", system=target.code)
        return known
    try:
        return connector.send(key, parcel)
    except UnansweredError as fault:
        log.warning("submission_unknown", system=target.code, reason=str(fault))
        return _resolved(connector, key, fault)


def _resolved(connector: Connector, key: UUID, fault: UnansweredError) -> Answer:
    """Ask what became of what was sent.

    Not found is no proof that it was not taken: it may be under way still.
    """
    try:
        known = connector.ask(key)
    except (UnansweredError, BusyError):
        known = None
    if known is None:
        raise _UnknownError(*fault.args)
    return known
