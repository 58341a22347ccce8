"""The engine under attack: a broker and a gateway, each a process that can be hurt alone."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Any

import msgspec
import psutil
import requests

from deploy.engine import processes, store
from deploy.engine.artefacts import CAMUNDA
from deploy.engine.broker import broker, camunda_java
from deploy.engine.health import wait_until_ready
from deploy.engine.logs import LOG4J
from deploy.engine.part import Part
from deploy.engine.ports import HOST, Ports
from deploy.engine.progress import Narrator

if TYPE_CHECKING:
    from deploy.engine.home import Home

EXPORTER = "io.camunda.zeebe.exporter.ElasticsearchExporter"
# What the judge and the officers read; every other kind of record stays in the broker.
EXPORTED = frozenset({"incident", "job", "processInstance", "userTask", "variable"})
NOT_EXPORTED = frozenset(
    {
        *("checkpoint", "command", "commandDistribution", "compensationSubscription", "decision"),
        *("decisionEvaluation", "decisionRequirements", "deployment", "deploymentDistribution"),
        *("error", "escalation", "form", "jobBatch", "message", "messageBatch"),
        *("messageCorrelation", "messageStartEventSubscription", "messageSubscription", "process"),
        *("processEvent", "processInstanceBatch", "processInstanceCreation"),
        *("processInstanceMigration", "processInstanceModification"),
        *("processMessageSubscription", "rejection", "resourceDeletion", "signal"),
        *("signalSubscription", "timer", "variableDocument"),
    }
)


class Engine:
    """Started by ``start``; ``stop`` ends both processes."""

    def __init__(self, home: Home, ports: Ports, recorder_url: str) -> None:
        self.home = home
        self.ports = ports
        self._broker = _broker(home, ports, recorder_url)
        self._gateway = _gateway(home, ports)
        self._running: dict[str, psutil.Process] = {}
        self._hours = 0.0  # that the broker's clock is ahead

    @property
    def gateway_address(self) -> str:
        return f"{HOST}:{self.ports.gateway}"

    @property
    def rest_address(self) -> str:
        return f"http://{HOST}:{self.ports.rest}"

    def start(self) -> None:
        with Narrator() as narrator:
            store.provide((CAMUNDA,), narrator.fetching)
        for part in (self._broker, self._gateway):
            self._running[part.name] = processes.start(self.home, part)
        self._wait(self._broker, self._gateway)

    def stop(self) -> None:
        for process in self._running.values():
            process.send_signal(signal.SIGCONT)
        processes.stop(self._running.values())

    def kill_broker(self, seconds: float) -> None:
        """End the broker with SIGKILL and start it on its data ``seconds`` later."""
        self._running["broker"].kill()
        self._running["broker"].wait()
        time.sleep(seconds)
        self._running["broker"] = processes.start(self.home, self._broker)
        self._wait(self._broker)
        self._advance(self._hours)

    def pause_gateway(self) -> None:
        self._running["gateway"].send_signal(signal.SIGSTOP)

    def resume_gateway(self) -> None:
        self._running["gateway"].send_signal(signal.SIGCONT)

    def move_clock(self, hours: float) -> None:
        """Set the broker's clock forward. It stays so over restarts, as a real one would.

        Never back: what a lost worker held would then be its own for those hours.
        """
        self._hours += hours
        self._advance(hours)

    def _advance(self, hours: float) -> None:
        clock = f"http://{HOST}:{self.ports.management}/actuator/clock/add"
        offset = {"offsetMilli": round(hours * 3_600_000)}
        requests.post(clock, json=offset, timeout=30).raise_for_status()

    def _wait(self, *parts: Part) -> None:
        running = {part: self._running[part.name] for part in parts}
        wait_until_ready(self.home, running, lambda _part: None)


def _broker(home: Home, ports: Ports, recorder_url: str) -> Part:
    """The product's own broker, without its gateway, telling the recorder what happens."""
    part = broker(home, ports, exports=False)
    given = part.files["broker/application.yaml"]
    assert isinstance(given, bytes)
    configuration = msgspec.json.decode(given)
    configuration["server"]["port"] = ports.webapps  # the gateway has the REST API
    configuration["zeebe"]["clock"] = {"controlled": True}
    configuration["management"]["endpoints"] = {"web": {"exposure": {"include": "*"}}}
    settings = configuration["zeebe"]["broker"]
    settings["gateway"]["enable"] = False
    settings["exporters"] = {"recorder": {"className": EXPORTER, "args": _exported(recorder_url)}}
    # A broker begins again at its last snapshot, and tells the recorder all that came after it.
    settings["data"]["snapshotPeriod"] = "1m"
    settings["data"]["disk"]["freeSpace"] = {"processing": "200MB", "replication": "100MB"}
    files = {**part.files, "broker/application.yaml": msgspec.json.encode(configuration)}
    return _replaced(part, files=files, ports={})


def _exported(recorder_url: str) -> dict[str, Any]:
    index = dict.fromkeys(EXPORTED, True) | dict.fromkeys(NOT_EXPORTED, False)
    return {
        "url": recorder_url,
        "bulk": {"delay": 1, "size": 200},
        "index": {"createTemplate": False, **index},
    }


def _gateway(home: Home, ports: Ports) -> Part:
    cluster = {
        "host": HOST,
        "port": ports.webapps_cluster,
        "initialContactPoints": [f"{HOST}:{ports.internal}"],
        "memberId": "gateway",
    }
    configuration = {
        "zeebe": {
            "gateway": {"network": {"host": HOST, "port": ports.gateway}, "cluster": cluster},
            "broker": {"gateway": {"enable": True}},  # the REST API looks here, too
        },
        "camunda": {"rest": {"enabled": True}},
        "server": {"address": HOST, "port": ports.rest},
        "management": {"server": {"address": HOST, "port": ports.webapps_management}},
    }
    return Part(
        name="gateway",
        title="Zeebe gateway",
        artefact=CAMUNDA,
        ports={},
        java=camunda_java(home, "gateway", "io.camunda.application.StandaloneGateway"),
        files={
            "gateway/application.yaml": msgspec.json.encode(configuration),
            "gateway/log4j2.properties": LOG4J,
        },
        health=f"http://{HOST}:{ports.webapps_management}/actuator/health/readiness",
        heap="256m",
        resident=350,
    )


def _replaced(part: Part, **changes: Any) -> Part:
    return msgspec.structs.replace(part, **changes)
