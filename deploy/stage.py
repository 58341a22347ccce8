"""Bringing processes onto the engine: deployed together, started once per round."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from deploy import sample
from deploy.console import track
from deploy.errors import DeployError
from deploy.rehearsal import ALL_YES, ASIDE, NO_FIRST, Instance
from deploy.resources import bundles_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from converters.model import Sop
    from deploy.client.broker import Broker
    from deploy.client.tasklist import Tasklist
    from deploy.resources import Bundle

KNOWN_S = 60.0


def put_on(sops: Sequence[Sop], out: Path, broker: Broker, tasklist: Tasklist) -> list[Instance]:
    """Deploy each SOP's diagram with its forms, then start all rounds of all."""
    bundles = bundles_in(out / "processes" / f"{sop.id}.bpmn" for sop in sops)
    deployed: dict[str, Bundle] = {}
    for bundle in track(bundles, "Deploying"):
        deployed |= {process.key: bundle for process in broker.deploy(bundle.files)}
    for key, bundle in track(list(deployed.items()), "Waiting for Tasklist"):
        _wait_until_known(bundle, key, tasklist)
    first = sample.variables()
    instances: list[Instance] = []
    for sop, bundle in track(list(zip(sops, bundles, strict=True)), "Starting"):
        instances += _start(sop, bundle, first, broker)
    return instances


def _wait_until_known(bundle: Bundle, process_key: str, tasklist: Tasklist) -> None:
    """Wait until Tasklist knows the forms: a task started before would never show its own."""
    deadline = time.monotonic() + KNOWN_S
    for form_id in bundle.form_ids:
        while tasklist.form(form_id, process_key) is None:
            if time.monotonic() > deadline:
                raise DeployError(
                    f"Tasklist does not know the form {form_id!r} after {KNOWN_S:.0f} s.",
                    "Look into its log; `tertib status` tells whether it runs.",
                )
            time.sleep(0.2)


def _start(
    sop: Sop, bundle: Bundle, first: Mapping[str, Any], broker: Broker
) -> Iterator[Instance]:
    """Start a process for both rounds, and what a timer starts in it by itself."""
    for round_name in (ALL_YES, NO_FIRST):
        yield Instance(broker.start(sop.id, first), sop, round_name)
    for element in bundle.timed:
        yield Instance(broker.start(sop.id, first, at=element), sop, ASIDE)
