"""Outgoing calls of handlers as spans: HTTP by ``requests``, mail by ``smtplib``, transactions.

Watched at the libraries, so that a handler needs nothing for it. Only a call made while a job's
span is the current one is traced; the exporter's own posts, for one, are not. A span tells the
host, never the path or the query of a URL, a recipient or a statement: they may name a person.
Attributes are those of OpenTelemetry's conventions for HTTP, databases and networks.
"""

from __future__ import annotations

import functools
import smtplib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, StatusCode
from requests.adapters import HTTPAdapter
from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from workers.masking import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opentelemetry.trace import Tracer
    from requests import PreparedRequest, Response
    from sqlalchemy import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

# Where a connection keeps the span of its transaction.
_SPAN = "tertib_span"
_BAD_REQUEST = 400


class OutgoingCalls:
    """The hooks in the libraries."""

    def __init__(self, tracer: Tracer) -> None:
        """Watch from now on."""
        self._tracer = tracer
        self._hooks = (
            (Engine, "begin", self._transaction_begins),
            (Engine, "commit", self._transaction_commits),
            (Pool, "checkin", self._transaction_ends),
        )
        for target, name, hook in self._hooks:
            event.listen(target, name, hook)
        self._originals: list[tuple[type, str, Any]] = []
        self._wrap(HTTPAdapter, "send", self._http)
        self._wrap(smtplib.SMTP, "connect", self._smtp_connect)
        self._wrap(smtplib.SMTP, "sendmail", self._smtp_send)

    def unwatch(self) -> None:
        """Leave the libraries as they were."""
        for target, name, hook in self._hooks:
            event.remove(target, name, hook)
        for owner, name, original in self._originals:
            setattr(owner, name, original)

    def _wrap(self, owner: type, name: str, traced: Callable[..., Any]) -> None:
        original = getattr(owner, name)
        self._originals.append((owner, name, original))

        @functools.wraps(original)
        def call(*args: Any, **options: Any) -> Any:
            if not trace.get_current_span().is_recording():
                return original(*args, **options)
            return traced(original, *args, **options)

        setattr(owner, name, call)

    def _http(
        self,
        send: Callable[..., Response],
        adapter: HTTPAdapter,
        request: PreparedRequest,
        *args: Any,
        **options: Any,
    ) -> Response:
        with self._call(request.method or "HTTP", _host(request)) as span:
            propagate.inject(request.headers)  # what is called may be traced, too
            response = send(adapter, request, *args, **options)
            span.set_attribute("http.response.status_code", response.status_code)
            if response.status_code >= _BAD_REQUEST:
                mark_fault(span, str(response.status_code))
            return response

    def _smtp_connect(self, connect: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return self._smtp("SMTP connect", connect, *args, **options)

    def _smtp_send(self, send: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return self._smtp("SMTP send", send, *args, **options)

    def _smtp(
        self,
        name: str,
        call: Callable[..., Any],
        server: smtplib.SMTP,
        *args: Any,
        **options: Any,
    ) -> Any:
        with self._call(name, {"network.protocol.name": "smtp"}) as span:
            result = call(server, *args, **options)
            if server.sock is not None:
                host, port = server.sock.getpeername()[:2]
                span.set_attributes({"network.peer.address": host, "network.peer.port": port})
            return result

    @contextmanager
    def _call(self, name: str, said: Mapping[str, str | int]) -> Iterator[trace.Span]:
        """Trace one call; an exception shows as its type."""
        span = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=said)
        try:
            with trace.use_span(
                span, end_on_exit=False, record_exception=False, set_status_on_exception=False
            ):
                yield span
        except BaseException as error:
            mark_fault(span, type(error).__qualname__)
            raise
        finally:
            span.end()

    def _transaction_begins(self, connection: Connection) -> None:
        if trace.get_current_span().is_recording():
            said = {"db.system.name": connection.dialect.name}
            span = self._tracer.start_span("transaction", kind=SpanKind.CLIENT, attributes=said)
            connection.info[_SPAN] = span

    def _transaction_commits(self, connection: Connection) -> None:
        if (span := connection.info.get(_SPAN)) is not None:
            span.set_attribute("db.operation.name", "COMMIT")

    def _transaction_ends(self, _connection: object, record: ConnectionPoolEntry) -> None:
        """End it when the connection goes back: a commit is told before it is written."""
        if (span := record.info.pop(_SPAN, None)) is not None:
            span.end()


def _host(request: PreparedRequest) -> dict[str, str | int]:
    """Who is called. Of the URL nothing else is shown: paths name persons, too."""
    url = urlsplit(request.url or "")
    said: dict[str, str | int] = {
        "http.request.method": request.method or "HTTP",
        "url.scheme": url.scheme,
        "server.address": url.hostname or "",
    }
    if url.port is not None:
        said["server.port"] = url.port
    return said


def mark_fault(span: trace.Span, kind: str) -> None:
    """Show that a span ended in a fault, by the fault's type or code."""
    span.set_status(StatusCode.ERROR)
    span.set_attribute("error.type", mask(kind))
