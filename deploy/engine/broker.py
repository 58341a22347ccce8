"""The Zeebe broker with its gateway: runs the processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.engine.artefacts import CAMUNDA
from deploy.engine.logs import LOG4J, RECORDS
from deploy.engine.part import Part
from deploy.engine.ports import HOST
from deploy.engine.store import place

if TYPE_CHECKING:
    from deploy.engine.home import Home
    from deploy.engine.ports import Ports

EXPORTER = "io.camunda.zeebe.exporter.opensearch.OpensearchExporter"
RECORDER = "io.camunda.zeebe.broker.exporter.debug.DebugLogExporter"


def broker(home: Home, ports: Ports, *, exports: bool, records: bool = False) -> Part:
    """The broker's process.

    Args:
        home: the engine's.
        ports: the engine's.
        exports: tell OpenSearch what happens.
        records: write it to a file, too.
    """
    return Part(
        name="broker",
        title="Zeebe",
        artefact=CAMUNDA,
        ports={
            "gateway (gRPC)": ports.gateway,
            "REST": ports.rest,
            "management": ports.management,
            "command": ports.command,
            "internal": ports.internal,
        },
        java=camunda_java(home, "broker", "io.camunda.application.StandaloneBroker"),
        files={
            "broker/application.yaml": msgspec.json.encode(
                _configuration(home, ports, exports=exports, records=records)
            ),
            "broker/log4j2.properties": LOG4J
            + (RECORDS.format(file=home.records).encode() if records else b""),
        },
        health=f"http://{HOST}:{ports.management}/actuator/health/readiness",
        heap="512m",
        resident=500,
    )


def camunda_java(home: Home, name: str, main: str) -> tuple[str, ...]:
    """Arguments that start one of the distribution's programs, as its own script does."""
    root = place(CAMUNDA)
    return (
        f"-Dapp.name={name}",
        f"-Dapp.home={root}",
        f"-Dbasedir={root}",
        f"-Dspring.config.additional-location=file:{home.config / name}/",
        f"-Dlog4j2.configurationFile={home.config / name}/log4j2.properties",
        "-classpath",
        f"{home.config / name}/classpath:{root}/config:{root}/lib/*",
        main,
    )


def _configuration(home: Home, ports: Ports, *, exports: bool, records: bool) -> dict[str, Any]:
    exporters: dict[str, Any] = {}
    if exports:
        exporters["opensearch"] = _exporter(ports)
    if records:
        exporters["records"] = {"className": RECORDER, "args": {"logLevel": "info"}}
    configuration: dict[str, Any] = {
        "gateway": {"network": {"host": HOST, "port": ports.gateway}},
        "network": {
            "host": HOST,
            "commandApi": {"port": ports.command},
            "internalApi": {"port": ports.internal},
        },
        "data": {
            # Without its exporter the broker forgets how far Operate has read, and Operate would
            # then skip what is new: so each way to run keeps its own data.
            "directory": str(home.data / ("broker" if exports else "broker-alone")),
            "logSegmentSize": "32MB",
            "disk": {"freeSpace": {"processing": "400MB", "replication": "200MB"}},
        },
    }
    if exporters:
        configuration["exporters"] = exporters
    return {
        "zeebe": {"broker": configuration},
        "server": {"address": HOST, "port": ports.rest},
        "management": {"server": {"address": HOST, "port": ports.management}},
    }


def _exporter(ports: Ports) -> dict[str, Any]:
    return {
        "className": EXPORTER,
        "args": {
            "url": f"http://{HOST}:{ports.search}",
            "bulk": {"delay": 1},  # seconds: a person watches
            "index": {"numberOfShards": 1},
        },
    }
