"""A Cloud API to send to, and the settings that lead there."""

from __future__ import annotations

import pytest

from tests.workers.sending.whatsapp.cloud_api import NUMBER_ID, TOKEN, CloudApi


@pytest.fixture
def cloud():
    server = CloudApi()
    yield server
    server.close()


@pytest.fixture
def settings(monkeypatch):
    """Set a section for this process and its children."""

    def configure(section: str, **values: object) -> None:
        prefix = f"TERTIB_{section}_".upper().replace("-", "_")
        for name, value in values.items():
            monkeypatch.setenv(prefix + name.upper(), str(value))

    return configure


@pytest.fixture
def whatsapp(settings):
    """Send by the Cloud API at a URL."""

    def configure(api: str, **values: object) -> None:
        given = {"provider": "cloud", "phone_number_id": NUMBER_ID, "token": TOKEN, "api": api}
        given |= {"timeout": 5, "retry": 0.1, "apart": 0}
        settings("whatsapp", **(given | values))

    return configure


@pytest.fixture
def sending(whatsapp, cloud, room):
    """Send messages to the Cloud API; settings are those of section whatsapp."""

    def start(number: int = 1, *, enclosed: bytes = b"", **values: object) -> None:
        whatsapp(cloud.url, **values)
        room.compose(number, enclosed=enclosed, channel="whatsapp")
        room.start_sender()

    return start
