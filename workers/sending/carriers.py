"""The carriers that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workers.sending.config import bounce_address, smtp_config
from workers.sending.mail_carrier import MailCarrier
from workers.sending.whatsapp.config import gateway_config, whatsapp_config

if TYPE_CHECKING:
    from workers.sending.carrier import Carrier
    from workers.sending.whatsapp.config import WhatsappConfig
    from workers.sending.whatsapp.provider import Provider
    from workers.state.documents import DocumentStore


def carriers(documents: DocumentStore) -> list[Carrier[Any]]:
    """Return a carrier for each channel that has a server; other messages stay in the outbox.

    Args:
        documents: the store that the messages are in.

    Raises:
        ConfigError: a setting cannot be used.
    """
    named: list[Carrier[Any]] = []
    smtp = smtp_config()
    sender = bounce_address(smtp)
    if smtp.host:
        named.append(MailCarrier(smtp, sender, documents))
    whatsapp = whatsapp_config()
    if whatsapp.provider:
        named.append(_whatsapp(whatsapp, documents))
    return named


def _whatsapp(config: WhatsappConfig, documents: DocumentStore) -> Carrier[Any]:
    from workers.sending.whatsapp.carrier import WhatsappCarrier
    from workers.sending.whatsapp.cloud import CloudApi
    from workers.sending.whatsapp.gateway import Gateway

    is_cloud = config.provider == "cloud"
    takes: Provider = CloudApi(config) if is_cloud else Gateway(gateway_config())
    return WhatsappCarrier(config, takes, documents)
