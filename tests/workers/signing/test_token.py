"""Keys on a token: SoftHSM's, which speaks PKCS#11 as a smart card does."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.debian import program
from tests.workers.signing.papers import make_pdf
from workers.signing.errors import SigningError
from workers.signing.pades import PadesSigner
from workers.signing.token import open_token
from workers.signing.verification import verify

PIN = "482913"
LABEL = "Pejabat Uji"


def library() -> str:
    """Debian puts it beside the architecture's other libraries, or in a folder of its own."""
    folders = (Path("/usr/lib/softhsm"), *Path("/usr/lib").glob("*-linux-gnu/softhsm"))
    found = [folder / "libsofthsm2.so" for folder in folders]
    return next((str(file) for file in found if file.exists()), "") or pytest.skip(
        "not tested: libsofthsm2.so (Debian's package softhsm2)"
    )


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    """The token's library, with an empty token. A process reads the settings once."""
    utility = program("softhsm2-util", "softhsm2", "not tested: keys on a token")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        command = [utility, "--init-token", "--free", "--label", LABEL, "--pin", PIN]
        subprocess.run([*command, "--so-pin", "87654321"], check=True, capture_output=True)
        yield library()


@pytest.fixture(scope="module")
def config(module, office, passphrase_of_keys):
    """The settings of an office whose official has a key on the token."""
    import pkcs11
    from pkcs11 import Attribute
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    file = office.issue("Siti Rahmawati, S.H.", "Kepala Kantor")
    content = pkcs12.load_pkcs12(file.read_bytes(), passphrase_of_keys.encode())
    der = serialization.Encoding.DER
    key = content.key.private_bytes(
        der, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    certificate = content.cert.certificate.public_bytes(der)
    common = {Attribute.TOKEN: True, Attribute.ID: b"\1", Attribute.LABEL: "kunci-siti"}
    token = pkcs11.lib(module).get_token(token_label=LABEL)
    with token.open(user_pin=PIN, rw=True) as session:
        session.create_object({**decode_rsa_private_key(key), **common})
        session.create_object({**decode_x509_certificate(certificate), **common})
    return msgspec.structs.replace(office.config, pkcs11_module=module, pkcs11_token=LABEL)


@pytest.fixture(scope="module")
def passphrase_of_keys():
    from tests.workers.signing.conftest import PASSPHRASE

    return PASSPHRASE


def test_a_key_on_a_token_signs_and_the_document_verifies(config, office, purpose):
    document = make_pdf()
    with open_token(config, PIN) as key:
        assert (key.name, key.title) == ("Siti Rahmawati, S.H.", "Kepala Kantor")
        signed = PadesSigner(key, config).sign(document, purpose(document))
    report = verify(signed, office.roots, datetime.now(UTC))
    assert report.good
    assert report.signatures[0].level == "PAdES-B-B"


def test_the_key_is_found_by_its_label(config):
    with open_token(msgspec.structs.replace(config, pkcs11_key="kunci-siti"), PIN) as key:
        assert key.title == "Kepala Kantor"
    with (
        pytest.raises(SigningError, match="0 kunci yang cocok"),
        open_token(msgspec.structs.replace(config, pkcs11_key="kunci-budi"), PIN),
    ):
        pass


def test_a_wrong_pin_is_told_and_not_repeated(config):
    with pytest.raises(SigningError, match="PIN salah") as told, open_token(config, "135790"):
        pass
    assert "135790" not in repr(told.value)


def test_a_token_that_is_not_there_is_told(config):
    for changes in ({"pkcs11_token": "Kartu lain"}, {"pkcs11_module": "/nowhere/lib.so"}):
        settings = msgspec.structs.replace(config, **changes)
        with (
            pytest.raises(SigningError, match="Token tidak dapat dipakai"),
            open_token(settings, PIN),
        ):
            pass


def test_without_a_library_of_the_token_the_setting_is_named(office):
    pytest.importorskip("pkcs11", reason="not tested: python-pkcs11 (the extra pkcs11)")
    with (
        pytest.raises(SigningError, match="TERTIB_SIGNING_PKCS11_MODULE"),
        open_token(office.config, PIN),
    ):
        pass


def test_without_the_extra_it_is_named(office, monkeypatch):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(SigningError, match=r"tertib\[pkcs11\]"), open_token(office.config, PIN):
        pass
