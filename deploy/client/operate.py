"""Operate's API (v1): where instances stand, what they did, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.client.login import login

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deploy.cluster import Cluster

PAGE_SIZE = 1000
NOT_FOUND = 404


class FlowNode(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A flow node that a token entered."""

    process_instance_key: int
    flow_node_id: str
    type: str  # USER_TASK, SERVICE_TASK, END_EVENT, ...
    state: str  # ACTIVE, COMPLETED, TERMINATED
    flow_node_name: str | None = None
    incident: bool = False


class ProcessInstance(msgspec.Struct, frozen=True, kw_only=True):
    """An instance and where it stands."""

    key: str
    process_id: str
    state: str  # ACTIVE, COMPLETED or CANCELED


class Incident(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that waits for a person to clear it."""

    process_instance_key: int
    type: str
    message: str


class Operate:
    """An Operate, logged in."""

    def __init__(self, cluster: Cluster) -> None:
        self._api = login("Operate", cluster.operate_address, cluster)

    def knows(self, process_key: str) -> bool:
        """Whether Operate has seen the deployment of a process definition."""
        path = f"/v1/process-definitions/{process_key}"
        return self._api.call("GET", path, expect=NOT_FOUND) is not None

    def instances(self, *, since: str | None = None) -> Iterator[ProcessInstance]:
        """The instances Operate knows, oldest first.

        Args:
            since: the first key wanted; keys grow.
        """
        after = int(since) - 1 if since else None
        for item in self._search("process-instances", {}, after=after):
            yield ProcessInstance(
                key=str(item["key"]), process_id=item["bpmnProcessId"], state=item["state"]
            )

    def flow_nodes(self, instance: str) -> tuple[FlowNode, ...]:
        """All flow nodes an instance entered, in order."""
        query = {"processInstanceKey": int(instance)}
        found = self._search("flownode-instances", query, sort="startDate")
        return tuple(msgspec.convert(item, FlowNode) for item in found)

    def incidents(self) -> tuple[Incident, ...]:
        """The incidents nobody cleared yet."""
        found = self._search("incidents", {"state": "ACTIVE"})
        return tuple(msgspec.convert(item, Incident) for item in found)

    def _search(
        self, kind: str, query: dict[str, Any], *, sort: str = "key", after: int | None = None
    ) -> Iterator[dict[str, Any]]:
        body: dict[str, Any] = {"filter": query, "size": PAGE_SIZE}
        body["sort"] = [{"field": sort, "order": "ASC"}]
        if after is not None:
            body["searchAfter"] = [after, after]  # by the sort field, then by key
        while True:
            page = self._api.call("POST", f"/v1/{kind}/search", json=body)
            yield from page["items"]
            if len(page["items"]) < PAGE_SIZE:
                return
            body["searchAfter"] = page["sortValues"]
