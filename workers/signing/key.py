"""An official's key: what a PKCS#12 file and its passphrase open, or a token (``token``)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from workers.signing.errors import SigningError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from asn1crypto import x509
    from pyhanko.sign import Signer

LARGEST_FILE = 1 << 20  # a key and a few certificates have some thousand bytes


class OfficialKey:
    """The key of one official, and what its certificate says."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer

    @property
    def certificate(self) -> x509.Certificate:
        """The official's certificate."""
        certificate = self.signer.signing_cert
        assert certificate is not None  # noqa: S101 -- without one a key is refused
        return certificate

    @property
    def name(self) -> str:
        """The person's name; empty: the certificate names none."""
        return said(self.certificate.subject.native, "common_name")

    @property
    def title(self) -> str:
        """The official's title; empty: the certificate says none."""
        return said(self.certificate.subject.native, "title")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hex."""
        return str(self.certificate.sha256.hex())

    def check(self, moment: datetime) -> None:
        """Refuse to sign with a certificate that is not valid.

        Raises:
            SigningError: it has expired, or is not valid yet.
        """
        begins, ends = self.certificate.not_valid_before, self.certificate.not_valid_after
        if moment < begins:
            raise SigningError(f"Sertifikat baru berlaku mulai {begins:%d-%m-%Y}.")
        if moment > ends:
            raise SigningError(
                f"Sertifikat sudah kedaluwarsa sejak {ends:%d-%m-%Y}. Mintalah yang baru."
            )

    def require_vouched(self, roots: Sequence[x509.Certificate], moment: datetime) -> None:
        """Refuse to sign with a certificate for which nobody vouches whom the office trusts.

        Anybody can make a key in an official's name; and whoever gets the document would be told
        that the signatory is unknown.

        Args:
            roots: whom the office trusts.
            moment: aware; when it signs.

        Raises:
            SigningError: names who issued it; or it is not valid at that moment.
        """
        from pyhanko_certvalidator import CertificateValidator, ValidationContext
        from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

        self.check(moment)
        context = ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)
        chain = list(self.signer.cert_registry)
        validator = CertificateValidator(self.certificate, chain, validation_context=context)
        try:
            asyncio.run(validator.async_validate_path())
        except (PathBuildingError, PathValidationError):
            issuer = said(self.certificate.issuer.native, "common_name")
            raise SigningError(
                f"Kunci ini bersertifikat dari {issuer or 'penerbit tanpa nama'}, yang tidak "
                "dipercaya kantor ini; `tertib verify` akan menolak tanda tangannya. Sebutkan "
                "sertifikat akarnya dengan signing.trust (TERTIB_SIGNING_TRUST)."
            ) from None


def open_key(file: Path, passphrase: str) -> OfficialKey:
    """Open an official's key.

    Args:
        file: PKCS#12 (.p12, .pfx).
        passphrase: the official's.

    Raises:
        SigningError: the passphrase is wrong, or the file is none.
        OSError: the file cannot be read.
    """
    from pyhanko.sign import SimpleSigner

    with file.open("rb") as source:
        content = source.read(LARGEST_FILE)
    try:
        signer = SimpleSigner.load_pkcs12_data(content, (), passphrase.encode())
    except (ValueError, TypeError, AttributeError):
        raise SigningError(
            f"Kunci {file} tidak dapat dibuka: kata sandi salah, atau berkas itu bukan PKCS#12."
        ) from None
    return OfficialKey(signer)


def said(name: dict[str, Any], attribute: str) -> str:
    """Return an attribute of a certificate's subject; one given several times is joined."""
    value = name.get(attribute, "")
    return ", ".join(value) if isinstance(value, list) else str(value)
