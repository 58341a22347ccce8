"""``tertib start``: an instance of a deployed process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping


def start(
    process_id: Annotated[str, typer.Argument(help="The process's id, as `tertib deploy` prints.")],
    *,
    variables: Annotated[
        Path | None,
        typer.Option("--variables", "-v", help="JSON file with the instance's first variables."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the instance as JSON.")] = False,
) -> None:
    """Start an instance of the latest version of a process.

    Examples:

        tertib start legalisasi-elektronik

        tertib start permohonan-izin-magang-dan-penelitian --variables pemohon.json
    """
    from deploy.client.broker import Broker
    from deploy.cluster import Cluster
    from deploy.console import OUT

    key = Broker(Cluster.from_environment()).start(process_id, _read(variables))
    if as_json:
        OUT.print_json(data={"processId": process_id, "processInstanceKey": key})
    else:
        OUT.print(f"{process_id}: instance {key}", highlight=False)


def _read(path: Path | None) -> Mapping[str, Any]:
    import msgspec

    from deploy.errors import DeployError

    if path is None:
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise DeployError(
            f"{path}: not a JSON object ({error}).", 'Write the variables as {"name": "value"}.'
        ) from None
