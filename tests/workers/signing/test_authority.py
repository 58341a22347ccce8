"""The local authority and what it issues."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from workers.signing import authority
from workers.signing.authority import certificate_file, open_authority
from workers.signing.config import SigningConfig
from workers.signing.errors import SigningError
from workers.signing.key import open_key

NOW = datetime(2025, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_keys(monkeypatch):
    """Shorter keys are made sooner; what is tested here is not their strength."""
    monkeypatch.setattr(authority, "KEY_BITS", 2048)


@pytest.fixture
def config(tmp_path):
    return SigningConfig(folder=str(tmp_path / "signing"), organisation="Kantor Uji")


def official(config, passphrase):
    content = open_authority(config, NOW).issue("Siti", "Kepala Kantor", passphrase, NOW)
    return pkcs12.load_pkcs12(content, passphrase.encode()).cert.certificate


def test_the_key_is_for_its_owner_alone(config):
    open_authority(config, NOW)
    key = certificate_file(config).with_name("ca.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_is_made_once_and_the_same_ever_after(config):
    first = open_authority(config, NOW).certificate
    assert open_authority(config, NOW + timedelta(days=1)).certificate == first


def test_those_who_make_it_at_once_have_the_same_one(config):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: open_authority(config, NOW).certificate, range(4)))
    assert len({each.serial_number for each in made}) == 1
    assert sorted(file.name for file in certificate_file(config).parent.iterdir()) == [
        "ca.key",
        "ca.pem",
    ]


def test_a_certificate_that_was_lost_comes_back_with_the_same_key(config):
    before = open_authority(config, NOW).certificate
    certificate_file(config).unlink()
    assert open_authority(config, NOW).certificate.public_key() == before.public_key()


def test_a_key_with_a_passphrase_opens_with_that_one_only(tmp_path):
    folder = str(tmp_path)
    closed = SigningConfig(folder=folder, ca_passphrase="kata-sandi-lama")  # noqa: S106 -- of a test
    made = open_authority(closed, NOW).certificate
    assert b"ENCRYPTED" in (tmp_path / "ca.key").read_bytes()
    assert open_authority(closed, NOW).certificate == made
    for wrong in ("", "kata-sandi-baru"):
        with pytest.raises(SigningError, match="TERTIB_SIGNING_CA_PASSPHRASE_FILE") as told:
            open_authority(SigningConfig(folder=folder, ca_passphrase=wrong), NOW)
        assert not wrong or wrong not in str(told.value)


def test_an_officials_certificate_is_for_signing_documents_and_nothing_else(config, passphrase):
    extensions = official(config, passphrase).extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert "1.3.6.1.5.5.7.3.36" in {each.dotted_string for each in purposes}
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_authority_may_issue_to_officials_but_make_no_other_authority(config):
    extensions = open_authority(config, NOW).certificate.extensions
    limits = extensions.get_extension_for_class(x509.BasicConstraints)
    assert limits.critical
    assert (limits.value.ca, limits.value.path_length) == (True, 0)


def test_an_officials_certificate_names_person_title_and_office_and_chains_up(config, passphrase):
    certificate = official(config, passphrase)
    named = {each.rfc4514_attribute_name: each.value for each in certificate.subject}
    assert named["CN"] == "Siti"
    assert named["O"] == "Kantor Uji"
    assert "Kepala Kantor" in named.values()
    certificate.verify_directly_issued_by(open_authority(config, NOW).certificate)


def test_it_is_valid_for_two_years_and_never_longer_than_the_authority(config, passphrase):
    certificate = official(config, passphrase)
    assert certificate.not_valid_before_utc <= NOW
    assert certificate.not_valid_after_utc == NOW + timedelta(days=730)
    late = NOW + timedelta(days=365 * 9 + 100)
    content = open_authority(config, NOW).issue("Siti", "Kepala", passphrase, late)
    end = pkcs12.load_pkcs12(content, passphrase.encode()).cert.certificate.not_valid_after_utc
    assert end == open_authority(config, NOW).certificate.not_valid_after_utc


@pytest.mark.parametrize(
    ("name", "title", "word", "told"),
    [
        ("", "Kepala", "rahasia-sekali", "Nama"),
        ("x" * 65, "Kepala", "rahasia-sekali", "Nama"),
        ("Siti", " ", "rahasia-sekali", "Jabatan"),
        ("Siti", "Kepala", "xkcd936", "Kata sandi"),
    ],
)
def test_what_no_certificate_can_hold_is_told(config, name, title, word, told):
    with pytest.raises(SigningError, match=told) as error:
        open_authority(config, NOW).issue(name, title, word, NOW)
    assert word not in str(error.value)


def test_a_wrong_passphrase_and_a_file_that_is_no_key_are_one_message(config, passphrase, tmp_path):
    file = tmp_path / "siti.p12"
    file.write_bytes(open_authority(config, NOW).issue("Siti", "Kepala", passphrase, NOW))
    assert open_key(file, passphrase).name == "Siti"
    with pytest.raises(SigningError, match="kata sandi salah") as error:
        open_key(file, "bukan-itu-juga")
    assert "bukan-itu-juga" not in str(error.value)
    file.write_bytes(b"no key at all")
    with pytest.raises(SigningError, match="kata sandi salah"):
        open_key(file, passphrase)
