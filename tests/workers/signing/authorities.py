"""Other authorities: one that publishes what it revoked, and one for time stamps, over HTTP."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

DER = serialization.Encoding.DER


class PublicAuthority:
    """A root that issues to officials and to a time-stamping service, and publishes a CRL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = _key()
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Akar Uji")])
        self.certificate = self._issue(self.name, self.key, authority=True)
        self.revoked: list[int] = []
        tsa_key = _key()
        stamper = self._issue(_name("Cap Waktu Uji"), tsa_key, stamps=True)
        self._tsa = (stamper, tsa_key)
        self.stamp_time: datetime | None = None

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def crl(self) -> bytes:
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.name)
        builder = builder.last_update(now - timedelta(hours=1)).next_update(now + timedelta(days=7))
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial)
            builder = builder.add_revoked_certificate(
                entry.revocation_date(now - timedelta(hours=2)).build()
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(DER)

    def stamp(self, request: bytes) -> bytes:
        certificate, key = self._tsa
        private = key.private_bytes(
            DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(certificate.public_bytes(DER)),
            keys.PrivateKeyInfo.load(private),
            fixed_dt=self.stamp_time,
        )
        return stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()

    def issue(self, passphrase: str) -> tuple[bytes, int]:
        """An official's PKCS#12, and its certificate's serial number."""
        key = _key()
        certificate = self._issue(_name("Dewi Lestari"), key)
        secret = serialization.BestAvailableEncryption(passphrase.encode())
        content = pkcs12.serialize_key_and_certificates(
            None, key, certificate, [self.certificate], secret
        )
        return content, certificate.serial_number

    def _issue(self, name, key, *, authority: bool = False, stamps: bool = False):
        now = datetime.now(UTC)
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False,
        )  # fmt: skip
        usage |= {"digital_signature": not authority, "content_commitment": not authority}
        usage |= {"key_cert_sign": authority, "crl_sign": authority}
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=900))
            .not_valid_after(now + timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
        )
        if stamps:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        if not authority:
            where = [x509.UniformResourceIdentifier(f"{self.url}/crl")]
            point = x509.DistributionPoint(where, None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return builder.sign(self.key, hashes.SHA256())


@contextmanager
def public_authority():
    """A public authority that answers over HTTP: /crl, and /tsa by RFC 3161."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.authority = PublicAuthority(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(self.server.authority.crl, "application/pkix-crl")

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.server.authority.stamp(request), "application/timestamp-reply")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
