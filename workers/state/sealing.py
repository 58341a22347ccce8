"""Rows of tables that are sealed as documents are, and can still be found.

A row is encrypted (AES-256-GCM) and bound to its place, so that it does not open in another's. What
it is looked up by is there as a keyed hash: without the key nobody can tell whose it is, nor find
out by trying. Both keys are derived from one of the documents' keys (section ``documents``) for one
use alone; without such a key rows are plain and hashes have none.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from workers.state.documents.errors import DocumentStoreError

if TYPE_CHECKING:
    from workers.state.documents.store import DocumentStore

_NONCE_BYTES = 12
_HASH_BYTES = 8


class SealedError(DocumentStoreError):
    """A row does not open: it was damaged, or belongs to another place."""


class Sealing:
    """Seals rows, or leaves them plain.

    Random nonces are safe for 2^32 rows by one secret.
    """

    def __init__(self, secret: bytes | None) -> None:
        """Take a secret of 32 bytes; None: rows are plain."""
        self._cipher = None
        self._hashing = b""
        if secret is not None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._hashing = hmac.digest(secret, b"hash", "sha256")
            self._cipher = AESGCM(hmac.digest(secret, b"seal", "sha256"))

    def hashed(self, text: str) -> int:
        """Return what a text is looked up by: 64 bits, unsigned."""
        digest = hashlib.blake2b(text.encode(), digest_size=_HASH_BYTES, key=self._hashing)
        return int.from_bytes(digest.digest(), "big")

    def seal(self, place: str, content: bytes) -> bytes:
        """Encrypt a row.

        Args:
            place: what tells the row from all others with this secret.
            content: all of it.
        """
        if self._cipher is None:
            return content
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """Decrypt what ``seal`` made.

        Raises:
            SealedError: it is damaged, or of another place. Names the place.
        """
        if self._cipher is None:
            return sealed
        from cryptography.exceptions import InvalidTag

        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, ciphertext, place.encode())
        except (InvalidTag, ValueError):  # too short for a nonce or a tag
            message = f"The database is damaged: {place} does not open. Restore a backup."
            raise SealedError(message) from None


def sealing(documents: DocumentStore, key_id: str | None, use: str) -> Sealing:
    """Make what seals the rows of one use.

    Args:
        documents: the store, which has the keys.
        key_id: the key to derive from; None: rows are plain.
        use: tells this use of the key from others.

    Raises:
        DocumentStoreError: that key is not given; says its id.
    """
    if key_id is None:
        return Sealing(None)
    key = documents.key(key_id)
    if key is None:
        raise DocumentStoreError(
            f"What is asked for is sealed with a key that is not given (its id is {key_id}). "
            "See TERTIB_DOCUMENTS_KEY_FILE."
        )
    return Sealing(key.derived(use))
