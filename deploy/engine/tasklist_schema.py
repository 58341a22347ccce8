"""Tasklist's index schemas, mended.

Tasklist 8.6.0 writes the moment a task was completed without its milliseconds when these are
zero ("2026-01-05T09:00:00Z"), which its own schemas for OpenSearch refuse; its importer then tries
that record for ever and shows no task any more. One completed task in a thousand is such a one.
"""

from __future__ import annotations

import zipfile
from functools import partial
from typing import TYPE_CHECKING

from deploy.engine.artefacts import CAMUNDA
from deploy.engine.store import place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

JAR = f"lib/tasklist-els-schema-{CAMUNDA.version}.jar"
SCHEMAS = (
    "schema/os/create/template/tasklist-list-view.json",
    "schema/os/create/template/tasklist-task.json",
)
REFUSES = b'"date_time || epoch_millis"'
TAKES = b'"date_time || date_time_no_millis || epoch_millis"'


def mended() -> Mapping[str, Callable[[], bytes]]:
    """The schemas by resource name, read once the distribution is here."""
    return {name: partial(_mend, name) for name in SCHEMAS}


def _mend(name: str) -> bytes:
    with zipfile.ZipFile(place(CAMUNDA) / JAR) as jar:
        return jar.read(name).replace(REFUSES, TAKES)
