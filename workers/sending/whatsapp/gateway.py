"""A messenger's gateway that takes JSON by HTTP, in whatever shape the settings give it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import msgspec

from workers.sending.claims import Outcome
from workers.sending.deliveries import key_of
from workers.sending.whatsapp.filling import fill, wants
from workers.sending.whatsapp.posting import Answer, Verdict, verdict_by_status

if TYPE_CHECKING:
    import requests

    from workers.sending.whatsapp.config import GatewayConfig
    from workers.sending.whatsapp.message import WhatsappMessage


class Gateway:
    """See ``workers.sending.whatsapp.provider.Provider``."""

    def __init__(self, config: GatewayConfig) -> None:
        self._config = config
        self._template = config.template
        self._takes_media = wants(self._template, "media")
        self.url = config.url
        self.headers = config.named_headers

    def content(self, message: WhatsappMessage, http: requests.Session) -> bytes:
        """Return the request of a message; nothing has to be done before."""
        del http
        return msgspec.json.encode(fill(self._template, self._values(message)))

    def judge(self, answer: Answer) -> Verdict:
        """Say what an answer means."""
        if not answer.is_good:
            return verdict_by_status(answer)
        said = answer.decoded()
        if self._config.accepted_field and _at(said, self._config.accepted_field) is not True:
            return Verdict(outcome=Outcome(status="failed", reason="refused"))
        named = _at(said, self._config.id_field) if self._config.id_field else None
        key = key_of(str(named)) if isinstance(named, (str, int)) else None
        return Verdict(outcome=Outcome(status="sent", provider_key=key))

    def _values(self, message: WhatsappMessage) -> dict[str, str | None]:
        enclosure = message.enclosure if self._takes_media else None
        media = base64.b64encode(enclosure.content).decode() if enclosure else None
        return {
            "to": message.to,
            "digits": message.to.lstrip("+"),
            "text": message.text,
            "subject": message.subject,
            "number": message.number,
            "reference": message.tag,
            "media": media,
            "file_name": enclosure.file_name if enclosure else None,
            "content_type": enclosure.content_type if enclosure else None,
        }


def _at(said: Any, path: str) -> Any:
    """Return what stands at a path such as ``messages.0.id``; None: nothing does."""
    for step in path.split("."):
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and step.isdecimal() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    return said
