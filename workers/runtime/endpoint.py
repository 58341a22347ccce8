"""The HTTP endpoint: ``/metrics``, ``/healthz`` and ``/readyz``, in a thread of its own."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import msgspec
from prometheus_client import make_wsgi_app

from workers.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from prometheus_client import CollectorRegistry

    from workers.runtime.health import Health


class ThreadingServer(socketserver.ThreadingMixIn, WSGIServer):
    """A thread for each request."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over who is slow or hangs up; all else is a bug, which the thread's hook logs."""
        del request, client_address
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            raise error


class IPv6Server(ThreadingServer):
    """Listens on an IPv6 address; on ``::`` for IPv4, too."""

    address_family = socket.AF_INET6


class QuietHandler(WSGIRequestHandler):
    """Does not wait for ever, and writes no log."""

    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
        """Say nothing: probes come every few seconds."""


class Endpoint:
    """The listening server."""

    def __init__(self, host: str, port: int, registry: CollectorRegistry, health: Health) -> None:
        """Listen on ``host`` and ``port`` (0: any free one).

        Raises:
            ConfigError: the port is in use, or the host is not ours.
        """
        self._health = health
        self._metrics = make_wsgi_app(registry)
        try:
            kind = IPv6Server if ":" in host else ThreadingServer
            self._server = make_server(host, port, self._answer, kind, QuietHandler)
        except OSError as error:
            message = (
                f"Cannot listen on {host}:{port} for metrics and health: {error.strerror}. "
                "Set TERTIB_WORKER_HTTP_PORT (0 takes any free port) or stop what holds it."
            )
            raise ConfigError(message) from None
        threading.Thread(target=self._server.serve_forever, name="http", daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens, e.g. ``http://127.0.0.1:9090``."""
        host, port = self._server.server_address[:2]
        return f"http://[{host!s}]:{port}" if ":" in str(host) else f"http://{host!s}:{port}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                answer: Iterable[bytes] = self._metrics(environ, start)
                return answer
            case "/healthz":
                report = self._health.report()
                return _json(start, report, good=report.status != "stuck")
            case "/readyz":
                ready, state = self._health.readiness()
                return _json(start, state, good=ready)
        start("404 Not Found", [("Content-Type", "text/plain")])
        return [b"/metrics, /healthz, /readyz\n"]


def _json(start: StartResponse, content: object, *, good: bool) -> Iterable[bytes]:
    start("200 OK" if good else "503 Service Unavailable", [("Content-Type", "application/json")])
    return [msgspec.json.encode(content) + b"\n"]
