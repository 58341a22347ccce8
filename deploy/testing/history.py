"""What became of one process instance, told from the broker's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from deploy.testing.records import Record, Value

ENDED = {"ELEMENT_COMPLETED", "ELEMENT_TERMINATED"}


class JobDone(msgspec.Struct, frozen=True, kw_only=True):
    """A job the broker accepted as completed."""

    type: str
    element: str
    variables: dict[str, Any]  # what the handler returned


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A user task that waits for an officer."""

    key: int
    element: str
    groups: tuple[str, ...]


class History:
    """One instance, from its start to now."""

    def __init__(self, key: int) -> None:
        self.key = key
        self.state = "ACTIVE"  # COMPLETED or TERMINATED once it is over
        self.variables: dict[str, Any] = {}
        self.jobs_done: list[JobDone] = []
        self.passed: list[str] = []  # elements it has left, in order
        self.active: dict[int, str] = {}  # elements it is in, by element instance
        self.tasks: dict[int, Task] = {}  # user tasks that wait
        self.incident = ""  # what a person would have to clear
        self.fault = ""  # what the last failed job said

    def take(self, record: Record, value: Value) -> None:
        """Learn from a record; those of other instances are passed by."""
        if value.process_instance_key != self.key:
            return
        match record.value_type:
            case "PROCESS_INSTANCE":
                self._move(record, value)
            case "VARIABLE" if value.scope_key == self.key:
                self.variables[value.name] = msgspec.json.decode(value.value)
            case "JOB":
                self._work(record, value)
            case "USER_TASK":
                self._wait_for_officer(record, value)
            case "INCIDENT" if record.intent == "CREATED":
                self.incident = f"{self._at(value)}: {value.error_type}: {value.error_message}"

    def _move(self, record: Record, value: Value) -> None:
        if value.bpmn_element_type == "PROCESS":
            if record.intent in ENDED:
                self.state = record.intent.removeprefix("ELEMENT_")
        elif record.intent == "ELEMENT_ACTIVATED":
            self.active[record.key] = value.element_id
        elif record.intent in ENDED:
            self.active.pop(record.key, None)
            self.passed.append(value.element_id)

    def _work(self, record: Record, value: Value) -> None:
        if record.intent == "COMPLETED":
            done = JobDone(type=value.type, element=value.element_id, variables=value.variables)
            self.jobs_done.append(done)
        elif record.intent in {"FAILED", "ERROR_THROWN"}:
            self.fault = f"{self._at(value)} ({value.type}): {value.error_message}"

    def _at(self, value: Value) -> str:
        """The element; the broker puts other words there when nothing catches an error."""
        return self.active.get(value.element_instance_key, value.element_id)

    def _wait_for_officer(self, record: Record, value: Value) -> None:
        if record.intent == "CREATED":
            self.tasks[record.key] = Task(
                key=record.key, element=value.element_id, groups=value.candidate_groups_list
            )
        elif record.intent in {"COMPLETED", "CANCELED"}:
            self.tasks.pop(record.key, None)
