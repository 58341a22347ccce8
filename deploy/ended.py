"""What waits here for somebody although the process that asked for it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deploy.client.broker import Broker


class Asked(Protocol):
    """What a process asked for."""

    @property
    def process_instance_key(self) -> int:
        """The instance's."""
        ...


T = TypeVar("T", bound=Asked)


def whose_process_ended(waiting: Sequence[T], broker: Broker) -> list[T]:
    """Return those whose process has ended or was cancelled, in order.

    Args:
        waiting: what is open.
        broker: of the cluster that their processes run on; another one knows none of them.

    Raises:
        DeployError: it cannot be reached.
    """
    from deploy.console import track

    running: dict[int, bool] = {}
    for each in track(waiting, "Asking the engine"):
        key = each.process_instance_key
        if key not in running:
            running[key] = broker.is_running(str(key))
    return [each for each in waiting if not running[each.process_instance_key]]
