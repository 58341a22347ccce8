"""Bringing processes onto the engine: deployed together, started once per round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deploy import sample
from deploy.console import track
from deploy.rehearsal import ALL_YES, ASIDE, NO_FIRST, Instance
from deploy.resources import bundles_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from converters.model import Sop
    from deploy.client.broker import Broker
    from deploy.resources import Bundle


def put_on(sops: Sequence[Sop], out: Path, broker: Broker) -> list[Instance]:
    """Deploy each SOP's diagram with its forms, then start all rounds of all."""
    bundles = bundles_in(out / "processes" / f"{sop.id}.bpmn" for sop in sops)
    for bundle in track(bundles, "Deploying"):
        broker.deploy(bundle.files)
    first = sample.variables()
    instances: list[Instance] = []
    for sop, bundle in track(list(zip(sops, bundles, strict=True)), "Starting"):
        instances += _start(sop, bundle, first, broker)
    return instances


def _start(
    sop: Sop, bundle: Bundle, first: Mapping[str, Any], broker: Broker
) -> Iterator[Instance]:
    """Start a process for both rounds, and what a timer starts in it by itself."""
    for round_name in (ALL_YES, NO_FIRST):
        yield Instance(broker.start(sop.id, first), sop, round_name)
    for element in bundle.timed:
        yield Instance(broker.start(sop.id, first, at=element), sop, ASIDE)
