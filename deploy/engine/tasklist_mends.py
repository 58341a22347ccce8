"""Tasklist 8.6.0, mended where it fails on this search store.

What is mended is read from the distribution when the part is started and laid before it on the
class path; nothing of it is in this project.

- It writes the moment a task was completed without its milliseconds when these are zero
  ("2026-01-05T09:00:00Z"), which its own schemas for OpenSearch refuse; its importer then tries
  that record for ever and shows no task any more. One completed task in a thousand is such a one.
- It orders tasks by date with a script for OpenSearch 2; version 3 has no ``getMillis`` and answers
  with an error. Its page always asks for such an order (camunda/camunda #52851).
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

STORE = "io/camunda/tasklist/store/opensearch/TaskStoreOpenSearch.class"
SCRIPT = b"def sf = "  # how the ordering script begins, in the class's constants
JODA, JAVA_TIME = b"value.getMillis()", b"value.toInstant().toEpochMilli()"


def mends() -> Mapping[str, Callable[[], bytes]]:
    """Resources by name, each read and mended once the distribution is here."""
    schemas = {name: partial(_mend_schema, name) for name in SCHEMAS}
    return {**schemas, STORE: _mend_ordering}


def _mend_schema(name: str) -> bytes:
    return _original(name).replace(REFUSES, TAKES)


def _mend_ordering() -> bytes:
    """Replace one text constant; a class file has its length in the two bytes before it."""
    code = _original(STORE)
    start = code.index(SCRIPT)
    end = start + int.from_bytes(code[start - 2 : start], "big")
    script = code[start:end].replace(JODA, JAVA_TIME)
    return code[: start - 2] + len(script).to_bytes(2, "big") + script + code[end:]


def _original(name: str) -> bytes:
    with zipfile.ZipFile(place(CAMUNDA) / JAR) as jar:
        return jar.read(name)
