"""``tertib up``: a real Camunda 8 on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.engine.addresses import Addresses
    from deploy.engine.engine import Started


def up(
    *,
    lite: Annotated[
        bool, typer.Option("--lite", help="The broker and gateway alone, with data of their own.")
    ] = False,
    port_offset: Annotated[
        int | None,
        typer.Option(
            help="Added to every port, for a second engine or taken ports. "
            "Default: TERTIB_PORT_OFFSET, else 0.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the addresses as JSON.")] = False,
) -> None:
    """Start a Camunda 8 on this machine: Zeebe, Operate, Tasklist and their search store.

    The first time it is downloaded (476 MB; 299 MB with --lite). It keeps running until
    `tertib down`; what it holds is kept between starts. To work with a cluster elsewhere,
    set ZEEBE_ADDRESS and ZEEBE_REST_ADDRESS instead.

    Examples:

        tertib up

        tertib up --lite

        TERTIB_HOME=/tmp/second tertib up --port-offset 1000
    """
    from deploy.engine import extra

    extra.require()
    from deploy.engine import engine, ledger
    from deploy.engine.home import Home
    from deploy.engine.settings import Settings
    from deploy.signals import terminable

    home = Home.from_environment()
    offset = engine.port_offset(home) if port_offset is None else port_offset
    with terminable():
        started = ledger.up(home, Settings(lite=lite, port_offset=offset))
    _report(started, as_json=as_json)


def _report(started: Started, *, as_json: bool) -> None:
    import msgspec

    from deploy.cluster import Cluster
    from deploy.console import OUT, warn
    from deploy.engine.addresses import Addresses

    addresses = Addresses.of(started.settings.ports)
    if as_json:
        OUT.print_json(data={"started": started.parts, **msgspec.structs.asdict(addresses)})
        return
    OUT.print("The engine is up." if started.parts else "The engine is already up.")
    OUT.print(describe(addresses, lite=started.settings.lite), highlight=False)
    if Cluster.is_named():
        warn("The environment names another cluster (ZEEBE_ADDRESS, ...): commands go there.")


def describe(addresses: Addresses, *, lite: bool) -> str:
    """Where to go now."""
    lines = [f"  Zeebe     {addresses.gateway} (gRPC), {addresses.rest} (REST)"]
    if not lite:
        lines += [
            f"  Operate   {addresses.operate}/operate",
            f"  Tasklist  {addresses.tasklist}/tasklist (both: user demo, password demo)",
        ]
    return "\n".join(lines)
