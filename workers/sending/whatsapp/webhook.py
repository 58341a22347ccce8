"""The webhook: where Meta posts what became of messages.

A listener of its own, so that a proxy may lead to it from outside without showing metrics. It
believes nothing that is not signed with the app's secret.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

import msgspec
import structlog
from sqlalchemy.exc import DBAPIError

from workers.config import ConfigError
from workers.runtime.endpoint import QuietHandler, ThreadingServer
from workers.runtime.places import place_of
from workers.sending import deliveries
from workers.sending.whatsapp.config import WebhookConfig, webhook_config
from workers.sending.whatsapp.notification import read_deliveries
from workers.state.passing import is_passing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from workers.sending.deliveries import Delivery
    from workers.state.state import State

log = structlog.get_logger()

CHANNEL = "whatsapp"
PATH = "/whatsapp"
LARGEST = 4 * 1024 * 1024  # bytes; Meta posts up to three million
_CHALLENGE = re.compile(r"[\w.-]{1,200}", re.ASCII)


class Webhook:
    """The listening server."""

    def __init__(self, config: WebhookConfig, port: int, state: State) -> None:
        """Listen.

        Args:
            config: knows the host and the secrets.
            port: 0: any free one.
            state: the outbox's.

        Raises:
            ConfigError: the port is in use, or the host is not ours.
        """
        self._config = config
        self._state = state
        host = config.host
        try:
            self._server = make_server(host, port, self._answer, ThreadingServer, QuietHandler)
        except OSError as error:
            raise ConfigError(
                f"Cannot listen on {host}:{port} for WhatsApp's webhook: {error.strerror}. "
                "Set TERTIB_WHATSAPP_WEBHOOK_PORT for one worker of a machine only."
            ) from None
        threading.Thread(target=self._server.serve_forever, name="webhook", daemon=True).start()
        log.info("webhook_listening", url=self.url)

    @property
    def url(self) -> str:
        """Where it listens, e.g. ``http://127.0.0.1:9092/whatsapp``."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}{PATH}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        try:
            status, content = self._reply(environ)
        except Exception as error:  # noqa: BLE001 -- the server would print it, text and all
            status, content = self._fault(error), b""
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(content)))]
        start(status, [*headers, ("X-Content-Type-Options", "nosniff")])
        return [content]

    def _reply(self, environ: WSGIEnvironment) -> tuple[str, bytes]:
        if environ["PATH_INFO"] != PATH:
            return "404 Not Found", b""
        match environ["REQUEST_METHOD"]:
            case "GET":
                return self._subscribe(environ.get("QUERY_STRING", ""))
            case "POST":
                return self._take(environ)
        return "405 Method Not Allowed", b""

    def _subscribe(self, query: str) -> tuple[str, bytes]:
        """Show Meta that the webhook is ours: give its challenge back."""
        given = {name: values[0] for name, values in parse_qs(query).items()}
        token = given.get("hub.verify_token", "")
        known = hmac.compare_digest(token.encode(), self._config.verify_token.encode())
        challenge = given.get("hub.challenge", "")
        if not known or given.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
            log.warning("webhook_refused", reason="verify-token")
            return "403 Forbidden", b""
        return "200 OK", challenge.encode()

    def _take(self, environ: WSGIEnvironment) -> tuple[str, bytes]:
        signature = environ.get("HTTP_X_HUB_SIGNATURE_256", "")
        length = environ.get("CONTENT_LENGTH", "")
        if not (length.isascii() and length.isdecimal()):
            return "411 Length Required", b""
        if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
            return "413 Content Too Large", b""
        content = environ["wsgi.input"].read(int(length)) if signature else b""
        if not self._is_signed(content, signature):
            log.warning("webhook_refused", reason="signature")
            return "401 Unauthorized", b""
        try:
            said = read_deliveries(content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            log.error("webhook_unreadable", bytes=len(content))  # noqa: TRY400 -- it would be quoted
            return "200 OK", b""  # another time it would be no more readable
        for delivery in said:
            self._enter(delivery)
        return "200 OK", b""

    def _is_signed(self, content: bytes, signature: str) -> bool:
        secret = self._config.app_secret.encode()
        expected = f"sha256={hmac.new(secret, content, hashlib.sha256).hexdigest()}"
        return hmac.compare_digest(signature.encode(), expected.encode())

    def _enter(self, delivery: Delivery) -> None:
        """Enter a delivery; each alone, so that two posts at once cannot wait for each other."""
        with self._state.database.transaction() as transaction:
            now = datetime.now(UTC)
            number = deliveries.enter(transaction.connection, CHANNEL, delivery, now)
        if number is not None:
            log.info(
                "delivery_entered", message=number, delivery=delivery.status, reason=delivery.reason
            )

    def _fault(self, error: Exception) -> str:
        """Let Meta post it again: it does for some days."""
        if isinstance(error, (DBAPIError, OSError)) and is_passing(error):
            log.warning("outbox_unavailable", reason=type(error).__name__)
        elif not isinstance(error, (TimeoutError, ConnectionError)):  # Meta's own, or a stranger's
            log.error("outbox_fault", kind=type(error).__name__, place=place_of(error))
        return "503 Service Unavailable"


def open_webhook(state: State) -> Webhook | None:
    """Listen as the settings say; None: they do not want it.

    Raises:
        ConfigError: a setting cannot be used, or the port is taken.
    """
    config = webhook_config()
    return None if config.port is None else Webhook(config, config.port, state)
