"""The mail server is one we know, and it lets us in; the password goes nowhere else."""

from __future__ import annotations

import shutil
import ssl
import subprocess

import pytest
import structlog
from aiosmtpd.smtp import AuthResult

PASSWORD = "rahasia-sekali"  # noqa: S105 -- of the test's own server
# The server cannot tell that a connection encrypted from the start is encrypted.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("not tested: mail over TLS (no openssl to make a certificate)")
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def secure_server(certificate, serve_mail):
    """A server that takes mail from who signs in, over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    def authenticate(_server, _session, _envelope, _mechanism, login):
        return AuthResult(success=login.password == PASSWORD.encode(), handled=False)

    def start(security: str):
        options = {"authenticator": authenticate, "auth_required": True}
        if security == "tls":
            return serve_mail(ssl_context=context, auth_require_tls=False, **options)
        return serve_mail(tls_context=context, require_starttls=True, **options)

    return start


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_to_a_server_that_is_signed_in_to(
    secure_server, smtp, room, until, security
):
    server = secure_server(security)
    smtp(server.port, security=security, username="tertib", password=PASSWORD)
    room.compose(2)
    room.start_sender()
    until(lambda: room.statuses() == {"sent": 2})
    assert len(server.taken) == 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_neither_mail_nor_password(
    secure_server, smtp, room, until, security
):
    server = secure_server(security)
    smtp(server.port, security=security, username="tertib", password=PASSWORD)
    room.compose()
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: [line for line in logs if line["event"] == "smtp_unavailable"])
    assert logs[0]["reason"] == "SSLCertVerificationError"
    assert room.statuses() == {"ready": 1}


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_fails_no_message_and_is_not_logged(secure_server, smtp, room, until):
    server = secure_server("starttls")
    smtp(server.port, security="starttls", username="tertib", password=f"{PASSWORD}?")
    room.compose()
    with structlog.testing.capture_logs() as logs:
        room.start_sender()
        until(lambda: [line for line in logs if line["event"] == "smtp_unavailable"])
    assert logs[0]["reason"] == "535"
    assert room.statuses() == {"ready": 1}
    assert PASSWORD not in str(logs)
