"""Forwarding a step to a government system: by its connector, or through an officer's hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers import handoff
from workers.connectors.config import connector_config, sections
from workers.handoff import enter_sent, hand_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    import msgspec

    from workers.handler import Context
    from workers.handoff import HandoffInputs, HandoffOutputs
    from workers.systems import System

ERRORS = handoff.ERRORS | {
    "SYSTEM_REFUSED": "The system does not take the submission; variable `refusal` holds `system` "
    "and `reason`, a code.",
}


def config(system: System) -> dict[str, type[msgspec.Struct]]:
    """Return the sections that a job of ``system`` reads."""
    return {**handoff.CONFIG, **sections(system)}


def forward(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    facts: Mapping[str, str | int | None] | None = None,
) -> HandoffOutputs:
    """Submit to the systems that have an adapter; hand over to an officer what is left.

    Args:
        system: where the step is done.
        inputs: what is forwarded.
        context: the job's. Its database is not touched before all systems have answered.
        facts: values of ``system.facts``, by key.

    Raises:
        BpmnError: one of ERRORS.
        RetryableError: a system gave no receipt yet; those that did are asked for it again.
        IncidentError: an adapter or its settings need a person.
        ConfigError: a setting cannot be used.
    """
    values = facts or {}
    adapters = [(target, connector_config(target.code)) for target in system.targets]
    reached = [(target, found) for target, found in adapters if found is not None]
    if not reached:
        return hand_over(system, inputs, context, values)
    # An HTTP client is nothing for the workers of an office that has no adapter.
    from workers.connectors.parcel import key_of, pack
    from workers.connectors.submitting import submit

    parcel = pack(system, inputs, context, values)
    receipts = {
        target.name: submit(target, found, key_of(target, inputs, context.job, values), parcel)
        for target, found in reached
    }
    if len(receipts) < len(adapters):
        return hand_over(system, inputs, context, values, receipts)
    return enter_sent(system, inputs, context, receipts, parcel.submission)
