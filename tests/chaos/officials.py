"""The officials who sign, whatever breaks: what did not work this time is done the next."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workers.signing import queue
from workers.state.state import open_state

if TYPE_CHECKING:
    from pathlib import Path

    from workers.signing.signer import Purpose
    from workers.state.state import State

PAUSE_S = 0.5


class Pen:
    """Signs at once: what is tried here is the queue, not cryptography."""

    def sign(self, document: bytes, purpose: Purpose) -> bytes:
        return document + f"\n% {purpose.number}\n".encode()


class Officials:
    """Sign what waits until they are sent home."""

    def __init__(self, url: str, documents: Path) -> None:
        self._url, self._documents = url, documents
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def _work(self) -> None:
        state = open_state(self._url, self._documents)
        while not self._closing.wait(PAUSE_S):
            try:
                self._sign(state)
            except Exception:  # noqa: BLE001, S112 -- the judge sees whom nobody signed for
                continue
        state.close()

    @staticmethod
    def _sign(state: State) -> None:
        with state.database.reading() as connection:
            waiting = queue.waiting(connection)
        for request in waiting:
            now = datetime.now(UTC)
            if request.document_id is None:
                queue.sign_on_paper(state, request.number, now)
            else:
                queue.sign(state, request.number, Pen(), now)
