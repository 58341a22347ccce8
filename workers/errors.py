"""What a handler raises; see ``workers.handler``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import timedelta


class BpmnError(Exception):
    """A business error the diagram can catch. What the handler wrote is rolled back.

    Args:
        code: the error code of the boundary event, upper case with underscores.
        message: for the supervisor; holds no personal data.
        variables: local to the event that catches it; its output mappings carry them on.
    """

    def __init__(self, code: str, message: str, variables: dict[str, Any] | None = None) -> None:
        self.code = code
        self.message = message
        self.variables = variables or {}
        super().__init__(f"{code}: {message}")


class RetryableError(Exception):
    """A passing fault: the job is tried again after a back-off while it has retries left.

    Args:
        message: for the supervisor, should the retries run out; holds no personal data.
        after: how long to wait; None: the runtime's own, growing from try to try.
        spends_retry: False: nothing was tried, and the job keeps its retries.
    """

    def __init__(
        self, message: str, *, after: timedelta | None = None, spends_retry: bool = True
    ) -> None:
        self.message = message
        self.after = after
        self.spends_retry = spends_retry
        super().__init__(message)


class IncidentError(Exception):
    """What only a person can mend (a setting is missing, say): the job stops with this message.

    Its text goes to Operate and the log as it is: it names things, it holds no personal data.
    """
