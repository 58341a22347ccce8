"""``tertib run``: the main job, from documents to finished process instances."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.model import Sop
    from deploy.cluster import Cluster
    from deploy.rehearsal.crew import Crew
    from deploy.rehearsal.instance import Instance

SAMPLES = Path(__file__).parents[2] / "converters" / "samples"


def run(
    documents: Annotated[
        list[Path] | None,
        typer.Argument(help="SOP documents. Default: the five samples.", show_default=False),
    ] = None,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for diagrams and forms, written anew.")
    ] = Path("build/run"),
    once: Annotated[
        bool, typer.Option("--once", help="Stop after the table; otherwise stay up until Ctrl-C.")
    ] = False,
) -> None:
    """Read SOPs, convert, deploy and run them on a real engine, with a simulated officer.

    Each process runs twice: once every decision is answered "Ya", once each is answered "Tidak"
    first. Officials sign what waits for them, as with `tertib sign`; the documents of the SOPs
    that show most are laid into a folder to be opened. The local engine is started, unless the
    environment names a cluster; what this command started it stops at the end, and what the
    instances left behind is kept.

    Examples:

        tertib run

        tertib run sop.txt --once
    """
    from deploy.console import OUT
    from deploy.signals import terminable

    with terminable():
        OUT.rule("Documents to diagrams", align="left")
        sops = _convert(documents or [SAMPLES], out)
        OUT.rule("Engine and workers", align="left")
        with _engine() as cluster, _crew(cluster) as crew:
            _rehearse(sops, out, cluster, crew)
            OUT.print(f"Diagrams   {out / 'processes'} (open in Camunda Modeler)", highlight=False)
            OUT.print(f"Reports    {out / 'reports'} (open in a browser)", highlight=False)
            if not once:
                _say_where(cluster, crew)
                _stay(crew)


def _convert(documents: list[Path], out: Path) -> list[Sop]:
    """Convert what can be read; a document that cannot ends the job before anything is started."""
    from deploy.console import OUT
    from deploy.conversion import Conversion, lay_out_templates, sops_table
    from deploy.documents import read_named, say_errors

    readings = list(read_named(documents, "Reading"))
    say_errors(readings)
    if any(reading.document.errors for reading in readings):
        raise typer.Exit(1)
    conversion = Conversion(out, force=True)
    sops = [(sop, str(reading.path)) for reading in readings for sop in reading.document.sops]
    converted = [(sop, conversion.add(sop, file)) for sop, file in sops]
    OUT.print(sops_table([done for _, done in converted if done]))
    lay_out_templates(out)
    return [sop for sop, done in converted if done]


@contextmanager
def _engine() -> Iterator[Cluster]:
    """A cluster: the environment's, or the local engine, stopped at the end if started here."""
    from deploy.cluster import Cluster
    from deploy.console import OUT
    from deploy.engine import engine, ledger
    from deploy.engine.home import Home
    from deploy.engine.settings import Settings

    if Cluster.is_named():
        yield Cluster.from_environment()
        return
    home = Home.from_environment()
    started = ledger.up(home, Settings(port_offset=engine.port_offset(home)))
    try:
        yield Cluster.from_environment()
    finally:
        if started.parts:
            OUT.print("Stopping the engine ...")
            engine.down(home)


def _crew(cluster: Cluster) -> Crew:
    from deploy.engine.home import Home
    from deploy.rehearsal.crew import Crew

    return Crew(cluster, Home.from_environment().logs / "workers.log")


def _rehearse(sops: list[Sop], out: Path, cluster: Cluster, crew: Crew) -> None:
    from deploy.client.broker import Broker
    from deploy.client.operate import Operate
    from deploy.client.tasklist import Tasklist
    from deploy.console import OUT
    from deploy.rehearsal.board import Board, results
    from deploy.rehearsal.officials import officials
    from deploy.rehearsal.rehearsal import Rehearsal
    from deploy.rehearsal.stage import put_on

    broker, tasklist, operate = Broker(cluster), Tasklist(cluster), Operate(cluster)
    OUT.print(f"Workers are ready ({crew.url}).", highlight=False)
    OUT.rule("Processes", align="left")
    instances = put_on(sops, out, broker, operate)
    rehearsal = Rehearsal(instances, broker, tasklist, operate)
    with officials(each.key for each in instances) as desk, Board(instances) as board:

        def turn() -> None:
            crew.check()
            desk.sign()
            board.show()

        rehearsal.play(turn)
        desk.sign()
    OUT.print(results(instances, operate.flow_nodes))
    rehearsal.judge()
    _show_documents(instances)


def _show_documents(instances: list[Instance]) -> None:
    from deploy.console import OUT
    from deploy.engine.home import Home
    from deploy.rehearsal import showcase
    from deploy.rehearsal.instance import ALL_YES
    from deploy.state import opened

    folder = Home.from_environment().root / "naskah"
    with opened() as state:
        laid = [
            (each.sop.id, showcase.lay_out(state, int(each.key), folder / each.sop.id))
            for each in showcase.shown(instances, ALL_YES)
        ]
    OUT.print(showcase.listing(laid, folder))
    told = f"Documents  {folder} (who signed one: tertib verify FILE)"
    OUT.print(told, highlight=False, markup=False, soft_wrap=True)


def _say_where(cluster: Cluster, crew: Crew) -> None:
    from deploy.console import OUT

    lines = (
        f"Operate    {cluster.operate_address}/operate",
        f"Tasklist   {cluster.tasklist_address}/tasklist",
        f"Log in     {cluster.user} / {cluster.password}",
        f"Workers    {crew.url}/metrics, log in {crew.log}",
    )
    OUT.print("\n".join(lines), highlight=False)


def _stay(crew: Crew) -> None:
    import time

    from deploy.console import OUT

    OUT.print("Everything stays up; Ctrl-C stops it.")
    try:
        while True:
            crew.check()
            time.sleep(1)
    except KeyboardInterrupt:
        OUT.print("\nStopping ...")
