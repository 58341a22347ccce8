"""``tertib start``: an instance of a deployed process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping


def start(
    process_id: Annotated[str, typer.Argument(help="The process's id, as `tertib deploy` prints.")],
    *,
    variables: Annotated[
        list[Path] | None,
        typer.Option(
            "--variables",
            "-v",
            help="JSON file with first variables of the instance; - is standard input. Of several "
            "all are given.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the instance as JSON.")] = False,
) -> None:
    """Start an instance of the latest version of a process.

    Examples:

        tertib start legalisasi-elektronik

        tertib start permohonan-izin-magang-dan-penelitian --variables variables.json

        tertib people enter | tertib start legalisasi-elektronik -v office.json -v -
    """
    from deploy.client.broker import Broker
    from deploy.cluster import Cluster
    from deploy.console import OUT

    first = {name: value for path in variables or () for name, value in _read(path).items()}
    key = Broker(Cluster.from_environment()).start(process_id, first)
    if as_json:
        OUT.print_json(data={"processId": process_id, "processInstanceKey": key})
    else:
        OUT.print(f"{process_id}: instance {key}", highlight=False)


def _read(path: Path) -> Mapping[str, Any]:
    import msgspec

    from deploy.errors import DeployError

    content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise DeployError(
            f"{path}: not a JSON object ({error}).", 'Write the variables as {"name": "value"}.'
        ) from None
