"""A BSrE service of our own, and officials who sign there."""

from __future__ import annotations

import msgspec
import pytest

from tests.workers.signing import esign_service
from tests.workers.signing.bsre.books import NOW
from tests.workers.signing.esign_service import EMAIL, PASSPHRASE
from workers.signing import remote
from workers.signing.bsre.config import BsreConfig
from workers.signing.bsre.service import BsreService
from workers.signing.bsre.signer import BsreSigner, Secret
from workers.signing.errors import UnknownOutcomeError


@pytest.fixture
def service(office):
    with esign_service.esign_service(office) as running:
        yield running


@pytest.fixture
def config(service):
    user, password = esign_service.APPLICATION
    return BsreConfig(
        url=service.url, username=user, password=password, subscriber=esign_service.SUBSCRIBER
    )


@pytest.fixture
def official(config):
    """Make the signer of an official."""

    def make(identity: str = EMAIL, secret: str = PASSPHRASE, kind: str = "passphrase", **changes):
        settings = msgspec.structs.replace(config, **changes)
        return BsreSigner(
            BsreService(settings), settings, identity, Secret(kind=kind, value=secret)
        )

    return make


@pytest.fixture
def ask(ask):
    """Put a document into an official's queue and return the request's number."""
    return lambda *content, **more: ask(*content, **more)["number"]


@pytest.fixture
def unknown(any_state, ask, official, service):
    """A request of which the answer was lost after the service had signed."""
    number, service.mood = ask(), "cut"
    with pytest.raises(UnknownOutcomeError):
        remote.sign(any_state, number, official(), NOW)
    service.mood = ""
    return number
