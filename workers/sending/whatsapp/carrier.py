"""The carrier of WhatsApp messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

import structlog

from workers.sending.pace import Pace
from workers.sending.whatsapp.message import read_message
from workers.sending.whatsapp.posting import Answer, Verdict, open_http, post_once
from workers.sending.whatsapp.provider import UnfinishedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workers.sending.claims import Claim, Outcome
    from workers.sending.whatsapp.config import WhatsappConfig
    from workers.sending.whatsapp.message import WhatsappMessage
    from workers.sending.whatsapp.provider import Provider
    from workers.state.documents import DocumentStore

log = structlog.get_logger()

CHANNEL = "whatsapp"


class WhatsappCarrier:
    """See ``workers.sending.carrier.Carrier``."""

    channel = CHANNEL
    span = "WhatsApp send"

    def __init__(
        self, config: WhatsappConfig, provider: Provider, documents: DocumentStore
    ) -> None:
        """Connect nothing yet.

        Args:
            config: says how fast and how patiently.
            provider: takes the messages.
            documents: the store that they are in.
        """
        self._provider = provider
        self._documents = documents
        self._timeout = config.timeout
        self.pace = Pace(most=config.per_second, apart=timedelta(seconds=config.apart))
        self.retry = timedelta(seconds=config.retry)
        # A document is uploaded and a request answered in several parts, each in its own time.
        self.claimed = self.sending = timedelta(seconds=10 * config.timeout)

    def read(self, held: Claim) -> WhatsappMessage:
        """Read a message, and what is enclosed, from the store."""
        return read_message(self._documents, held)

    def open(self) -> WhatsappSession:
        """Begin to send; whether we are let in shows with the first message."""
        return WhatsappSession(self._provider, self._timeout)

    def report_away(self, reason: str) -> None:
        """Log that nobody takes messages just now."""
        log.warning("whatsapp_unavailable", reason=reason)


class WhatsappSession:
    """See ``workers.sending.carrier.Session``."""

    def __init__(self, provider: Provider, timeout: float) -> None:
        self._provider = provider
        self._timeout = timeout
        self._http = open_http(provider.headers)
        self.is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def deliver(self, message: WhatsappMessage, begin: Callable[[], bool]) -> Outcome | None:
        """Hand over a message."""
        try:
            content = self._provider.content(message, self._http)
        except UnfinishedError as error:
            return self._judged(error.verdict)
        answer = post_once(self._http, self._provider.url, content, begin, timeout=self._timeout)
        if isinstance(answer, Answer):
            return self._judged(self._provider.judge(answer))
        self.is_open = answer is None
        return answer

    def _judged(self, verdict: Verdict) -> Outcome:
        self.is_open = not verdict.away
        return verdict.outcome
