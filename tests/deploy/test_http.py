"""The engine's API is waited for when it asks, and its refusals are passed on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy.client import http
from deploy.client.broker import Broker
from deploy.client.http import Api, ApiError
from deploy.client.login import login
from deploy.cluster import Cluster
from deploy.errors import DeployError


class Gateway(BaseHTTPRequestHandler):
    """Answers with the statuses it was given, one after the other."""

    answers: list[tuple[int, bytes]]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, body = self.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_busy_gateway_is_asked_again(gateway: str) -> None:
    Gateway.answers = [(503, b""), (429, b""), (200, b'{"ok": true}')]
    assert Api("The gateway", gateway).call("POST", "/x", json={}) == {"ok": True}


def test_a_refusal_is_not_repeated_and_tells_the_gateways_reason(gateway: str) -> None:
    Gateway.answers = [(400, b'{"detail": "no such process"}')]
    with pytest.raises(ApiError, match="400 no such process"):
        Api("The gateway", gateway).call("POST", "/x", json={})


def test_a_web_app_that_is_not_there_ends_in_a_message_before_anybody_is_signed_in() -> None:
    with pytest.raises(DeployError, match=r"Tasklist at .* does not answer .*tertib up"):
        login("Tasklist", "http://127.0.0.1:9", Cluster.local())


def test_a_gateway_that_is_not_there_ends_in_a_message_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http.time, "sleep", lambda _: None)
    with pytest.raises(DeployError, match=r"does not answer.*tertib up"):
        Api("The gateway", "http://127.0.0.1:9").call("POST", "/x", json={})


def test_a_process_the_engine_does_not_have_is_named_with_what_to_do(
    gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEEBE_REST_ADDRESS", gateway)
    Gateway.answers = [(404, b'{"detail": "rejected"}')]
    with pytest.raises(DeployError, match=r"no process 'gone'\. Deploy its diagram"):
        Broker(Cluster.from_environment()).start("gone", {})
