r"""The keys that documents are encrypted with.

An encrypted object is AES-256-GCM (NIST SP 800-38D)::

    "tertib-sealed-1\n"  key id (8 bytes)  nonce (12 bytes)  ciphertext  tag (16 bytes)

The header and the object's name are authenticated with it, so that an object under another's name
does not open. The name is a keyed hash of the document's id: who has the disk or the bucket alone
cannot find out whether a certain document lies there, nor guess a short one by trying.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os

from workers.config import ConfigError

MAGIC = b"tertib-sealed-1\n"
SECRET_BYTES = 32
_ID_BYTES = 8
_NONCE_BYTES = 12
_HEADER_BYTES = len(MAGIC) + _ID_BYTES
HOW_TO_MAKE = "`tertib documents new-key` makes one"


class Key:
    """One key: it encrypts documents, decrypts them, and gives their objects names.

    Random nonces are safe for 2^32 documents by one key.
    """

    def __init__(self, secret: bytes) -> None:
        self.id = _derived(secret, "id")[:_ID_BYTES].hex()
        self._naming = _derived(secret, "name")
        self._sealing = _derived(secret, "content")
        self._deriving = _derived(secret, "others")

    def digest(self, document_id: str) -> str:
        """Return what names the object of a document: 64 hexadecimal digits, as the id itself."""
        return hmac.digest(self._naming, document_id.encode(), "sha256").hex()

    def seal(self, digest: str, content: bytes) -> bytes:
        """Encrypt a document.

        Args:
            digest: what names its object.
            content: all of it, less than 2 GiB.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        header = MAGIC + bytes.fromhex(self.id)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._sealing).encrypt(nonce, content, _bound(header, digest))
        return header + nonce + sealed

    def open(self, digest: str, sealed: bytes) -> bytes | None:
        """Decrypt what ``seal`` made; None: it is damaged, or belongs under another name."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return AESGCM(self._sealing).decrypt(nonce, ciphertext, _bound(header, digest))
        except (InvalidTag, ValueError):  # too short for a nonce or a tag
            return None

    def derived(self, use: str) -> bytes:
        """Return a secret for something else than documents: 32 bytes, of this use alone."""
        return hmac.digest(self._deriving, use.encode(), "sha256")


def key_id(content: bytes) -> str | None:
    """Return the id of the key that an object says it is encrypted with; None: it says nothing."""
    return content[len(MAGIC) : _HEADER_BYTES].hex() if content.startswith(MAGIC) else None


def make_secret() -> str:
    """Make a new key, as it stands in a key file: 256 random bits in base64."""
    return base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def read_keys(text: str) -> tuple[Key, ...]:
    """Read the keys of a key file: one a line; blank lines and those after ``#`` are left out.

    Raises:
        ConfigError: a line is no key, or there is none. Never shows one.
    """
    lines = [line.strip() for line in text.splitlines()]
    keys = [_key(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not keys:
        raise ConfigError(f"documents.key is set and holds no key; {HOW_TO_MAKE}.")
    return tuple(keys)


def _key(number: int, line: str) -> Key:
    try:
        secret = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != SECRET_BYTES:
        message = f"documents.key: line {number} is no key: {SECRET_BYTES} bytes in base64"
        raise ConfigError(f"{message}; {HOW_TO_MAKE}.")
    return Key(secret)


def _derived(secret: bytes, use: str) -> bytes:
    """A key for one use alone."""
    return hmac.digest(secret, f"tertib documents 1: {use}".encode(), "sha256")


def _bound(header: bytes, digest: str) -> bytes:
    return header + digest.encode()
