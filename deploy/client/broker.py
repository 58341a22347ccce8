"""The broker's REST API (v2): deploy, start, complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from deploy.client.http import Api, ApiError
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deploy.cluster import Cluster

NOT_FOUND = 404
CONFLICT = 409


class Deployed(msgspec.Struct, frozen=True, kw_only=True):
    """One process as the engine now knows it."""

    id: str
    version: int
    key: str


class Broker:
    """A Zeebe gateway's REST API."""

    def __init__(self, cluster: Cluster) -> None:
        self._api = Api("The Zeebe gateway", cluster.rest_address, cluster.headers())

    def deploy(self, files: Mapping[str, bytes]) -> tuple[Deployed, ...]:
        """Deploy files (name to content) together: a diagram and its forms are one version."""
        parts = [("resources", (name, content)) for name, content in files.items()]
        answer = self._api.call("POST", "/v2/deployments", files=parts)
        found = (item.get("processDefinition") for item in answer["deployments"])
        return tuple(_deployed(process) for process in found if process)

    def start(self, process_id: str, variables: Mapping[str, Any], *, at: str | None = None) -> str:
        """Start an instance of the latest version and return its key.

        Args:
            process_id: the process's id in its diagram.
            variables: the instance's first variables.
            at: element to start before, instead of the start event.

        Raises:
            DeployError: the engine has no such process.
        """
        body: dict[str, Any] = {"processDefinitionId": process_id, "variables": dict(variables)}
        if at:
            body["startInstructions"] = [{"elementId": at}]
        try:
            answer = self._api.call("POST", "/v2/process-instances", json=body)
        except ApiError as error:
            if error.status != NOT_FOUND:
                raise
            raise DeployError(
                f"The engine has no process {process_id!r}.",
                "Deploy its diagram with `tertib deploy`, which prints the ids.",
            ) from None
        return str(answer["processInstanceKey"])

    def complete(self, task_key: str, variables: Mapping[str, Any], *, by: str) -> bool:
        """Claim a user task for ``by`` and complete it. False: somebody else finished it."""
        path = f"/v2/user-tasks/{task_key}"
        try:
            self._api.call("POST", f"{path}/assignment", json={"assignee": by})
            self._api.call("POST", f"{path}/completion", json={"variables": dict(variables)})
        except ApiError as error:
            if error.status in {NOT_FOUND, CONFLICT}:
                return False
            raise
        return True

    def is_running(self, instance: str) -> bool:
        """Whether an instance is under way; False: it has ended, was cancelled, or never was.

        The engine answers no such question before Camunda 8.8. It modifies what runs alone, though,
        and a modification without instructions changes nothing.
        """
        path = f"/v2/process-instances/{instance}/modification"
        try:
            self._api.call("POST", path, json={"activateInstructions": []})
        except ApiError as error:
            if error.status == NOT_FOUND:
                return False
            raise
        return True

    def cancel(self, instance: str) -> bool:
        """End an instance where it stands. False: it is over."""
        path = f"/v2/process-instances/{instance}/cancellation"
        try:
            self._api.call("POST", path, json={})
        except ApiError as error:
            if error.status == NOT_FOUND:
                return False
            raise
        return True


def _deployed(process: Mapping[str, Any]) -> Deployed:
    return Deployed(
        id=process["processDefinitionId"],
        version=process["processDefinitionVersion"],
        key=str(process["processDefinitionKey"]),
    )
