"""What a thread of the sender does again and again, whatever fails of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DBAPIError

from workers.runtime.places import place_of
from workers.sending.carrier import ServerUnavailableError
from workers.state.passing import is_passing

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from workers.runtime.backoff import Backoff

log = structlog.get_logger()


def repeat(
    step: Callable[[], None], stopping: threading.Event, *, every: float, pause: Backoff
) -> None:
    """Take a step until stopped.

    Args:
        step: whatever it raises is survived; it has logged a ServerUnavailableError itself.
        stopping: set, ends it; also a wait.
        every: seconds between two steps.
        pause: how long to wait after one that failed; begun anew by one that did not.
    """
    while not stopping.is_set():
        try:
            step()
        except ServerUnavailableError as error:
            stopping.wait(max(pause.next(), error.wait.total_seconds()))
        except (DBAPIError, OSError) as error:
            if not is_passing(error):
                _report(error)
            log.warning("outbox_unavailable", reason=type(error).__name__)
            stopping.wait(pause.next())
        except Exception as error:  # noqa: BLE001 -- a bug must not end the sending unseen
            _report(error)
            stopping.wait(pause.next())
        else:
            pause.reset()
            stopping.wait(every)


def _report(error: Exception) -> None:
    log.error("outbox_fault", kind=type(error).__name__, place=place_of(error))
