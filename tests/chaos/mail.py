"""A mail server that loses its temper: it hangs up, or says "not now", at moments of its own."""

from __future__ import annotations

import email
import random
import socket
from asyncio import WriteTransport
from collections import Counter
from email.policy import default
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiosmtpd.smtp import SMTP, Envelope, Session

TEMPER = 0.1  # how often it does each of its bad turns


class Catcher:
    """Counts what it took, by Message-ID."""

    def __init__(self, seed: int) -> None:
        self.taken: Counter[str] = Counter()
        self.turns: Counter[str] = Counter()
        self._drawn = random.Random(seed)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)
        self._controller.start()

    def close(self) -> None:
        self._controller.stop(no_assert=True)

    @property
    def environment(self) -> Mapping[str, str]:
        """What leads workers here."""
        return {
            "TERTIB_SMTP_HOST": "127.0.0.1",
            "TERTIB_SMTP_PORT": str(self._port),
            "TERTIB_SMTP_SECURITY": "none",
            "TERTIB_SMTP_TIMEOUT": "2",
            "TERTIB_SMTP_RETRY": "1",
        }

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self._is_cross("hung up in the middle"):
            _hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self._is_cross("not now"):
            return "451 Not now"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=default)
        self.taken[message["Message-ID"]] += 1
        if self._is_cross("took it and hung up"):
            _hang_up(server)
        return "250 OK"

    def _is_cross(self, turn: str) -> bool:
        cross = self._drawn.random() < TEMPER
        self.turns[turn] += cross
        return cross


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, WriteTransport)
    server.transport.abort()
