"""The local certificate authority: made on first use, issues the officials' certificates.

RSA with 3072 bits rather than P-256: all readers and verifiers in offices check RSA, some older
ones still no elliptic curves. Certificates follow RFC 5280, and RFC 9336 for their purpose.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from workers.files import write_whole
from workers.signing.errors import SigningError

if TYPE_CHECKING:
    from pathlib import Path

    from workers.signing.config import SigningConfig

KEY_BITS = 3072
CA_YEARS = 10
OFFICIAL_YEARS = 2
SHORTEST_PASSPHRASE = 8
LONGEST_NAME = 64  # RFC 5280, appendix A.1: ub-common-name and ub-title
AUTHORITY_NAME = "Otoritas Sertifikat Lokal Tertib"
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
# Adobe's readers want one of the purposes they have long known; this is theirs for documents.
_ADOBE_DOCUMENTS = x509.ObjectIdentifier("1.2.840.113583.1.1.5")
_SKEW = timedelta(minutes=5)  # clocks of other machines may be behind ours


class Authority:
    """The local authority: its key and its certificate."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        self._key = key
        self.certificate = certificate

    def issue(self, name: str, title: str, passphrase: str, now: datetime) -> bytes:
        """Make a key and certificate for an official.

        Args:
            name: the person's, as signatures show it.
            title: the official's, as requests name it: Kepala Kantor Wilayah.
            passphrase: the official's own.
            now: from when it is valid, for two years.

        Returns:
            PKCS#12, encrypted with the passphrase.

        Raises:
            SigningError: name, title or passphrase will not do.
        """
        _check(name, title, passphrase)
        key = _new_key()
        ends = now + timedelta(days=365 * OFFICIAL_YEARS)
        builder = _certificate(
            _subject(name, title=title, organisation=self._organisation),
            self.certificate.subject,
            key.public_key(),
            (now - _SKEW, min(ends, self.certificate.not_valid_after_utc)),
        )
        builder = _for_official(builder, self._key.public_key())
        return pkcs12.serialize_key_and_certificates(
            None,
            key,
            builder.sign(self._key, hashes.SHA256()),
            [self.certificate],
            serialization.BestAvailableEncryption(passphrase.encode()),
        )

    @property
    def _organisation(self) -> str:
        found = self.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        return str(found[0].value) if found else ""


def certificate_file(config: SigningConfig) -> Path:
    """Return where the authority's certificate lies, for whoever should trust it."""
    return config.authority_folder / "ca.pem"


def open_authority(config: SigningConfig, now: datetime) -> Authority:
    """Open the local authority; the first call makes it.

    Two that make it at once end up with the same one: the key is put into place once, and the
    certificate is the key's.

    Raises:
        SigningError: its key cannot be read with the configured passphrase.
        OSError: the folder cannot be written.
    """
    key_file = config.authority_folder / "ca.key"
    if not key_file.exists():
        _place_once(key_file, _to_pem(_new_key(), config.ca_passphrase), mode=0o600)
    key = _read_key(key_file, config.ca_passphrase)
    file = certificate_file(config)
    if not file.exists():
        certificate = _self_signed(key, config.organisation, now)
        _place_once(file, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return Authority(key, x509.load_pem_x509_certificate(file.read_bytes()))


def _self_signed(key: rsa.RSAPrivateKey, organisation: str, now: datetime) -> x509.Certificate:
    name = _subject(AUTHORITY_NAME, organisation=organisation)
    valid = (now - _SKEW, now + timedelta(days=365 * CA_YEARS))
    return (
        _certificate(name, name, key.public_key(), valid)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    valid: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    begins, ends = (moment.astimezone(UTC).replace(microsecond=0) for moment in valid)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _for_official(
    builder: x509.CertificateBuilder, issuer: rsa.RSAPublicKey
) -> x509.CertificateBuilder:
    purposes = x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, _ADOBE_DOCUMENTS])
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer)
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(issued_by, critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """Of an authority: certificates and their revocation. Of an official: documents."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,  # once called non-repudiation
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(name: str, *, title: str = "", organisation: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, name),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _check(name: str, title: str, passphrase: str) -> None:
    for what, text in (("Nama", name), ("Jabatan", title)):
        if not text.strip() or len(text) > LONGEST_NAME:
            raise SigningError(
                f"{what} harus diisi, paling panjang {LONGEST_NAME} huruf (RFC 5280). Singkatlah."
            )
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise SigningError(
            f"Kata sandi terlalu pendek: paling sedikit {SHORTEST_PASSPHRASE} huruf."
        )


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _to_pem(key: rsa.RSAPrivateKey, passphrase: str) -> bytes:
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


def _read_key(file: Path, passphrase: str) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(
            file.read_bytes(), passphrase.encode() if passphrase else None
        )
    except (ValueError, TypeError):
        raise SigningError(
            f"Kunci otoritas sertifikat lokal ({file}) tidak dapat dibuka: periksa "
            "TERTIB_SIGNING_CA_PASSPHRASE_FILE, yang harus sama seperti ketika kunci itu dibuat."
        ) from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SigningError(f"{file} bukan kunci RSA. Pulihkan berkas itu dari cadangan.")
    return key


def _place_once(path: Path, content: bytes, *, mode: int) -> None:
    """Put a file into place unless somebody else has put theirs there."""
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    write_whole(temporary, content, mode=mode)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
