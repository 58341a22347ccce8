"""The carrier of e-mails."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from workers.sending.envelope import read_envelope
from workers.sending.pace import Pace
from workers.sending.smtp import END_OF_CONTENT_S, SmtpSession

if TYPE_CHECKING:
    from workers.sending.claims import Claim
    from workers.sending.config import SmtpConfig
    from workers.sending.envelope import Envelope
    from workers.state.documents import DocumentStore

log = structlog.get_logger()


class MailCarrier:
    """See ``workers.sending.carrier.Carrier``."""

    channel = "email"
    span = "SMTP send"
    sending = timedelta(seconds=2 * END_OF_CONTENT_S)

    def __init__(self, config: SmtpConfig, sender: str, documents: DocumentStore) -> None:
        """Connect nothing yet.

        Args:
            config: names the mail server.
            sender: where bounces go.
            documents: the store that the messages are in.
        """
        self._config = config
        self._sender = sender
        self._documents = documents
        self.pace = Pace(most=config.per_minute, period=timedelta(minutes=1))
        self.retry = timedelta(seconds=config.retry)
        self.claimed = timedelta(seconds=10 * config.timeout)

    def read(self, held: Claim) -> Envelope:
        """Read a message from the store."""
        return read_envelope(self._documents, held.message_id, self._sender)

    def open(self) -> SmtpSession:
        """Connect and sign in."""
        return SmtpSession(self._config)

    def report_away(self, reason: str) -> None:
        """Log that the server is unavailable."""
        log.warning("smtp_unavailable", reason=reason)
