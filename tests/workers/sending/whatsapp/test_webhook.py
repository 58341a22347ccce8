"""The webhook believes Meta, as often as it says the same, and nobody else."""

from __future__ import annotations

import hashlib
import hmac
import http.client
from urllib.parse import urlsplit

import pytest
import requests
import structlog

from tests.workers.sending.whatsapp.cloud_api import (
    APP_SECRET,
    VERIFY_TOKEN,
    notification,
    post_signed,
)
from workers.sending.whatsapp.webhook import LARGEST, open_webhook


@pytest.fixture
def webhook(room, settings):
    settings("whatsapp-webhook", port=0, app_secret=APP_SECRET, verify_token=VERIFY_TOKEN)
    opened = open_webhook(room.state)
    yield opened
    opened.close()


@pytest.fixture
def sent(sending, room, until):
    """Send messages and wait until they are taken."""

    def send(number: int = 1) -> None:
        sending(number)
        until(lambda: room.statuses() == {"sent": number})

    return send


def delivery(room):
    (line,) = room.lines()
    return line.delivery


def subscribe(webhook, token: str, **others: str) -> requests.Response:
    asked = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    return requests.get(webhook.url, params=asked | others, timeout=30)


def test_meta_gets_its_challenge_back(webhook):
    answer = subscribe(webhook, VERIFY_TOKEN)
    assert (answer.status_code, answer.text) == (200, "1158201444")


@pytest.mark.parametrize(
    ("token", "others"),
    [
        ("lain", {}),
        ("", {}),
        (VERIFY_TOKEN, {"hub.mode": "unsubscribe"}),
        (VERIFY_TOKEN, {"hub.challenge": "<script>"}),
    ],
)
def test_whoever_does_not_know_the_word_gets_nothing_back(webhook, token, others):
    answer = subscribe(webhook, token, **others)
    assert (answer.status_code, answer.text) == (403, "")


def test_what_became_of_a_message_is_entered(webhook, sent, cloud, room):
    sent()
    cloud.webhook = webhook.url
    cloud.report(0, "delivered")
    (line,) = room.lines()
    assert (line.status, line.delivery) == ("sent", "delivered")
    assert f"{line.delivered_at:%Y-%m-%d %H:%M}" == "2025-03-04 02:30"


def test_what_is_posted_twice_and_in_disorder_is_entered_once(webhook, sent, cloud, room):
    sent()
    cloud.webhook = webhook.url
    with structlog.testing.capture_logs() as logs:
        cloud.report(0, "read", "sent", "delivered", "read", "delivered")
    assert delivery(room) == "read"
    assert [line["event"] for line in logs] == ["delivery_entered"]


def test_one_post_may_tell_of_several_messages(webhook, sent, cloud, room):
    sent(2)
    said = notification(cloud.status(0, "delivered"), cloud.status(1, "failed", code=131026))
    assert post_signed(webhook.url, said).status_code == 200
    assert [line.delivery for line in room.lines()] == ["delivered", "failed"]
    assert room.lines()[1].reason == "131026"


def test_a_message_whose_answer_was_lost_is_known_to_be_sent_by_its_delivery(
    webhook, sending, cloud, room, until
):
    cloud.hangs_up_at = "taken"
    sending()
    until(lambda: room.statuses() == {"unknown": 1})
    cloud.webhook = webhook.url
    cloud.report(0, "sent")
    assert room.statuses() == {"sent": 1}


@pytest.mark.parametrize("signature", [None, "", "sha256=", "sha256=" + "0" * 64, "sha1=x", "é"])
def test_what_is_not_signed_is_not_believed(webhook, sent, cloud, room, signature):
    sent()
    headers = {} if signature is None else {"X-Hub-Signature-256": signature.encode()}
    content = notification(cloud.status(0, "read"))
    answer = requests.post(webhook.url, data=content, headers=headers, timeout=30)
    assert answer.status_code == 401
    assert post_signed(webhook.url, content, secret="lain").status_code == 401  # noqa: S106
    assert delivery(room) is None


def test_a_changed_content_is_not_believed(webhook, sent, cloud, room):
    sent()
    content = notification(cloud.status(0, "delivered"))
    signed = requests.Request("POST", webhook.url, data=content).prepare()
    signed.headers["X-Hub-Signature-256"] = _signature(content)
    signed.body = content.replace(b"delivered", b"read")
    signed.headers["Content-Length"] = str(len(signed.body))
    with requests.Session() as session:
        assert session.send(signed, timeout=30).status_code == 401
    assert delivery(room) is None


def _signature(content: bytes) -> str:
    return f"sha256={hmac.new(APP_SECRET.encode(), content, hashlib.sha256).hexdigest()}"


def test_what_people_write_and_deliveries_of_others_are_passed_over(webhook, sent, cloud, room):
    sent()
    strangers = cloud.status(0, "read", tag=False) | {"id": "wamid.lain"}
    for content in (
        notification(strangers),
        notification(cloud.status(0, "read"), field="account_update"),
        notification(cloud.status(0, "deleted")),
        b'{"entry": [{"changes": [{"field": "messages", "value": {"messages": [{"id": "x"}]}}]}]}',
        b'{"object": "page"}',
    ):
        assert post_signed(webhook.url, content).status_code == 200
    assert delivery(room) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"entry": 7}', b"\xff"])
def test_what_cannot_be_read_is_not_asked_for_again_but_logged(webhook, content):
    with structlog.testing.capture_logs() as logs:
        assert post_signed(webhook.url, content).status_code == 200
    assert [line["event"] for line in logs] == ["webhook_unreadable"]


@pytest.mark.parametrize(
    ("length", "status"), [(str(LARGEST + 1), 413), ("9" * 5000, 413), ("-1", 411), ("x", 411)]
)
def test_a_content_that_is_too_large_or_of_no_length_is_not_read(webhook, length, status):
    parts = urlsplit(webhook.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.putrequest("POST", parts.path)
    connection.putheader("Content-Length", length)
    connection.putheader("X-Hub-Signature-256", "sha256=x")
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_there_is_nothing_else(webhook):
    base = webhook.url.removesuffix("/whatsapp")
    assert requests.get(f"{base}/metrics", timeout=30).status_code == 404
    assert requests.put(webhook.url, data=b"x", timeout=30).status_code == 405


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a file can be put away
def test_what_cannot_be_entered_just_now_is_to_be_posted_again(
    webhook, sent, cloud, room, tmp_path
):
    sent()
    content = notification(cloud.status(0, "delivered"))
    hidden = tmp_path / "hidden.db"
    database = tmp_path / "workers.db"
    room.stop_senders()
    room.state.database.engine.dispose()
    database.rename(hidden)
    database.mkdir()
    assert post_signed(webhook.url, content).status_code == 503
    database.rmdir()
    hidden.rename(database)
    assert post_signed(webhook.url, content).status_code == 200
    assert delivery(room) == "delivered"


def test_nothing_personal_is_logged(webhook, sent, cloud, room):
    with structlog.testing.capture_logs() as logs:
        sent()
        said = notification(cloud.status(0, "failed", code=131026))
        post_signed(webhook.url, said)
        post_signed(webhook.url, said + b" ", secret="lain")  # noqa: S106
    assert {"delivery_entered", "webhook_refused"} <= {line["event"] for line in logs}
    for personal in ("6281234567000", "wamid", "Rukmini", VERIFY_TOKEN, APP_SECRET):
        assert personal not in str(logs)
