"""What a process variable holds of a document.

It has the shape of Camunda's document handling, so that forms, connectors and Tasklist read it;
personal data stays in the store and never becomes a process variable.
https://docs.camunda.io/docs/components/document-handling/getting-started/
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

STORE_ID = "tertib-local"
S3_STORE_ID = "tertib-s3"
_OWN = frozenset({STORE_ID, S3_STORE_ID})
_HASH = re.compile(r"[0-9a-f]{64}")


class DocumentMetadata(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is known of a document without opening it."""

    content_type: str
    file_name: str  # seen by everybody who sees the variable: no personal data in it
    size: int  # bytes


class DocumentReference(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A document, as a process variable holds it. Usable as a field of inputs and outputs."""

    kind: Literal["camunda"] = msgspec.field(default="camunda", name="camunda.document.type")
    store_id: str
    document_id: str
    content_hash: str
    metadata: DocumentMetadata

    @property
    def is_ours(self) -> bool:
        """Whether a store of Tertib's gave it. Documents keep it when their store moves."""
        return self.store_id in _OWN and is_document_id(self.document_id)


def is_document_id(text: str) -> bool:
    """Tell whether a text could be a document's id: a SHA-256 in lower-case hexadecimal."""
    return _HASH.fullmatch(text) is not None
