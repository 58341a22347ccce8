"""Operate's API (v1): where instances stand, what they did, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.client.login import login

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deploy.cluster import Cluster

PAGE_SIZE = 1000


class FlowNode(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A flow node that a token entered."""

    process_instance_key: int
    flow_node_id: str
    type: str  # USER_TASK, SERVICE_TASK, END_EVENT, ...
    state: str  # ACTIVE, COMPLETED, TERMINATED
    flow_node_name: str | None = None
    incident: bool = False


class Incident(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that waits for a person to clear it."""

    process_instance_key: int
    type: str
    message: str


class Operate:
    """An Operate, logged in."""

    def __init__(self, cluster: Cluster) -> None:
        self._api = login("Operate", cluster.operate_address, cluster)

    def states(self, instances: Iterable[str]) -> dict[str, str]:
        """The state of each instance Operate knows: ACTIVE, COMPLETED or CANCELED."""
        wanted = set(instances)
        # Keys grow: what is older than our first instance is somebody else's.
        found = self._search("process-instances", {}, after=min(map(int, wanted)) - 1)
        return {key: item["state"] for item in found if (key := str(item["key"])) in wanted}

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
