"""What the service is told and asked, and how it is reached."""

from __future__ import annotations

import socket

import pytest

from tests.workers.signing.bsre.books import NOW, found
from tests.workers.signing.esign_service import EMAIL, NIK
from tests.workers.signing.papers import make_pdf
from workers.signing import remote
from workers.signing.bsre.config import bsre_config
from workers.signing.bsre.service import BsreService, who
from workers.signing.errors import SigningError, UnknownOutcomeError


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("NOT_REGISTERED", "belum terdaftar"),
        ("EXPIRED", "kedaluwarsa"),
        ("REVOKE", "dicabut"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_a_certificate_that_cannot_sign_is_told(service, config, status, told):
    service.statuses[EMAIL] = status
    with pytest.raises(SigningError, match=told):
        BsreService(config).require_ready(EMAIL)
    assert service.calls("sign/pdf") == []


def test_a_certificate_that_can_sign_is_no_news(config):
    BsreService(config).require_ready(NIK)


def test_a_service_that_was_never_reached_has_signed_nothing(any_state, ask, official):
    number = ask()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(SigningError, match="tidak dapat dihubungi") as told:
        remote.sign(any_state, number, official(url=f"http://127.0.0.1:{port}"), NOW)
    assert not isinstance(told.value, UnknownOutcomeError)
    assert found(any_state, number).status == "waiting"


def test_a_wrong_password_of_the_application_is_told_as_such(any_state, ask, official):
    number = ask()
    with pytest.raises(SigningError, match=r"bsre\.password") as told:
        remote.sign(any_state, number, official(password="sandi-lama"), NOW)  # noqa: S106 -- wrong
    assert "sandi-lama" not in str(told.value)
    assert found(any_state, number).status == "waiting"


def test_the_passphrase_follows_no_redirection(any_state, ask, official, service):
    number, service.mood = ask(), "redirect"
    with pytest.raises(SigningError, match="http-307"):
        remote.sign(any_state, number, official(), NOW)
    assert service.asked == []
    assert found(any_state, number).status == "waiting"


def test_what_the_service_thinks_of_a_document_is_told(any_state, ask, official, service, config):
    remote.sign(any_state, ask(), official(), NOW)
    verdict = BsreService(config).verify(service.signed[0])
    assert (verdict.good, verdict.conclusion) == (True, "VALID")
    assert verdict.signers == ["Siti Rahmawati"]
    assert not BsreService(config).verify(make_pdf()).good


def test_a_person_is_named_by_mail_or_by_a_number_of_sixteen_digits():
    assert who(" siti@example.go.id ") == {"email": "siti@example.go.id"}
    assert who("3171 2345 6789 0123") == {"nik": NIK}
    for wrong in ("", "123", "31712345678901234", "Siti Rahmawati"):
        with pytest.raises(SigningError, match="16 angka") as told:
            who(wrong)
        assert not wrong or wrong not in str(told.value)


def test_without_an_address_the_setting_is_named(monkeypatch):
    from workers.config import ConfigError

    monkeypatch.delenv("TERTIB_BSRE_URL", raising=False)
    with pytest.raises(ConfigError, match="TERTIB_BSRE_URL"):
        bsre_config()
