"""What a test needs to know of the diagram it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.diagram.elements import parse, qualified
from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from deploy.resources import Bundle
    from workers.handler import Handler


class Diagram:
    """Names, job types and user tasks of a diagram."""

    def __init__(self, bundle: Bundle) -> None:
        self._path = bundle.diagram
        root = parse(bundle.files[bundle.diagram.name])
        self._names = {e.get("id"): e.get("name") for e in root.iter() if e.get("name")}
        self._tasks = {task.get("id") for task in root.iter(qualified("bpmn:userTask"))}
        definitions = root.iter(qualified("zeebe:taskDefinition"))
        self._types = {definition.get("type", "") for definition in definitions}

    def named(self, element: str) -> str:
        """Name an element as its author knows it."""
        name = self._names.get(element)
        return f"{element} ({name})" if name else element

    def has_job(self, job_type: str) -> bool:
        """Whether it has a job of this type."""
        return job_type in self._types

    def handlers_of(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """Choose the handlers that the diagram's jobs need.

        Raises:
            DeployError: there is none for a type. One that is a FEEL expression is not looked at.
        """
        fixed = {job_type for job_type in self._types if not job_type.startswith("=")}
        if unknown := sorted(fixed - handlers.keys()):
            raise DeployError(
                f"{self._path}: no worker takes jobs of type {', '.join(unknown)}.",
                "Set TERTIB_WORKERS_FOLDER to the folder of the office's workers, or give the "
                "test a stand-in: handlers={...}.",
            )
        if fixed == self._types:
            return {job_type: handlers[job_type] for job_type in sorted(fixed)}
        return dict(handlers)

    def check_tasks(self, elements: Iterable[str]) -> None:
        """Make sure that all of these are user tasks.

        Raises:
            DeployError: one is not.
        """
        if unknown := sorted(set(elements) - self._tasks):
            tasks = ", ".join(sorted(filter(None, self._tasks))) or "none"
            raise DeployError(
                f"{self._path}: {', '.join(unknown)} is no user task.",
                f"Answer these by their ids: {tasks}.",
            )
