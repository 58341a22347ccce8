"""Bringing processes onto the engine: deployed together, started once per round."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from deploy.console import track
from deploy.errors import DeployError
from deploy.rehearsal import sample
from deploy.rehearsal.instance import ALL_YES, ASIDE, NO_FIRST, Instance
from deploy.resources import bundles_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from converters.model import Sop
    from deploy.client.broker import Broker, Deployed
    from deploy.client.operate import Operate
    from deploy.resources import Bundle

KNOWN_S = 60.0
# Tasklist notes a task's form when it first sees the task, and finds the form in its search store
# a second or so after it was written there; this is that second with room for a busy machine.
SETTLE_S = 5.0


def put_on(sops: Sequence[Sop], out: Path, broker: Broker, operate: Operate) -> list[Instance]:
    """Deploy each SOP's diagram with its forms, then start all rounds of all."""
    bundles = bundles_in(out / "processes" / f"{sop.id}.bpmn" for sop in sops)
    deployed = [p for b in track(bundles, "Deploying") for p in broker.deploy(b.files)]
    for process in track(deployed, "Waiting for Operate and Tasklist"):
        _wait_until_known(process, operate)
    time.sleep(SETTLE_S)
    first = sample.variables()
    instances: list[Instance] = []
    for sop, bundle in track(list(zip(sops, bundles, strict=True)), "Starting"):
        instances += _start(sop, bundle, first, broker)
    return instances


def _wait_until_known(process: Deployed, operate: Operate) -> None:
    """Wait until the web apps' importers have caught up with a deployment."""
    deadline = time.monotonic() + KNOWN_S
    while not operate.knows(process.key):
        if time.monotonic() > deadline:
            raise DeployError(
                f"Operate does not know the process {process.id} after {KNOWN_S:.0f} s.",
                "Look into its log; `tertib status` tells whether it runs.",
            )
        time.sleep(0.2)


def _start(
    sop: Sop, bundle: Bundle, first: Mapping[str, Any], broker: Broker
) -> Iterator[Instance]:
    """Start a process for both rounds, and what a timer starts in it by itself."""
    for round_name in (ALL_YES, NO_FIRST):
        yield Instance(broker.start(sop.id, first), sop, round_name, bundle.forms)
    for element in bundle.timed:
        yield Instance(broker.start(sop.id, first, at=element), sop, ASIDE, bundle.forms)
