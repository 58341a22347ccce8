"""The rehearsal as a person watches it: a live board, and the table at the end."""

from __future__ import annotations

import time
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Self

from rich.console import Group
from rich.live import Live
from rich.markup import escape
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from deploy.console import OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType

    from deploy.client.operate import FlowNode
    from deploy.rehearsal.instance import Instance

HEARTBEAT_S = 10.0


class Board:
    """Live progress of instances; off a terminal, a line now and then."""

    def __init__(self, instances: Iterable[Instance]) -> None:
        self._instances = tuple(instances)
        self._live = Live(self._table(), console=OUT, transient=True, auto_refresh=False)
        self._said_at = 0.0

    def __enter__(self) -> Self:
        if OUT.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if OUT.is_terminal:
            self._live.stop()

    def show(self) -> None:
        """Bring what is shown up to date."""
        if OUT.is_terminal:
            self._live.update(self._table(), refresh=True)
        elif time.monotonic() - self._said_at > HEARTBEAT_S:
            self._said_at = time.monotonic()
            OUT.print(self._summary(), highlight=False)

    def _summary(self) -> str:
        finished = sum(instance.finished for instance in self._instances)
        steps = sum(instance.done_by.total() for instance in self._instances)
        return f"  {finished}/{len(self._instances)} instances ended, {steps} officer steps done"

    def _table(self) -> Table:
        table = Table("SOP", "Putaran", "Langkah", "Terakhir", title=self._summary().strip())
        for instance in self._instances:
            mark = "[green]✓[/]" if instance.finished else str(instance.done_by.total())
            now = "" if instance.finished else escape(instance.now)
            table.add_row(escape(instance.sop.id), instance.round, mark, now)
        return table


def results(
    instances: Iterable[Instance], flow_nodes: Callable[[str], tuple[FlowNode, ...]]
) -> Group:
    """Each SOP's instances: key, end, steps done by people and by workers, and by whom."""
    parts: list[RenderableType] = [Rule("Hasil", align="left"), _lines(header=True)]
    for sop, group in groupby(instances, key=lambda instance: instance.sop):
        lines = _lines(header=False)
        for instance in group:
            lines.add_row(*_result(instance, flow_nodes(instance.key)))
        # The id has a line of its own: as a column, the longest would take half of the width.
        parts += [Text(sop.id, style="bold"), lines]
    return Group(*parts)


def _lines(*, header: bool) -> Table:
    """An empty table of the columns that all SOPs share, so that they line up."""
    table = Table(box=None, show_header=header, expand=True, padding=(0, 0, 0, 2))
    for heading, width in (("Putaran", 17), ("Instance", 16), ("Berakhir di", 14)):
        table.add_column(heading, width=width)
    for heading in ("Petugas", "Program"):
        table.add_column(heading, width=7, justify="right")
    table.add_column("Oleh", ratio=1)
    return table


def _result(instance: Instance, nodes: tuple[FlowNode, ...]) -> tuple[str, ...]:
    done = Counter(node.type for node in nodes if node.state == "COMPLETED")
    refused = f" ({len(instance.refused)}×)" if instance.refused else ""
    return (
        instance.round + refused,
        instance.key,
        _end(nodes),
        str(done["USER_TASK"]),
        str(done["SERVICE_TASK"]),
        ", ".join(f"{who} {count}" for who, count in sorted(instance.done_by.items())),
    )


def _end(nodes: tuple[FlowNode, ...]) -> str:
    """The name of the end event that was reached."""
    ends = [n.flow_node_name or n.flow_node_id for n in nodes if n.type == "END_EVENT"]
    return escape(", ".join(ends)) or "[red]-[/]"
