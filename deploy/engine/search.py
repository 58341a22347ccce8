"""OpenSearch: where the broker's exporter writes and Operate and Tasklist read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from deploy.engine.artefacts import ICU, OPENSEARCH
from deploy.engine.logs import LOG4J
from deploy.engine.part import Part
from deploy.engine.ports import HOST
from deploy.engine.store import place

if TYPE_CHECKING:
    from deploy.engine.home import Home
    from deploy.engine.ports import Ports

# OpenSearch would refuse to run as root, for servers that strangers can reach. Ours listens on
# the loopback with the rights of the broker beside it, and another user could not even read a
# Python environment below root's home. Without its native library it does not ask.
AS_ROOT = ("-Djna.nosys=true", "-Djna.noclasspath=true")


def search(home: Home, ports: Ports) -> Part:
    """The search store's process."""
    return Part(
        name="search",
        title="OpenSearch",
        artefact=OPENSEARCH,
        ports={"HTTP": ports.search, "transport": ports.search_transport},
        java=(*_options(home), "org.opensearch.bootstrap.OpenSearch"),
        files={
            "search/opensearch.yml": msgspec.json.encode(_configuration(home, ports)),
            "search/log4j2.properties": LOG4J,
        },
        health=f"http://{HOST}:{ports.search}/_cluster/health?wait_for_status=yellow&timeout=1s",
        heap="384m",
        resident=450,
    )


def _options(home: Home) -> tuple[str, ...]:
    place_of = place(OPENSEARCH)
    classpath = [f"{place_of}/lib/*", *(str(place(jar)) for jar in ICU)]
    return (
        f"-javaagent:{place_of}/agent/opensearch-agent.jar",
        "--add-opens=java.base/java.nio=org.apache.arrow.memory.core,ALL-UNNAMED",
        "-Djava.locale.providers=CLDR,SPI",
        f"-Dopensearch.path.home={place_of}",
        f"-Dopensearch.path.conf={home.config / 'search'}",
        "-Dopensearch.distribution.type=tar",
        "-Dopensearch.bundled_jdk=false",
        # Otherwise its JVM lingers after it has stopped.
        "-Dlog4j.shutdownHookEnabled=false",
        "-Dlog4j2.disable.jmx=true",
        f"-Djna.tmpdir={home.tmp / 'search'}",
        *(AS_ROOT if os.geteuid() == 0 else ()),
        "-classpath",
        os.pathsep.join(classpath),
    )


def _configuration(home: Home, ports: Ports) -> dict[str, object]:
    return {
        "cluster.name": "tertib",
        "node.name": "tertib",
        "discovery.type": "single-node",
        "network.host": HOST,
        "http.port": ports.search,
        "transport.port": ports.search_transport,
        "path.data": str(home.data / "search"),
        "path.logs": str(home.logs),
        # The usual limits are shares of the disk: on a large, rather full one they would stop
        # an engine that has gigabytes left.
        "cluster.routing.allocation.disk.watermark.low": "600mb",
        "cluster.routing.allocation.disk.watermark.high": "400mb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "200mb",
    }
