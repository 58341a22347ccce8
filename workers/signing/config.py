"""How documents are signed: section ``signing``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workers.config import Seconds, default_home, load


class SigningConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``signing``."""

    folder: str = ""  # of the local certificate authority; empty: signing in the home folder
    organisation: str = ""  # the office, as certificates name it
    ca_passphrase: str = ""  # better in a file: TERTIB_SIGNING_CA_PASSPHRASE_FILE
    passphrase: str = ""  # of the official's key, or a token's PIN, where nobody can be asked
    pkcs11_module: str = ""  # the library of the officials' tokens (PKCS#11), a .so file
    pkcs11_token: str = ""  # label of the token; empty: the only one there is
    pkcs11_key: str = ""  # label of the key on it; empty: the only one there is
    tsa_url: str = ""  # time-stamping authority (RFC 3161); empty: the time is our clock's
    tsa_timeout: Seconds = 20.0
    trust: str = ""  # PEM file: whom else we trust, besides the local authority

    @property
    def authority_folder(self) -> Path:
        """Where the local authority's key and certificate are."""
        return Path(self.folder).expanduser() if self.folder else default_home() / "signing"


def signing_config() -> SigningConfig:
    """Read the section.

    Raises:
        ConfigError: a setting cannot be used.
    """
    return load(SigningConfig, "signing")
