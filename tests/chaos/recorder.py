"""What the engine says happened: its own exporter writes to this small server.

The exporter for Elasticsearch speaks plain HTTP: records come as ``POST /_bulk``. A record comes
again after the broker was killed; its position tells.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import msgspec

from deploy.testing import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase


class CutOffError(Exception):
    """A bulk that did not come to its end."""


class Record(records.Record, frozen=True, kw_only=True):
    """One line of the engine's log."""

    position: int
    partition_id: int


class Step(records.Value, frozen=True, kw_only=True):
    """A record's content, as far as the judge and the officers look at it."""

    bpmn_process_id: str = ""


@dataclass
class Task:
    """A user task that waits."""

    key: int
    instance: int
    process: str
    element: str
    groups: tuple[str, ...]


@dataclass
class Incident:
    key: int
    instance: int
    element: str
    kind: str
    message: str
    resolved: bool = False


@dataclass
class Job:
    type: str
    instance: int
    element: str
    events: Counter[str] = field(default_factory=Counter)  # by the record's intent
    last_heard: float = 0.0  # when the last record came, by the monotonic clock


class Recorder:
    """The record stream, digested as it comes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.instances: dict[int, str] = {}  # how each stands: ACTIVE, or how it ended
        self.tasks: dict[int, Task] = {}  # those that wait
        self.jobs: dict[int, Job] = {}
        self.incidents: dict[int, Incident] = {}
        self.documents: dict[str, tuple[int, str]] = {}  # id: instance and variable that name it
        self.variables: dict[int, dict[str, Any]] = {}  # the instance's, as they are now
        self.turns: Counter[tuple[int, str]] = Counter()  # how often a task came up
        self.repeated = 0  # records that came again
        self._last: dict[int, int] = {}  # position by partition
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, state: str) -> int:
        """How many instances stand so."""
        with self.lock:
            return sum(found == state for found in self.instances.values())

    @property
    def progress(self) -> int:
        """Grows with everything that happens."""
        return sum(self._last.values())

    def waiting(self) -> list[Task]:
        with self.lock:
            return list(self.tasks.values())

    def read(self, body: bytes) -> None:
        """Take a bulk: an action and a record on alternate lines."""
        with self.lock:
            for line in body.splitlines()[1::2]:
                self._take(msgspec.json.decode(line, type=Record))

    def _take(self, record: Record) -> None:
        if record.position <= self._last.get(record.partition_id, -1):
            self.repeated += 1
            return
        self._last[record.partition_id] = record.position
        take = getattr(self, f"_take_{record.value_type.lower()}", None)
        if take:
            take(record, msgspec.json.decode(record.value, type=Step))

    def _take_process_instance(self, record: Record, step: Step) -> None:
        if step.bpmn_element_type != "PROCESS":
            return
        match record.intent:
            case "ELEMENT_ACTIVATED":
                self.instances[record.key] = "ACTIVE"
            case "ELEMENT_COMPLETED" | "ELEMENT_TERMINATED":
                self.instances[record.key] = record.intent.removeprefix("ELEMENT_")

    def _take_user_task(self, record: Record, step: Step) -> None:
        match record.intent:
            case "CREATED":
                self.turns[step.process_instance_key, step.element_id] += 1
                self.tasks[record.key] = Task(
                    record.key,
                    step.process_instance_key,
                    step.bpmn_process_id,
                    step.element_id,
                    step.candidate_groups_list,
                )
            case "COMPLETED" | "CANCELED":
                self.tasks.pop(record.key, None)

    def _take_job(self, record: Record, step: Step) -> None:
        new = Job(step.type, step.process_instance_key, step.element_id)
        job = self.jobs.setdefault(record.key, new)
        job.events[record.intent] += 1
        job.last_heard = time.monotonic()

    def _take_incident(self, record: Record, step: Step) -> None:
        if record.intent == "CREATED":
            self.incidents[record.key] = Incident(
                record.key,
                step.process_instance_key,
                step.element_id,
                step.error_type,
                step.error_message,
            )
        elif record.intent == "RESOLVED":
            self.incidents[record.key].resolved = True

    def _take_variable(self, _record: Record, step: Step) -> None:
        value = json.loads(step.value)
        if step.scope_key == step.process_instance_key:
            self.variables.setdefault(step.process_instance_key, {})[step.name] = value
        for document in _documents(value):
            self.documents.setdefault(document, (step.process_instance_key, step.name))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self) -> None:
                with suppress(ConnectionError, CutOffError):  # the broker was killed
                    super().handle()

            def do_PUT(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(b'{"acknowledged":true}')

            def do_POST(self) -> None:
                recorder.read(b"".join(_chunks(self.rfile)))
                self._answer(b'{"errors":false,"items":[]}')

            def _answer(self, answer: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Say nothing."""

        return Handler


def _chunks(stream: BufferedIOBase) -> Iterator[bytes]:
    """A body of unknown length, as the exporter's client sends it."""
    while size := int(stream.readline() or b"1", 16):
        content = stream.read(size)
        if len(content) < size:
            raise CutOffError
        yield content
        stream.readline()
    stream.readline()


def _documents(value: Any) -> list[str]:
    """Ids of the documents that a variable refers to."""
    if isinstance(value, dict):
        if "camunda.document.type" in value:
            return [value["documentId"]]
        value = list(value.values())
    return [d for item in value for d in _documents(item)] if isinstance(value, list) else []
