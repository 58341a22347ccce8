"""What a signer is: anything that turns a document into a signed one.

``workers.signing.pades`` signs with a key that is here; a remote service, such as BSrE's, is
another implementation of the same method.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import msgspec


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed and as whom, as the request says."""

    number: str  # of the request: TTD-00001/2025
    official: str  # title of who was asked to sign
    on_behalf: bool  # somebody else signs for that official (a.n.)
    document_hash: str  # SHA-256 of the document before this signature, in hex
    moment: datetime  # aware, in the office's time zone


class DocumentSigner(Protocol):
    """Signs documents as one official."""

    def sign(self, document: bytes, purpose: Purpose) -> bytes:
        """Return the document with a signature added; earlier signatures stay valid.

        Args:
            document: a whole PDF.
            purpose: what for.

        Raises:
            SigningError: it cannot be signed, or not now.
        """
        ...
