"""Forwarding a step to a government system: by its connector, or through an officer's hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers import handoff
from workers.connectors.config import connector_config, sections
from workers.handoff import Answered, enter_sent, hand_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    import msgspec

    from workers.handler import Context
    from workers.handoff import HandoffInputs, HandoffOutputs
    from workers.systems import System


def config(system: System) -> dict[str, type[msgspec.Struct]]:
    """Return the sections that a job of ``system`` reads."""
    return {**handoff.CONFIG, **sections(system)}


def forward(
    system: System,
    inputs: HandoffInputs,
    context: Context,
    facts: Mapping[str, str | int | None] | None = None,
) -> HandoffOutputs:
    """Submit to the systems that have an adapter; hand over to an officer what is left or refused.

    Args:
        system: where the step is done.
        inputs: what is forwarded.
        context: the job's. Its database is not touched before all systems have answered.
        facts: values of ``system.facts``, by key.

    Raises:
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
    from workers.connectors.client import RefusedError
    from workers.connectors.parcel import key_of, pack
    from workers.connectors.submitting import submit

    parcel = pack(system, inputs, context, values)
    taken, refused = {}, {}
    for target, found in reached:
        try:
            key = key_of(target, inputs, context.job, values)
            taken[target.name] = submit(target, found, key, parcel)
        except RefusedError as refusal:
            refused[target.name] = str(refusal)
    if len(taken) < len(adapters):
        return hand_over(system, inputs, context, values, Answered(taken=taken, refused=refused))
    return enter_sent(system, inputs, context, taken, parcel.submission)
