"""Who takes WhatsApp messages from us: Meta, or somebody in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

    from workers.sending.whatsapp.message import WhatsappMessage
    from workers.sending.whatsapp.posting import Answer, Verdict


class UnfinishedError(Exception):
    """A request could not be made ready, so that nothing was sent.

    Args:
        verdict: what becomes of the message.
    """

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.outcome.reason)


class Provider(Protocol):
    """An interface over HTTP that sends a message when it is posted to."""

    @property
    def url(self) -> str:
        """Where to post."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request carries; secrets are among it."""

    def content(self, message: WhatsappMessage, http: requests.Session) -> bytes:
        """Return the JSON to post for a message.

        Raises:
            UnfinishedError: something that had to be done before was refused, or failed.
        """

    def judge(self, answer: Answer) -> Verdict:
        """Say what the answer to it means."""
