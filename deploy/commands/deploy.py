"""``tertib deploy``: diagrams and forms to the engine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def deploy(
    diagrams: Annotated[
        list[Path], typer.Argument(help="BPMN diagrams, or folders of them.", show_default=False)
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was deployed.")] = False,
) -> None:
    """Deploy diagrams together with the forms their tasks link to.

    Goes to the cluster the environment names (ZEEBE_REST_ADDRESS, CAMUNDA_CLIENT_ID, ...), else
    to the local engine. A diagram the engine refuses is named with the engine's reason; the
    others are still deployed.

    Examples:

        tertib deploy bpmn/processes

        ZEEBE_REST_ADDRESS=http://zeebe:8080 tertib deploy bpmn/processes/legalisasi-elektronik.bpmn
    """
    from deploy.client.broker import Broker, Deployed
    from deploy.client.http import ApiError
    from deploy.cluster import Cluster
    from deploy.console import OUT, fail, track
    from deploy.resources import bundles_in

    bundles = bundles_in(diagrams)
    broker = Broker(Cluster.from_environment())
    deployed: list[Deployed] = []
    refused = 0
    for bundle in track(bundles, "Deploying"):
        try:
            deployed += broker.deploy(bundle.files)
        except ApiError as error:
            refused += 1
            fail(f"{bundle.diagram}: {error}")
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(deployed)) + b"\n")
    else:
        for process in deployed:
            OUT.print(f"{process.id} version {process.version}", highlight=False)
    if refused:
        raise typer.Exit(1)
