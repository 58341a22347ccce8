"""Whom we trust: the local authority, and the roots of the file that the office names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.signing.authority import certificate_file
from workers.signing.errors import SigningError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from asn1crypto import x509

    from workers.signing.config import SigningConfig


def read_roots(config: SigningConfig, others: Iterable[Path] = ()) -> list[x509.Certificate]:
    """Read the certificates we trust.

    Args:
        config: names the local authority's, if there is one yet, and a file of others.
        others: more files, PEM or DER, each with one or more certificates.

    Raises:
        SigningError: a file holds no certificate.
        OSError: a file cannot be read.
    """
    from pathlib import Path

    local = certificate_file(config)
    files = [local] if local.exists() else []
    files += [Path(config.trust).expanduser()] if config.trust else []
    return [root for file in (*files, *others) for root in _certificates(file)]


def _certificates(file: Path) -> list[x509.Certificate]:
    from asn1crypto import pem, x509

    content = file.read_bytes()
    try:
        if pem.detect(content):
            found = [
                x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)
            ]
        else:
            found = [x509.Certificate.load(content)]
        for certificate in found:
            _ = certificate.subject.native, certificate.public_key.native  # reads all of it
    except (ValueError, TypeError, KeyError):
        raise SigningError(f"{file} bukan berkas sertifikat (PEM atau DER).") from None
    return found
