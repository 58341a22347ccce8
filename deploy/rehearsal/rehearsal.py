"""Every instance run to its end by a simulated officer, through the engine's public API."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from deploy.errors import DeployError
from deploy.rehearsal import sample
from deploy.rehearsal.officer import fill_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from deploy.client.broker import Broker
    from deploy.client.operate import Incident, Operate
    from deploy.client.tasklist import Task, Tasklist
    from deploy.rehearsal.instance import Instance

POLL_S = 0.3
# Web apps show a step about two seconds after it happened; a minute and a half without any
# progress is no delay of theirs.
STALL_S = 90.0
OFFICERS = 8


class Rehearsal:
    """Officers at work on a set of instances until all are over."""

    def __init__(
        self, instances: Iterable[Instance], broker: Broker, tasklist: Tasklist, operate: Operate
    ) -> None:
        self.instances = {instance.key: instance for instance in instances}
        self._broker, self._tasklist, self._operate = broker, tasklist, operate
        self._seen: set[str] = set()

    def play(self, show: Callable[[], None]) -> None:
        """Do every waiting step until all instances are over; ``show`` is called on each turn.

        Raises:
            DeployError: an incident, or nothing moved for a while.
        """
        moved = time.monotonic()
        while not all(instance.finished for instance in self.instances.values()):
            if self._do_waiting_tasks() + self._update_states():
                moved = time.monotonic()
            elif time.monotonic() - moved > STALL_S:
                raise self._stalled()
            self._stop_at_incidents()
            show()
            time.sleep(POLL_S)

    def judge(self) -> None:
        """Raise a DeployError unless every instance ended as it should."""
        faults = [f"{i.name}: {fault}" for i in self.instances.values() for fault in i.faults()]
        if faults:
            raise DeployError("; ".join(faults) + ".", "Look at these instances in Operate.")

    def _do_waiting_tasks(self) -> int:
        tasks = [task for task in self._tasklist.waiting() if self._is_new(task)]
        self._seen.update(task.id for task in tasks)
        with ThreadPoolExecutor(OFFICERS) as officers:
            list(officers.map(self._do, tasks))
        return len(tasks)

    def _is_new(self, task: Task) -> bool:
        return task.id not in self._seen and task.process_instance_key in self.instances

    def _do(self, task: Task) -> None:
        instance = self.instances[task.process_instance_key]
        officer = (task.candidate_groups or ("petugas",))[0]
        answers = fill_in(self._form(task, instance), instance.decide, {"scan_file": sample.scan})
        if self._broker.complete(task.id, answers, by=officer):
            instance.done_by[officer] += 1
            instance.now = task.name

    def _form(self, task: Task, instance: Instance) -> Mapping[str, Any]:
        """The form as Tasklist shows it; as deployed where it saw the task before the form."""
        shown = self._tasklist.form(task)
        return shown or msgspec.json.decode(instance.forms[task.task_definition_id])

    def _update_states(self) -> int:
        first = min(self.instances, key=int)
        states = {i.key: i.state for i in self._operate.instances(since=first)}
        changed = [i for key, i in self.instances.items() if i.state != states.get(key, i.state)]
        for instance in changed:
            instance.state = states[instance.key]
        return len(changed)

    def _stop_at_incidents(self) -> None:
        for incident in self._operate.incidents():
            if instance := self.instances.get(str(incident.process_instance_key)):
                raise _incident_error(instance, incident)

    def _stalled(self) -> DeployError:
        stuck = [i for i in self.instances.values() if not i.finished]
        names = ", ".join(i.name for i in stuck)
        return DeployError(
            f"Nothing moved for {STALL_S:.0f} s; still running: {names}.",
            "Look at these instances in Operate; `tertib status` tells what runs.",
        )


def _incident_error(instance: Instance, incident: Incident) -> DeployError:
    return DeployError(
        f"{instance.name} has an incident, {incident.type}: {incident.message}",
        "Resolve it in Operate, or mend the diagram and run again.",
    )
