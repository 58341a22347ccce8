"""A broker's client and toy workers as processes, for the tests of the runtime."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import msgspec
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families
from pyzeebe.proto.gateway_pb2 import (
    CancelProcessInstanceRequest,
    CreateProcessInstanceRequest,
    CreateProcessInstanceWithResultRequest,
    DeployResourceRequest,
    Resource,
)
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from workers.state.state import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 120  # engines share the machine with whatever else runs
PASSING = (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE)
TOYS = Path(__file__).with_name("run_toys.py")
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="tests">
  <error id="refused" errorCode="TOY_REFUSED" />
  <process id="{id}" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="a" sourceRef="start" targetRef="Job_5_{type}" />
    <serviceTask id="Job_5_{type}">
      <extensionElements>
        <zeebe:taskDefinition type="{type}" retries="{retries}" />
      </extensionElements>
    </serviceTask>
    <boundaryEvent id="caught" attachedToRef="Job_5_{type}">
      <extensionElements>
        <zeebe:ioMapping><zeebe:output source="=toy_reason" target="toy_reason" /></zeebe:ioMapping>
      </extensionElements>
      <outgoing>c</outgoing>
      <errorEventDefinition errorRef="refused" />
    </boundaryEvent>
    <sequenceFlow id="b" sourceRef="Job_5_{type}" targetRef="end" />
    <sequenceFlow id="c" sourceRef="caught" targetRef="end" />
    <endEvent id="end" />
  </process>
</definitions>
"""


class Zeebe:
    """What the tests ask of a broker, over gRPC."""

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address)
        self._stub = GatewayStub(self._channel)
        self._pool = ThreadPoolExecutor(200)  # each waits for one instance's end

    def deploy(self, job_type: str, *, retries: int = 3) -> str:
        """Deploy a process of one job and return its id."""
        process = f"one-{job_type}"
        self.deploy_text(process, PROCESS.format(id=process, type=job_type, retries=retries))
        return process

    def deploy_text(self, name: str, text: str) -> None:
        """Deploy a diagram."""
        resource = Resource(name=f"{name}.bpmn", content=text.encode())
        self._patiently(self._stub.DeployResource, DeployResourceRequest(resources=[resource]))

    def start(self, process: str, variables: dict | None = None) -> int:
        """Start an instance and return its key."""
        request = CreateProcessInstanceRequest(
            bpmnProcessId=process, version=-1, variables=json.dumps(variables or {})
        )
        return self._patiently(self._stub.CreateProcessInstance, request).processInstanceKey

    def start_many(self, process: str, number: int) -> None:
        """Start instances, some at once."""
        list(self._pool.map(lambda _: self.start(process), range(number)))

    def cancel(self, instance: int) -> None:
        request = CancelProcessInstanceRequest(processInstanceKey=instance)
        self._patiently(self._stub.CancelProcessInstance, request)

    def start_and_await(self, process: str, variables: dict | None = None) -> Future[dict]:
        """Start an instance; the future holds the variables it ends with."""
        request = CreateProcessInstanceWithResultRequest(
            request=CreateProcessInstanceRequest(
                bpmnProcessId=process, version=-1, variables=json.dumps(variables or {})
            ),
            requestTimeout=PATIENCE_S * 1000,
        )
        return self._pool.submit(self._result, request)

    def _result(self, request) -> dict:
        command = self._stub.CreateProcessInstanceWithResult
        return json.loads(self._patiently(command, request, timeout=PATIENCE_S).variables)

    @staticmethod
    def _patiently(call, request, timeout=10):
        """A busy broker pushes back; one that has just started has no leader yet."""
        for _ in range(100):
            try:
                return call(request, timeout=timeout)
            except grpc.RpcError as error:
                if error.code() not in PASSING:
                    raise
                time.sleep(0.1)
        pytest.fail("the broker pushed back for ten seconds")

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._channel.close()


