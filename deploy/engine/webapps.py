"""Operate and Tasklist: in a process of their own.

In one with the broker, Tasklist 8.6.0 cannot assign or complete a user task: its own security
refuses its call to the REST API (camunda/camunda #21818).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.engine.artefacts import CAMUNDA
from deploy.engine.broker import camunda_java
from deploy.engine.logs import LOG4J
from deploy.engine.part import Part
from deploy.engine.ports import HOST
from deploy.engine.tasklist_mends import mends

if TYPE_CHECKING:
    from deploy.engine.home import Home
    from deploy.engine.ports import Ports

POLL_MS = 500  # how often they look for news; a person watches


def webapps(home: Home, ports: Ports) -> Part:
    """The process of Operate and Tasklist."""
    main = "io.camunda.application.StandaloneCamunda"
    return Part(
        name="webapps",
        title="Operate and Tasklist",
        artefact=CAMUNDA,
        ports={
            "web": ports.webapps,
            "management": ports.webapps_management,
            "cluster": ports.webapps_cluster,
        },
        java=(
            "-Dspring.profiles.active=operate,tasklist,auth",
            *camunda_java(home, "webapps", main),
        ),
        files={
            "webapps/application.yaml": msgspec.json.encode(_configuration(ports)),
            "webapps/log4j2.properties": LOG4J,
            **{f"webapps/classpath/{name}": read for name, read in mends().items()},
        },
        health=f"http://{HOST}:{ports.webapps_management}/actuator/health/readiness",
        heap="512m",
        resident=480,
    )


def _configuration(ports: Ports) -> dict[str, Any]:
    store = f"http://{HOST}:{ports.search}"
    gateway = f"{HOST}:{ports.gateway}"
    app = {
        "opensearch": {"url": store},
        "zeebeOpensearch": {"url": store},
        "importer": {"readerBackoff": POLL_MS, "schedulerBackoff": POLL_MS},
    }
    return {
        "camunda": {
            "database": {"type": "opensearch", "url": store},
            "operate": {**app, "database": "opensearch", "zeebe": {"gatewayAddress": gateway}},
            "tasklist": {
                **app,
                "database": "opensearch",
                # It would ask for OpenSearch's index management, which this one does not have.
                "archiverEnabled": False,
                "zeebe": {
                    "gatewayAddress": gateway,
                    "restAddress": f"http://{HOST}:{ports.rest}",
                },
            },
        },
        "zeebe": {"gateway": {"cluster": _cluster(ports)}},
        "server": {"address": HOST, "port": ports.webapps},
        "management": {"server": {"address": HOST, "port": ports.webapps_management}},
    }


def _cluster(ports: Ports) -> dict[str, Any]:
    """A cluster of its own: left alone it would take the broker's port, on all interfaces."""
    port = ports.webapps_cluster
    return {"host": HOST, "port": port, "initialContactPoints": [f"{HOST}:{port}"]}
