"""Settings that cannot be used are named before anything is sent, never their values."""

from __future__ import annotations

import pytest

from workers.config import ConfigError
from workers.sending.sender import Sender
from workers.sending.whatsapp.filling import fill
from workers.sending.whatsapp.webhook import open_webhook

URL = "https://gateway.example.org/send"
TRICKY = '"}, {number} {"a": "{to}'
SECRETS = {"app_secret": "rahasia", "verify_token": "rahasia"}


@pytest.fixture
def start(room, settings, whatsapp):
    """Make a sender with settings of a section."""

    def make(section: str, values: dict[str, object]) -> Sender:
        provider = "gateway" if section == "whatsapp-gateway" else "cloud"
        whatsapp("https://graph.example.org", provider=provider)
        settings(section, **values)
        return Sender(room.state, lambda _: None)

    return make


@pytest.mark.parametrize(
    ("section", "wrong", "named"),
    [
        ("whatsapp", {"provider": "fax"}, "whatsapp.provider"),
        ("whatsapp", {"provider": "cloud", "token": ""}, "whatsapp.token"),
        ("whatsapp", {"provider": "cloud", "token": "rahasia\n"}, "whatsapp.token"),
        ("whatsapp", {"provider": "cloud", "phone_number_id": "+62"}, "phone_number_id"),
        ("whatsapp", {"provider": "cloud", "api": "http://graph.example.org"}, "whatsapp.api"),
        ("whatsapp", {"provider": "cloud", "version": "23"}, "whatsapp.version"),
        ("whatsapp", {"template_parameters": "subject, nomor"}, "template_parameters"),
        ("whatsapp", {"per_second": -1}, "whatsapp.per_second"),
        ("whatsapp-gateway", {"url": "ftp://gateway"}, "whatsapp-gateway.url"),
        ("whatsapp-gateway", {"url": "http://gateway.example.org"}, "whatsapp-gateway.url"),
        ("whatsapp-gateway", {"url": URL, "headers": "rahasia"}, "whatsapp-gateway.headers"),
        ("whatsapp-gateway", {"url": URL, "headers": "A: 1\nA: 2"}, "whatsapp-gateway.headers"),
        ("whatsapp-gateway", {"url": URL, "body": "{rahasia"}, "whatsapp-gateway.body"),
        ("whatsapp-gateway", {"url": URL, "body": '["{to}{text}"]'}, "whatsapp-gateway.body"),
        ("whatsapp-gateway", {"url": URL, "body": '{"to": "{to}"}'}, "whatsapp-gateway.body"),
        ("whatsapp-gateway", {"url": URL, "body": '{"t": "{text}{to}{nik}"}'}, "nik"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(start, section, wrong, named):
    with pytest.raises(ConfigError, match=named) as caught:
        start(section, wrong)
    assert "rahasia" not in str(caught.value).replace("subject, nomor", "")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"app_secret": "rahasia"}, "verify_token"),
        ({"verify_token": "rahasia"}, "app_secret"),
        ({"port": 70000}, "whatsapp-webhook.port"),
        (SECRETS | {"host": "192.0.2.1"}, "Cannot listen"),
    ],
)
def test_a_webhook_without_its_secrets_does_not_listen(room, settings, given, named):
    settings("whatsapp-webhook", **({"port": 0} | given))
    with pytest.raises(ConfigError, match=named) as caught:
        open_webhook(room.state)
    assert "rahasia" not in str(caught.value)


def test_without_a_port_there_is_no_webhook(room):
    assert open_webhook(room.state) is None


def test_what_a_message_says_changes_no_shape_and_fills_no_other_place():
    values = {"to": "x", "number": "x", "text": TRICKY, "media": None}
    template = {"body": "{text}", "kept": ["{to}", 1, None, {"deep": "{number}!"}], "no {to}": "{}"}
    assert fill(template, values) == {
        "body": TRICKY,
        "kept": ["x", 1, None, {"deep": "x!"}],
        "no {to}": "{}",
    }
