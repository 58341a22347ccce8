"""One process of the local engine: what it is called, how it is started, when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from deploy.engine.artefacts import Artefact


class Part(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A process to run, as plain data."""

    name: str  # "search", "broker", "webapps": in messages, file names and on its command line
    title: str  # what people call it
    artefact: Artefact
    ports: Mapping[str, int]  # what each is for, to its number
    java: tuple[str, ...]  # arguments of the JVM, the main class last
    # Configuration files by name, written below the home's config when the part is started.
    files: Mapping[str, bytes | Callable[[], bytes]]
    health: str  # URL that answers 200 when the part is ready
    heap: str  # as the JVM takes it
    resident: int  # MB of memory it comes to need, measured
