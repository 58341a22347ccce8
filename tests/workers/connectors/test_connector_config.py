"""Where adapters are: settings that cannot be used are named before a job is taken."""

from __future__ import annotations

import pytest

from workers.config import ConfigError
from workers.connectors.config import by_hand, connector_config
from workers.jobs.monev_upload import SYSTEM as MONEV
from workers.jobs.sigap_publish import SYSTEM as SIGAP

URL = "https://adapter.example.go.id/v1"
WORD = "rahasia"


@pytest.fixture
def configure(monkeypatch):
    def set_all(code, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"TERTIB_CONNECTOR_{code}_{name}", value)

    return set_all


def test_without_an_address_a_system_is_worked_by_hand():
    assert connector_config("sigap") is None
    assert by_hand(SIGAP)


def test_the_token_may_lie_in_a_file(configure, tmp_path):
    (tmp_path / "token").write_text("rahasia\n")
    configure("SIGAP", URL=URL, TOKEN_FILE=str(tmp_path / "token"), TIMEOUT="5")
    config = connector_config("sigap")
    assert (config.token, config.timeout) == (WORD, 5)
    assert not by_hand(SIGAP)


def test_of_several_systems_one_that_is_reached_keeps_the_job_out_of_the_child_processes(configure):
    assert by_hand(MONEV)
    configure("TARJA", URL=URL, TOKEN=WORD)
    assert not by_hand(MONEV)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"URL": "http://adapter.example.go.id", "TOKEN": WORD}, r"sigap\.url: must be https"),
        ({"URL": "adapter.example.go.id", "TOKEN": WORD}, r"sigap\.url: not an address"),
        ({"URL": "https://[::1", "TOKEN": WORD}, r"sigap\.url: not an address"),
        ({"URL": URL}, r"sigap\.token: the adapter asks for"),
        ({"URL": URL, "TOKEN": "dua kata"}, r"sigap\.token: not a bearer token"),
        ({"URL": URL, "TOKEN": "rahasia\nX: y"}, r"sigap\.token: not a bearer token"),
        ({"URL": URL, "TOKEN": WORD, "TIMEOUT": "0"}, r"connector-sigap\.timeout"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_value(configure, settings, message):
    configure("SIGAP", **settings)
    with pytest.raises(ConfigError, match=message) as caught:
        connector_config("sigap")
    assert WORD not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/v1", "http://localhost", "http://[::1]:80"])
def test_on_this_machine_an_adapter_may_do_without_tls(configure, url):
    configure("SIGAP", URL=url, TOKEN=WORD)
    assert connector_config("sigap").url == url
