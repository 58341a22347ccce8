"""How WhatsApp messages are sent: section ``whatsapp`` and those that begin with its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from workers.config import ConfigError, Seconds, load
from workers.sending.whatsapp.filling import unknown_places

if TYPE_CHECKING:
    from collections.abc import Mapping

NotNegative = Annotated[float, Meta(ge=0)]
PARAMETERS = ("subject", "text", "number")
_HEADER = re.compile(r"([A-Za-z0-9-]+):[ \t]*([\x21-\x7e][\x20-\x7e]*)")


class WhatsappConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``whatsapp``."""

    provider: Literal["", "cloud", "gateway"] = ""  # empty: messages stay in the outbox
    phone_number_id: str = ""  # Meta's id of the office's number: digits, not the number itself
    token: str = ""  # better in a file: TERTIB_WHATSAPP_TOKEN_FILE
    template: str = ""  # an approved template; empty: plain text, which Meta seldom takes
    document_template: str = ""  # one with a document as its header, for messages with a document
    template_language: str = "id"  # of both, as Meta lists them
    template_parameters: str = "subject,text"  # of both, in the order of {{1}}, {{2}}
    api: str = "https://graph.facebook.com"
    version: Annotated[str, Meta(pattern=r"^v\d+\.\d+$")] = "v23.0"
    timeout: Seconds = 30.0  # for each of the server's answers
    retry: Seconds = 60.0  # first wait after "not now"; doubles up to an hour
    per_second: Annotated[int, Meta(ge=0)] = 80  # messages at most; 0: as many as it takes
    apart: NotNegative = 6.0  # seconds between two messages to the same person

    @property
    def parameters(self) -> list[str]:
        """What fills the templates, in order."""
        return [name.strip() for name in self.template_parameters.split(",") if name.strip()]


class GatewayConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``whatsapp-gateway``."""

    url: str = ""  # where messages are posted
    headers: str = ""  # one a line, "Name: value"; in a file: TERTIB_WHATSAPP_GATEWAY_HEADERS_FILE
    body: str = '{"to": "{to}", "text": "{text}"}'  # JSON with places to fill
    id_field: str = ""  # of the answer, where the message's id stands: messages.0.id
    accepted_field: str = ""  # of the answer, true when the message was taken: status

    @property
    def template(self) -> Any:
        """The body, decoded."""
        return msgspec.json.decode(self.body)

    @property
    def named_headers(self) -> dict[str, str]:
        """The headers by name."""
        lines = filter(None, map(str.strip, self.headers.splitlines()))
        return {found[1]: found[2] for line in lines if (found := _HEADER.fullmatch(line))}


class WebhookConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``whatsapp-webhook``."""

    port: Annotated[int, Meta(ge=0, le=65535)] | None = None  # 0: any free one; None: no webhook
    host: str = "127.0.0.1"
    app_secret: str = ""  # signs what Meta posts; better in a file: ..._APP_SECRET_FILE
    verify_token: str = ""  # a word of our own that Meta shows when it subscribes; likewise


def whatsapp_config() -> WhatsappConfig:
    """Read section ``whatsapp``.

    Raises:
        ConfigError: a setting cannot be used, or one is missing.
    """
    config = load(WhatsappConfig, "whatsapp")
    if unknown := set(config.parameters).difference(PARAMETERS):
        named = ", ".join(sorted(unknown))
        raise ConfigError(f"whatsapp.template_parameters: {named}: one of {', '.join(PARAMETERS)}")
    if config.provider == "cloud":
        _demand(config.phone_number_id.isdecimal(), "whatsapp.phone_number_id", "digits, from Meta")
        _demand(is_token(config.token), "whatsapp.token", "the access token, from Meta")
        _demand(_is_address(config.api), "whatsapp.api", "https://...")
    return config


def gateway_config() -> GatewayConfig:
    """Read section ``whatsapp-gateway``.

    Raises:
        ConfigError: a setting cannot be used, or one is missing.
    """
    config = load(GatewayConfig, "whatsapp-gateway")
    section = "whatsapp-gateway"
    _demand(_is_address(config.url), f"{section}.url", "https://...")
    given = [line for line in config.headers.splitlines() if line.strip()]
    readable = len(config.named_headers) == len(given)
    _demand(readable, f"{section}.headers", '"Name: value", each name once')
    _check_body(config, f"{section}.body")
    return config


def webhook_config() -> WebhookConfig:
    """Read section ``whatsapp-webhook``.

    Raises:
        ConfigError: a setting cannot be used, or one is missing.
    """
    config = load(WebhookConfig, "whatsapp-webhook")
    if config.port is not None:
        _demand(config.app_secret, "whatsapp-webhook.app_secret", "the app's secret, from Meta")
        _demand(config.verify_token, "whatsapp-webhook.verify_token", "a word that Meta is told")
    return config


def is_token(text: str) -> bool:
    """Whether a text can stand in a header as it is."""
    return re.fullmatch(r"[\x21-\x7e]+", text) is not None


def _check_body(config: GatewayConfig, name: str) -> None:
    try:
        template = config.template
    except msgspec.DecodeError:
        raise ConfigError(f"{name}: expected JSON") from None
    _demand(isinstance(template, dict), name, "a JSON object")
    if unknown := unknown_places(template):
        raise ConfigError(f"{name}: {', '.join(unknown)}: there is no such place to fill")
    _demand("{text}" in config.body, name, "{text} somewhere in it")
    addressed = "{to}" in config.body or "{digits}" in config.body
    _demand(addressed, name, "{to} or {digits} somewhere in it")


def _demand(met: object, setting: str, expected: str) -> None:
    """Raise a ConfigError that names the setting, never its value, unless it can be used."""
    if not met:
        raise ConfigError(f"{setting}: expected {expected}")


def _is_address(url: str) -> bool:
    """Whether a URL can be posted to: unencrypted only on this machine or its containers' network.

    There names have no dots.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    near = host == "127.0.0.1" or "." not in (host or "")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and near))


def authorization(token: str) -> Mapping[str, str]:
    """Return the header that a bearer token goes into."""
    return {"Authorization": f"Bearer {token}"}
