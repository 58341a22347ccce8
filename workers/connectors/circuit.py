"""Circuits: a system that fails again and again is left alone for a while.

One circuit per system in each worker process. It opens after some failures in a row; nothing is
sent while it is open. After its pause one submission tries: it closes the circuit, or opens it for
another pause.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger()


class Circuit:
    """Whether a system may be asked, by how it answered last."""

    def __init__(
        self,
        system: str,
        *,
        failures: int,
        pause: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin closed.

        Args:
            system: its code, for the log.
            failures: so many in a row open it.
            pause: for how many seconds.
            clock: gives seconds that only grow.
        """
        self.system = system
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether the system is left alone, but for one that tries after each pause."""
        return self._failed >= self._most

    def enter(self) -> float:
        """Return 0: go ahead, and say how it went; or for how many seconds to stay away."""
        with self._lock:
            if not self.is_open:
                return 0.0
            now = self._clock()
            if now < self._until:
                return self._until - now
            self._until = now + self._pause  # the others stay away while this one tries
            return 0.0

    def failed(self) -> None:
        """Note that the system did not answer as it should."""
        with self._lock:
            self._failed += 1
            self._until = self._clock() + self._pause
            opened = self._failed == self._most
        if opened:
            log.warning(
                "circuit_opened", system=self.system, failures=self._most, seconds=self._pause
            )

    def answered(self) -> None:
        """Note that it did, whatever it said."""
        with self._lock:
            was_open, self._failed = self.is_open, 0
        if was_open:
            log.info("circuit_closed", system=self.system)


class Circuits:
    """The circuits of a process, made when first needed."""

    def __init__(self) -> None:
        self._circuits: dict[str, Circuit] = {}
        self._shown: list[Callable[[Circuit], object]] = []
        self._lock = threading.Lock()

    def of(self, system: str, *, failures: int, pause: float) -> Circuit:
        """Return a system's circuit; its settings are those it was first asked for with."""
        with self._lock:
            if system not in self._circuits:
                circuit = Circuit(system, failures=failures, pause=pause)
                self._circuits[system] = circuit
                for show in self._shown:
                    show(circuit)
            return self._circuits[system]

    def show(self, show: Callable[[Circuit], object]) -> None:
        """Call ``show`` with each circuit there is, and with each that is made later."""
        with self._lock:
            self._shown.append(show)
            for circuit in self._circuits.values():
                show(circuit)


CIRCUITS = Circuits()
