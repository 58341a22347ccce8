"""What the broker says it did, record by record, as it writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Value(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A record's content, as far as the kit looks at it; each kind of record has its part."""

    process_instance_key: int = -1
    element_id: str = ""
    element_instance_key: int = -1
    bpmn_element_type: str = ""
    # jobs and incidents
    type: str = ""
    error_type: str = ""
    error_message: str = ""
    # user tasks and jobs
    candidate_groups_list: tuple[str, ...] = ()
    variables: dict[str, Any] = {}
    # variables
    scope_key: int = -1
    name: str = ""
    value: str = ""  # JSON


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One step the broker took."""

    key: int
    record_type: str  # EVENT, COMMAND or COMMAND_REJECTION
    value_type: str  # PROCESS_INSTANCE, JOB, USER_TASK, VARIABLE, INCIDENT, ...
    intent: str  # CREATED, COMPLETED, ...
    value: msgspec.Raw


READ = frozenset({"INCIDENT", "JOB", "PROCESS_INSTANCE", "USER_TASK", "VARIABLE"})
_DECODE = msgspec.json.Decoder(Record).decode


class RecordLog:
    """The file of the records, read from its present end on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = path.stat().st_size

    def news(self) -> Iterator[tuple[Record, Value]]:
        """Give the events that were written since the last time."""
        with self._path.open("rb") as file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return  # still being written
                self._offset += len(line)
                if line.startswith(b"{"):
                    yield from _event(line)


def _event(line: bytes) -> Iterator[tuple[Record, Value]]:
    record = _DECODE(line)
    if record.record_type == "EVENT" and record.value_type in READ:
        yield record, msgspec.json.decode(record.value, type=Value)
