"""What waits here for somebody although the process that asked for it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class Asked(Protocol):
    """What a process asked for."""

    @property
    def process_instance_key(self) -> int:
        """The instance's."""
        ...


T = TypeVar("T", bound=Asked)


def whose_process_ended(waiting: Sequence[T]) -> list[T]:
    """Return those whose process has ended or was cancelled, in order.

    The cluster in use is asked: another one than their processes run on knows none of them.

    Args:
        waiting: what is open; where nothing is, nobody is asked.

    Raises:
        DeployError: the cluster cannot be reached.
    """
    from deploy.client.broker import Broker
    from deploy.cluster import Cluster
    from deploy.console import track

    if not waiting:
        return []
    broker = Broker(Cluster.from_environment())
    running: dict[int, bool] = {}
    for each in track(waiting, "Asking the engine"):
        key = each.process_instance_key
        if key not in running:
            running[key] = broker.is_running(str(key))
    return [each for each in waiting if not running[each.process_instance_key]]
