"""The documents of an installation, each under the hash of its content."""

from __future__ import annotations

import hashlib
import re
import threading
from typing import TYPE_CHECKING

from workers.state.documents.errors import DocumentStoreError, DocumentUnavailableError
from workers.state.documents.key import key_id
from workers.state.documents.reference import (
    DocumentMetadata,
    DocumentReference,
    is_document_id,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workers.state.documents.key import Key
    from workers.state.documents.place import Place

# Empty objects that say which keys are in use: a worker without one of them must not begin.
MARKS = "keys/"
_OBJECT = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")
_BEGINNING = re.compile(r"[0-9a-f]{12,63}")  # no two documents have twelve digits in common


class DocumentStore:
    """Documents over a place where bytes lie, encrypted once there is a key.

    The same bytes stored twice are one object, so a job done again stores nothing new. A plain
    document's object is named by the document's id, the SHA-256 of its content; an encrypted one's
    by a keyed hash of that. The two may lie side by side: each tells by itself what it is.
    """

    def __init__(self, place: Place, keys: Sequence[Key] = ()) -> None:
        """Nothing is asked of the place yet.

        Args:
            place: a Folder or a Bucket.
            keys: the first encrypts, all decrypt; none: nothing is encrypted.
        """
        self.place = place
        self._keys = {key.id: key for key in keys}
        self._first = keys[0] if keys else None
        self._is_checked = threading.Event()  # shared by those that stand for this store

    @property
    def key_id(self) -> str | None:
        """The id of the key that encrypts; None: there is none."""
        return self._first.id if self._first else None

    def key(self, key_id: str) -> Key | None:
        """Return the key of this id, for what is sealed beside the documents; None: not given."""
        return self._keys.get(key_id)

    def check(self) -> None:
        """See that the place is to be used, by the keys that are in use there.

        Raises:
            DocumentStoreError: a key is missing, or the place refuses us.
            DocumentsAwayError: the place does not answer just now.
            OSError: the mark of the first key cannot be written.
        """
        marks = set(self.place.names(MARKS))
        if missing := marks - {MARKS + each for each in self._keys}:
            ids = ", ".join(sorted(name.removeprefix(MARKS) for name in missing))
            raise DocumentStoreError(
                f"Documents are encrypted with a key that is not given (its id is {ids}). "
                "See TERTIB_DOCUMENTS_KEY_FILE."
            )
        if self.key_id and MARKS + self.key_id not in marks:
            self.place.write(MARKS + self.key_id, b"")
        self._is_checked.set()

    def put(self, content: bytes, *, content_type: str, file_name: str) -> DocumentReference:
        """Store ``content`` durably (on the disk when this returns) and say where it is.

        Args:
            content: the whole document.
            content_type: its media type.
            file_name: the name an officer sees; it must hold no personal data.

        Raises:
            DocumentStoreError: see ``check``.
            OSError: it cannot be written; DocumentsAwayError is one.
        """
        self._check_once()
        document_id = _sha256(content)
        digests = self._digests(document_id)
        if not any(self.place.has(_object(digest)) for digest in digests):
            self._write(document_id, content)
        return DocumentReference(
            store_id=self.place.store_id,
            document_id=document_id,
            content_hash=document_id,
            metadata=DocumentMetadata(
                content_type=content_type, file_name=file_name, size=len(content)
            ),
        )

    def get(self, reference: DocumentReference) -> bytes:
        """Return the document's bytes, checked against their hash.

        Raises:
            DocumentUnavailableError: not in this store, missing, or damaged.
            DocumentStoreError: see ``check``.
            OSError: it cannot be read; DocumentsAwayError is one.
        """
        return self.read(_id_of(reference))

    def read(self, document_id: str) -> bytes:
        """Return a document by its id; as ``get``."""
        self._check_once()
        digests = self._digests(document_id)
        # The first again: while we looked, it may have been encrypted.
        for digest in (*digests, digests[0]):
            found = self.place.read(_object(digest))
            if found is None:
                continue
            content = self._open(digest, found)
            if content is None:
                message = f"document {document_id} is damaged: its content changed in the store"
                raise DocumentUnavailableError(message)
            return content
        self.check()  # another worker may have begun to use a key that we were not given
        raise DocumentUnavailableError(f"document {document_id} is not in the store")

    def path(self, reference: DocumentReference) -> Path | None:
        """Return the file for a person to open (it may not exist); None: there is no plain file.

        Raises:
            DocumentUnavailableError: the reference belongs to another store.
        """
        path = self.place.path(_object(_id_of(reference)))
        return None if path and self._keys and not path.exists() else path

    def meant_by(self, digits: str) -> list[str]:
        """The ids that a person may mean: that one, or all that begin with twelve digits or more.

        An encrypted document tells no id: it is meant by all of its digits only.
        """
        if is_document_id(digits):
            return [digits]
        if not _BEGINNING.fullmatch(digits):
            return []
        self._check_once()
        names = self.place.names(f"{digits[:2]}/")
        ids = (name.rpartition("/")[2] for name in names if _OBJECT.fullmatch(name))
        return [each for each in ids if each.startswith(digits)]

    def objects(self) -> list[str]:
        """The names of all objects that are documents, for ``content`` and ``encrypt``."""
        self._check_once()
        return [name for name in self.place.names("") if _OBJECT.fullmatch(name)]

    def content(self, name: str) -> bytes | None:
        """Return the document that an object is, one of ``objects``; None: it is gone since.

        Raises:
            DocumentUnavailableError: it is damaged.
            OSError: it cannot be read; DocumentsAwayError is one.
        """
        found = self.place.read(name)
        if found is None:
            return None
        content = self._open(name.rpartition("/")[2], found)
        if content is None:
            raise DocumentUnavailableError(f"{name} is damaged: it is not what its name says")
        return content

    def encrypt(self, name: str) -> bool:
        """Encrypt a document with the first key, in place of the object that it is now.

        Args:
            name: its object's, of ``objects``.

        Returns:
            Whether that was necessary.

        Raises:
            DocumentUnavailableError: it is damaged; it stays as it is.
        """
        content = self.content(name)
        if content is None:  # encrypted by somebody else since
            return False
        document_id = _sha256(content)
        if name == _object(self._digests(document_id)[0]):
            return False
        self._write(document_id, content)
        self.place.remove(name)
        return True

    def remove(self, document_id: str) -> None:
        """Remove a document, whatever object it lies in; nothing happens if it is not there.

        Raises:
            DocumentStoreError: see ``check``.
            OSError: it cannot be removed; DocumentsAwayError is one.
        """
        self._check_once()
        for digest in self._digests(document_id):
            self.place.remove(_object(digest))

    def has(self, document_id: str) -> bool:
        """Tell whether a document is there; whether it is whole, only reading it tells."""
        self._check_once()
        return any(self.place.has(_object(digest)) for digest in self._digests(document_id))

    def retire_keys(self) -> None:
        """Enter that no key but the first is in use: all documents are encrypted with it."""
        for mark in list(self.place.names(MARKS)):
            if mark != f"{MARKS}{self.key_id}":
                self.place.remove(mark)

    def _check_once(self) -> None:
        if not self._is_checked.is_set():
            self.check()

    def _digests(self, document_id: str) -> list[str]:
        """What may name the document's object, the likeliest first."""
        return [*(key.digest(document_id) for key in self._keys.values()), document_id]

    def _write(self, document_id: str, content: bytes) -> None:
        digest = self._digests(document_id)[0]
        key = self._first
        self.place.write(_object(digest), key.seal(digest, content) if key else content)

    def _open(self, digest: str, found: bytes) -> bytes | None:
        """Return the document that an object is; None: it is not what its name says."""
        if _sha256(found) == digest:
            return found
        key = self._keys.get(key_id(found) or "")
        content = key.open(digest, found) if key else None
        if key is None or content is None or key.digest(_sha256(content)) != digest:
            return None
        return content


def _id_of(reference: DocumentReference) -> str:
    if not reference.is_ours:
        message = f"the reference is of another store ({reference.store_id})"
        raise DocumentUnavailableError(message)
    return reference.document_id


def _object(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
