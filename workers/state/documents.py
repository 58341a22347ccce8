"""The document store: bytes under their SHA-256, and the references that travel as variables.

A reference has the shape of Camunda's document handling, so that forms, connectors and Tasklist
read it; personal data stays in the store and never becomes a process variable.
https://docs.camunda.io/docs/components/document-handling/getting-started/
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Literal

import msgspec

from workers.errors import IncidentError
from workers.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

STORE_ID = "tertib-local"
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


class DocumentUnavailableError(IncidentError):
    """A referenced document is missing, damaged or in another store. Names the id only."""


class DocumentStore:
    """A folder of documents, each in a file named by the SHA-256 of its content.

    The same bytes stored twice are one file, so a job done again stores nothing new.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes, *, content_type: str, file_name: str) -> DocumentReference:
        """Store ``content`` durably (on the disk when this returns) and say where it is.

        Args:
            content: the whole document.
            content_type: its media type.
            file_name: the name an officer sees; it must hold no personal data.

        Raises:
            OSError: the folder cannot be written.
        """
        content_hash = hashlib.sha256(content).hexdigest()
        path = self._path(content_hash)
        if not path.exists():
            write_whole(path, content)
        return DocumentReference(
            store_id=STORE_ID,
            document_id=content_hash,
            content_hash=content_hash,
            metadata=DocumentMetadata(
                content_type=content_type, file_name=file_name, size=len(content)
            ),
        )

    def get(self, reference: DocumentReference) -> bytes:
        """Return the document's bytes, checked against their hash.

        Raises:
            DocumentUnavailableError: not in this store, missing, or damaged on the disk.
        """
        path = self.path(reference)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            message = f"document {reference.document_id} is not in the store"
            raise DocumentUnavailableError(message) from None
        if hashlib.sha256(content).hexdigest() != reference.document_id:
            message = f"document {reference.document_id} is damaged: its content changed on disk"
            raise DocumentUnavailableError(message)
        return content

    def path(self, reference: DocumentReference) -> Path:
        """Return where the document's file lies (it may not exist).

        Raises:
            DocumentUnavailableError: the reference belongs to another store.
        """
        if reference.store_id != STORE_ID or not _HASH.fullmatch(reference.document_id):
            message = f"the reference is of another store ({reference.store_id})"
            raise DocumentUnavailableError(message)
        return self._path(reference.document_id)

    def objects(self) -> list[str]:
        """The names of all objects that are documents."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.glob("??/*"))
        return [name for name in found if _HASH.fullmatch(name.rpartition("/")[2])]

    def content(self, name: str) -> bytes | None:
        """Return the document that an object is, one of ``objects``; None: it is gone since.

        Raises:
            DocumentUnavailableError: it is damaged.
        """
        try:
            content = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(content).hexdigest() != name.rpartition("/")[2]:
            raise DocumentUnavailableError(f"{name} is damaged: it is not what its name says")
        return content

    def _path(self, content_hash: str) -> Path:
        return self.folder / content_hash[:2] / content_hash
