"""A real OTLP receiver, and tracing in this process that sends to it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from workers.runtime import tracing

CLUSTER = "camunda:26500"


class Collector(ThreadingHTTPServer):
    """An OTLP receiver."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Receive)
        self.bodies = []
        self.headers = []
        self.hold = threading.Event()  # clear: it answers nothing
        self.hold.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def resources(self):
        requests_ = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [each for request in requests_ for each in request.resource_spans]

    @property
    def spans(self):
        """By name; a test that makes two of one name looks at ``all_spans``."""
        return {span.name: span for span in self.all_spans}

    @property
    def all_spans(self):
        scopes = [scope for resource in self.resources for scope in resource.scope_spans]
        return [span for scope in scopes for span in scope.spans]


class _Receive(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.hold.wait()
        if self.path == "/v1/traces":
            self.server.bodies.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.server.headers.append(dict(self.headers))
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    server = Collector()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def traced(collector, monkeypatch):
    """Trace in this process; what it sent is there after ``stop``."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    tracing.start(CLUSTER)
    yield collector
    tracing.stop(10)


def said(span):
    """A span's attributes."""
    return {
        each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes
    }
