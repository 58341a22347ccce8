"""How e-mail is sent: section ``smtp``."""

from __future__ import annotations

from email.headerregistry import Address
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from workers.config import ConfigError, Seconds, load
from workers.mail import MailConfig


class SmtpConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``smtp``."""

    host: str = ""  # the mail server; empty: nothing is sent, messages stay in the outbox
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"  # tls: from the start (port 465)
    username: str = ""  # empty: the server asks for none
    password: str = ""  # better in a file: TERTIB_SMTP_PASSWORD_FILE
    sender: str = ""  # where bounces go; empty: mail.sender
    timeout: Seconds = 30.0  # for each of the server's answers
    retry: Seconds = 60.0  # first wait after the server's "not now"; doubles up to an hour
    per_minute: Annotated[int, Meta(ge=0)] = 0  # messages at most; 0: as many as it takes


def smtp_config() -> SmtpConfig:
    """Read the section.

    Raises:
        ConfigError: a setting cannot be used.
    """
    config = load(SmtpConfig, "smtp")
    if config.password and config.security == "none":
        message = "smtp.security: a password is not sent unencrypted; use starttls or tls"
        raise ConfigError(message)
    return config


def bounce_address(config: SmtpConfig) -> str:
    """Return the address that a message which cannot be delivered goes back to.

    Raises:
        ConfigError: it is none.
    """
    address = config.sender or load(MailConfig, "mail").sender
    try:
        Address(addr_spec=address)
        address.encode("ascii")
    except Exception:  # noqa: BLE001 the parser fails in many ways on what is no address
        name = "smtp.sender" if config.sender else "mail.sender"
        raise ConfigError(f"{name}: no e-mail address") from None
    return address
