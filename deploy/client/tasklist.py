"""Tasklist's API (v1): which tasks wait, and the form each shows.

The broker's own search (v2) needs no Tasklist but only comes with Camunda 8.8; Tasklist 8.6
answers this one.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from deploy.client.login import login

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deploy.cluster import Cluster

PAGE_SIZE = 200


class Task(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A user task waiting in Tasklist."""

    id: str
    name: str
    task_definition_id: str  # the element's id in the diagram
    process_instance_key: str
    process_definition_key: str
    form_id: str | None = None
    candidate_groups: tuple[str, ...] | None = None


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """A user task that is done.

    Of one done in Tasklist, all variables of the instance as they were then are known; of one
    done by the engine's API, those that were handed over.
    """

    at: datetime  # aware
    variables: dict[str, Any]


class Tasklist:
    """A Tasklist, logged in."""

    def __init__(self, cluster: Cluster) -> None:
        self._api = login("Tasklist", cluster.tasklist_address, cluster)
        self._forms: dict[tuple[str, str], dict[str, Any]] = {}

    def waiting(self) -> Iterator[Task]:
        """The tasks that wait for somebody, in the order in which Tasklist's page lists them."""
        query: dict[str, Any] = {
            "state": "CREATED",
            "pageSize": PAGE_SIZE,
            "sort": [{"field": "creationTime", "order": "DESC"}],
        }
        for item in self._search(query):
            yield msgspec.convert(item, Task)

    def completed(self, instance: str, variables: Sequence[str]) -> Iterator[Completed]:
        """The tasks of an instance that are done, in the order in which they were.

        Args:
            instance: its key.
            variables: names of those wanted.
        """
        query: dict[str, Any] = {
            "state": "COMPLETED",
            "processInstanceKey": instance,
            "pageSize": PAGE_SIZE,
            "sort": [{"field": "completionTime", "order": "ASC"}],
            "includeVariables": [
                {"name": name, "alwaysReturnFullValue": True} for name in variables
            ],
        }
        for item in self._search(query):
            known = item.get("variables") or ()
            yield Completed(
                at=datetime.fromisoformat(item["completionDate"]),
                variables={each["name"]: msgspec.json.decode(each["value"]) for each in known},
            )

    def form(self, task: Task) -> dict[str, Any] | None:
        """The task's form as form-js JSON; None for a task that Tasklist shows without one."""
        if task.form_id is None:
            return None
        key = (task.process_definition_key, task.form_id)
        if key not in self._forms:
            query = {"processDefinitionKey": task.process_definition_key}
            answer = self._api.call("GET", f"/v1/forms/{task.form_id}", params=query)
            self._forms[key] = msgspec.json.decode(answer["schema"])
        return self._forms[key]

    def _search(self, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        while True:
            page = self._api.call("POST", "/v1/tasks/search", json=query)
            yield from page
            if len(page) < PAGE_SIZE:
                return
            query["searchAfter"] = page[-1]["sortValues"]
