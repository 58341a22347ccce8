"""Meta's WhatsApp Cloud API.

https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import requests

from workers.decoding import decode
from workers.sending.claims import Outcome
from workers.sending.deliveries import key_of
from workers.sending.whatsapp.codes import verdict
from workers.sending.whatsapp.config import authorization
from workers.sending.whatsapp.posting import Answer, Verdict, answer_of, verdict_by_status
from workers.sending.whatsapp.provider import UnfinishedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.sending.whatsapp.config import WhatsappConfig
    from workers.sending.whatsapp.message import Enclosure, WhatsappMessage

LONGEST_CAPTION = 1024  # characters, of a document's
# All of a template that is filled may have 1024 characters; its own words need some of them.
LONGEST_PARAMETER = 800
_USAGE = "x-business-use-case-usage"


class _Sent(msgspec.Struct):
    id: str


class _Taken(msgspec.Struct):
    messages: list[_Sent]


class _Error(msgspec.Struct):
    code: int
    error_subcode: int | None = None


class _Refused(msgspec.Struct):
    error: _Error


class _Usage(msgspec.Struct):
    estimated_time_to_regain_access: float = 0  # minutes


class CloudApi:
    """See ``workers.sending.whatsapp.provider.Provider``."""

    def __init__(self, config: WhatsappConfig) -> None:
        self._config = config
        self._number = f"{config.api.rstrip('/')}/{config.version}/{config.phone_number_id}"
        self.url = f"{self._number}/messages"
        self.headers = authorization(config.token)

    def content(self, message: WhatsappMessage, http: requests.Session) -> bytes:
        """Return the request of a message; what is enclosed is uploaded before."""
        config, enclosure = self._config, message.enclosure
        # Without a template for documents, one that names the document must do.
        shown = enclosure is not None and bool(config.document_template or not config.template)
        media = self._upload(enclosure, http) if enclosure and shown else None
        template = config.document_template if media else config.template
        request: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.to,
            # Comes back with each word on the delivery, also when we never hear the message's id.
            "biz_opaque_callback_data": message.tag,
        }
        document = _document(media, enclosure) if media and enclosure else None
        if template:
            request |= {"type": "template", "template": self._template(template, message, document)}
        elif document:
            caption = _cut(message.text, LONGEST_CAPTION)
            request |= {"type": "document", "document": document | {"caption": caption}}
        else:
            text = {"preview_url": False, "body": message.text}
            request |= {"type": "text", "text": text}
        return msgspec.json.encode(request)

    def judge(self, answer: Answer) -> Verdict:
        """Say what an answer means."""
        if not answer.is_good:
            return _refusal(answer)
        try:
            taken = decode(answer.content, _Taken)
        except (msgspec.DecodeError, UnicodeDecodeError):
            taken = _Taken([])
        if not taken.messages:
            return Verdict(outcome=Outcome(status="unknown", reason="no-id"), away=True)
        return Verdict(outcome=Outcome(status="sent", provider_key=key_of(taken.messages[0].id)))

    def _template(
        self, name: str, message: WhatsappMessage, document: dict[str, str] | None
    ) -> dict[str, Any]:
        known = {"subject": message.subject, "text": message.body, "number": message.number}
        filled = [
            {"type": "text", "text": _one_line(known[each])} for each in self._config.parameters
        ]
        components: list[dict[str, Any]] = []
        if document:
            header = {"type": "document", "document": document}
            components.append({"type": "header", "parameters": [header]})
        if filled:
            components.append({"type": "body", "parameters": filled})
        language = {"code": self._config.template_language}
        return {"name": name, "language": language, "components": components}

    def _upload(self, enclosure: Enclosure, http: requests.Session) -> str:
        """Give Meta the document and return its id there. It keeps it for 30 days."""
        file = (enclosure.file_name, enclosure.content, enclosure.content_type)
        fields = {"messaging_product": "whatsapp", "type": enclosure.content_type}
        try:
            response = http.post(
                f"{self._number}/media",
                data=fields,
                files={"file": file},
                timeout=self._config.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise UnfinishedError(_put_off(type(error).__name__)) from None
        answer = answer_of(response)
        try:
            return decode(answer.content, _Sent).id
        except (msgspec.DecodeError, UnicodeDecodeError):
            refused = _put_off("no-media-id") if answer.is_good else _refusal(answer)
            if refused.outcome.status == "unknown":  # the document is; the message was not sent
                refused = _put_off(refused.outcome.reason or "upload")
            raise UnfinishedError(refused) from None


def _refusal(answer: Answer) -> Verdict:
    try:
        error = decode(answer.content, _Refused).error
    except (msgspec.DecodeError, UnicodeDecodeError):  # somebody between us and Meta
        return verdict_by_status(answer)
    told = answer.wait or _regained(answer.headers)
    return verdict(error.code, error.error_subcode, answer.status, told)


def _regained(headers: Mapping[str, str]) -> timedelta:
    """How long until Meta lets the account call again, as a header of its own tells."""
    try:
        usage = decode(headers.get(_USAGE, "{}"), dict[str, list[_Usage]])
    except msgspec.DecodeError:
        return timedelta()
    minutes = [each.estimated_time_to_regain_access for uses in usage.values() for each in uses]
    return timedelta(minutes=max(minutes, default=0))


def _document(media: str, enclosure: Enclosure) -> dict[str, str]:
    return {"id": media, "filename": enclosure.file_name}


def _put_off(reason: str) -> Verdict:
    return Verdict(outcome=Outcome(status="ready", reason=reason), away=True)


def _one_line(text: str) -> str:
    """Write a text as a template's parameter: no line breaks, no runs of spaces, never empty."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return _cut(" · ".join(filter(None, lines)), LONGEST_PARAMETER) or "-"


def _cut(text: str, longest: int) -> str:
    """Shorten a text at a word's end, visibly."""
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    return (start.rpartition(" ")[0] or start).rstrip() + "…"
