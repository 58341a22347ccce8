"""How long to wait before trying again."""

from __future__ import annotations

import random
from datetime import timedelta

# A retried job waits the longer the fewer tries it has left: 16 s, then 32 s of the usual three.
# The engine says how many are left, not how many there were.
LAST_WAIT_S = 64.0
SHORTEST_WAIT_S = 1.0


class Backoff:
    """Waits that double from ``first`` to ``most`` seconds, each drawn from its upper half.

    Drawn, because workers that were refused together would otherwise come back together.
    """

    def __init__(self, first: float, most: float) -> None:
        self._first = first
        self._most = most
        self._next = first

    def next(self) -> float:
        """Seconds to wait now."""
        wait, self._next = self._next, min(self._next * 2, self._most)
        return _jittered(wait)

    def reset(self) -> None:
        """Begin anew, after a success."""
        self._next = self._first


def retry_wait(retries_left: int) -> timedelta:
    """How long a job that failed waits for its next try.

    Args:
        retries_left: tries after this one, at least 1.
    """
    return timedelta(seconds=_jittered(max(SHORTEST_WAIT_S, LAST_WAIT_S / 2**retries_left)))


def _jittered(wait: float) -> float:
    return wait * random.uniform(0.5, 1.0)  # noqa: S311 -- nothing secret about it