class Toys:
    """A worker process of toy handlers."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._log = folder / f"worker-{time.monotonic_ns()}.log"
        self._ready = self._log.with_suffix(".ready")
        with self._log.open("wb") as log:
            command = [sys.executable, str(TOYS), str(self._ready)]
            self.process = subprocess.Popen(
                command, stderr=log, env=environment, start_new_session=True
            )

    def wait_ready(self) -> Toys:
        until(self._ready.exists, lambda: self.process.poll() is None)
        return self

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def events(self) -> list[dict]:
        lines = self._log.read_bytes().splitlines()
        return [msgspec.json.decode(line) for line in lines if line.startswith(b"{")]

    def seen(self, event: str, **fields: object) -> list[dict]:
        """The log lines of an event that hold these fields."""
        return [
            line
            for line in self.events
            if line["event"] == event and fields.items() <= line.items()
        ]

    @property
    def url(self) -> str:
        return next(line["url"] for line in self.events if line["event"] == "worker_started")

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=10)

    def metric(self, name: str, **labels: str) -> float:
        for family in text_string_to_metric_families(self.get("/metrics").text):
            for sample in family.samples:
                if sample.name == name and sample.labels == labels:
                    return sample.value
        return 0.0

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def stop(self) -> int:
        self.signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def effects(self, table: str = "toy_effects") -> list[int]:
        """The instances that took effect, each as often as it did."""
        from sqlalchemy import text

        state = open_state(f"sqlite:///{self.folder / 'workers.db'}", self.folder / "documents")
        with state.database.reading() as connection:
            query = text(f"select instance from {table}")  # noqa: S608 -- a test's own table
            found = list(connection.execute(query).scalars())
        state.close()
        return found


class Forwarder:
    """A port that leads to another once it is opened: a broker that comes, goes and returns."""

    def __init__(self, target: str) -> None:
        host, port = target.split(":")
        self._target = (host, int(port))
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self._sockets: list[socket.socket] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def open(self) -> None:
        server = socket.create_server(("127.0.0.1", self._port))
        self._sockets.append(server)
        threading.Thread(target=self._accept, args=(server,), daemon=True).start()

    def cut(self) -> None:
        """Close the port and every connection through it."""
        sockets, self._sockets = self._sockets, []
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(self._target)
                self._sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            sink.sendall(content)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def until(met, alive=lambda: True, *, pause: float = 0.02) -> None:
    """Wait for a condition; it fails when it takes two minutes, or who should meet it is gone."""
    deadline = time.monotonic() + PATIENCE_S
    while not met():
        assert alive(), "the process ended"
        assert time.monotonic() < deadline, "it did not happen within two minutes"
        time.sleep(pause)


@pytest.fixture(scope="session")
def zeebe(lite_engine) -> Iterator[Zeebe]:
    client = Zeebe(lite_engine.addresses.gateway)
    yield client
    client.close()


@pytest.fixture(name="until")
def _until():
    return until


@pytest.fixture
def forwarder(lite_engine) -> Iterator[Forwarder]:
    forwarder = Forwarder(lite_engine.addresses.gateway)
    yield forwarder
    forwarder.cut()


@pytest.fixture
def toys(lite_engine, tmp_path):
    """Start toy workers; settings are those of section worker."""
    started = []

    def start(address: str | None = None, **settings: object) -> Toys:
        environment = dict(os.environ) | {
            "TERTIB_HOME": str(tmp_path),
            "ZEEBE_ADDRESS": address or lite_engine.addresses.gateway,
            "TERTIB_WORKER_HTTP_PORT": "0",
        }
        environment |= {f"TERTIB_WORKER_{k.upper()}": str(v) for k, v in settings.items()}
        started.append(Toys(tmp_path, environment))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.wait()


@pytest.fixture
def work(tmp_path):
    """Start `tertib work` with no engine to be found; settings are variables of its own."""
    started = []

    def start(**settings: object) -> subprocess.Popen:
        environment = dict(os.environ) | {
            "TERTIB_HOME": str(tmp_path),
            "TERTIB_WORKER_HTTP_PORT": "0",
            "ZEEBE_ADDRESS": "127.0.0.1:1",
        }
        environment |= {name: str(value) for name, value in settings.items()}
        command = [sys.executable, "-m", "deploy", "work", "--type", "letter-number"]
        with (tmp_path / "log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, stderr=log))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def events(tmp_path):
    """What the worker that was started so has logged until now."""

    def read() -> list[str]:
        lines = (tmp_path / "log").read_bytes().splitlines()
        return [json.loads(line)["event"] for line in lines if line.startswith(b"{")]

    return read
