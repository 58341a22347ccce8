"""What the engine is told of a job: completed, failed, or a BPMN error thrown."""

from __future__ import annotations

from datetime import timedelta

import msgspec

# The gateway takes messages of 4 MB and calls larger ones "pressure", which would be retried for
# ever. Documents are stored and referred to, so nobody comes near it.
MOST_BYTES = 3_000_000


class Complete(msgspec.Struct, frozen=True):
    """Done. ``variables`` is the outputs as a JSON object."""

    variables: bytes
    replayed: bool = False  # done before; this is the recorded result


class Fail(msgspec.Struct, frozen=True):
    """Not done. No retries left makes an incident, which a person resolves."""

    message: str
    retries: int = 0
    wait: timedelta = timedelta()
    place: str | None = None  # where a bug is
    trace: tuple[str, ...] = ()  # the lines that led there, outermost first; for the log
    storage: bool = False  # our own storage is at fault, not the job


class Throw(msgspec.Struct, frozen=True):
    """A business error, caught by the diagram. ``variables`` is a JSON object."""

    code: str
    message: str
    variables: bytes = b"{}"


class GiveBack(msgspec.Struct, frozen=True):
    """Not begun, or not finished in time: somebody else may have it at once, retries kept."""

    retries: int
    message: str = "The worker is stopping; the job was given back."
    wait: timedelta = timedelta()


Answer = Complete | Fail | Throw | GiveBack
