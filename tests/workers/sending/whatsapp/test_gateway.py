"""A gateway is told each message once, in the shape that its settings give."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import structlog

from workers.sending.deliveries import key_of
from workers.sending.whatsapp.config import GatewayConfig
from workers.sending.whatsapp.gateway import Gateway
from workers.sending.whatsapp.posting import Answer

SECRET = "kunci-gerbang"  # noqa: S105 -- of the test's own server


class Server(ThreadingHTTPServer):
    """Takes any JSON that comes with the secret; ``answers`` are given before, one by one."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[dict] = []
        self.answers: list[tuple[int, bytes]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Talk(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = 200, b'{"status": true, "data": [{"id": 77}]}'
        if self.headers["X-Api-Key"] != SECRET or self.path != "/send?channel=wa":
            status, answer = 401, b"{}"
        elif self.server.answers:
            status, answer = self.server.answers.pop(0)
        else:
            self.server.taken.append(json.loads(content))
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def gateway():
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def sending(settings, gateway, room):
    """Send messages to the gateway; settings are those of section whatsapp-gateway."""

    def start(number: int = 1, *, enclosed: bytes = b"", **values: object) -> None:
        settings("whatsapp", provider="gateway", apart=0, retry=0.1)
        given = {
            "url": f"http://127.0.0.1:{gateway.server_port}/send?channel=wa",
            "headers": f"X-Api-Key: {SECRET}\n",
            "id_field": "data.0.id",
            "accepted_field": "status",
        }
        settings("whatsapp-gateway", **(given | values))
        room.compose(number, enclosed=enclosed, channel="whatsapp")
        room.start_sender()

    return start


def test_a_message_is_posted_in_the_shape_that_the_settings_give(sending, gateway, room, until):
    body = {"target": "{digits}", "message": {"title": "{subject}", "body": "{text}"}, "v": 2}
    sending(body=json.dumps(body | {"ref": "{number}/{reference}"}))
    until(lambda: room.statuses() == {"sent": 1})
    (said,) = gateway.taken
    assert said["target"] == "6281234567000"
    assert said["message"]["title"].startswith("Surat izin")
    assert "Yth. Rukmini Tjokro," in said["message"]["body"]
    assert said["v"] == 2
    number, _, reference = said["ref"].rpartition("/")
    assert number == room.lines()[0].number
    assert len(reference) == 32


def test_a_document_goes_where_the_shape_has_a_place_for_it(sending, gateway, room, until):
    body = {"to": "{to}", "text": "{text}", "file": "{media}", "name": "{file_name}"}
    sending(enclosed=b"%PDF-1.7 isi", body=json.dumps(body | {"x": ["{media}"]}))
    until(lambda: room.statuses() == {"sent": 1})
    room.compose(channel="whatsapp")
    until(lambda: room.statuses() == {"sent": 2})
    first, second = gateway.taken
    assert base64.b64decode(first["file"]) == b"%PDF-1.7 isi"
    assert first["name"] == "surat.pdf"
    assert len(first["x"]) == 1
    assert second.keys() == {"to", "text", "x"}
    assert second["x"] == []


@pytest.mark.parametrize(
    "case",
    [
        ((200, b'{"status": false, "reason": "to 628123"}'), "failed", "refused"),
        ((422, b"{}"), "failed", "http-422"),
        ((500, b"{}"), "unknown", "http-500"),
        ((504, b""), "unknown", "http-504"),
    ],
)
def test_what_the_gateway_answers_is_what_becomes_of_the_message(
    sending, gateway, room, until, case
):
    answer, outcome, reason = case
    gateway.answers = [answer]
    with structlog.testing.capture_logs() as logs:
        sending(2)
        until(lambda: room.statuses() == {outcome: 1, "sent": 1})
    assert reason in room.reasons()
    assert "628123" not in str(logs)


def test_a_gateway_that_is_busy_is_asked_again(sending, gateway, room, until):
    gateway.answers = [(429, b"{}"), (503, b"{}")]
    sending()
    until(lambda: room.statuses() == {"sent": 1})
    assert len(gateway.taken) == 1


def test_a_gateway_that_does_not_let_us_in_fails_no_message(sending, room, until):
    with structlog.testing.capture_logs() as logs:
        sending(headers="X-Api-Key: lain")
        until(lambda: [line for line in logs if line["event"] == "whatsapp_unavailable"])
    assert logs[-1]["reason"] == "http-401"
    assert room.statuses() == {"ready": 1}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (b'{"id": "a"}', key_of("a")),
        (b'{"id": 7}', key_of("7")),
        (b'{"id": null}', None),
        (b"", None),
    ],
)
def test_the_id_that_a_gateway_gives_is_kept_if_it_gives_one(said, key):
    provider = Gateway(GatewayConfig(url="http://127.0.0.1", id_field="id"))
    outcome = provider.judge(Answer(status=200, content=said, headers={})).outcome
    assert (outcome.status, outcome.provider_key) == ("sent", key)
