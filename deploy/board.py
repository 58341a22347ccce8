"""The rehearsal as a person watches it: a live board, and the table at the end."""

from __future__ import annotations

import time
from collections import Counter
from itertools import chain, groupby, repeat
from textwrap import wrap
from typing import TYPE_CHECKING, Self

from rich.live import Live
from rich.markup import escape
from rich.table import Table

from deploy.console import OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from deploy.client.operate import FlowNode
    from deploy.rehearsal import Instance

HEARTBEAT_S = 10.0
ID_WIDTH = 28


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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
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


def result_table(
    instances: Iterable[Instance], flow_nodes: Callable[[str], tuple[FlowNode, ...]]
) -> Table:
    """Each SOP's instances: key, end, steps done by people and by workers, and by whom."""
    table = Table(title="Hasil", title_justify="left")
    table.add_column("SOP", no_wrap=True)
    table.add_column("Putaran", no_wrap=True)
    table.add_column("Instance", no_wrap=True)
    table.add_column("Berakhir di")
    for heading in ("Petugas", "Program"):
        table.add_column(heading, justify="right")
    table.add_column("Oleh", overflow="fold")
    for sop, group in groupby(instances, key=lambda instance: instance.sop):
        table.add_section()
        # Ids break at hyphens: half of the width would go to the longest otherwise.
        names = chain(["\n".join(wrap(sop.id, ID_WIDTH))], repeat(""))
        for name, instance in zip(names, group, strict=False):
            table.add_row(name, *_result(instance, flow_nodes(instance.key)))
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
        "\n".join(f"{count} {who}" for who, count in sorted(instance.done_by.items())),
    )


def _end(nodes: tuple[FlowNode, ...]) -> str:
    """The name of the end event that was reached."""
    ends = [n.flow_node_name or n.flow_node_id for n in nodes if n.type == "END_EVENT"]
    return escape(", ".join(ends)) or "[red]-[/]"
