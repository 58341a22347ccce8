"""The document store as one job uses it: it knows what of a person the job had to do with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.state.documents.store import DocumentStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.state.documents.reference import DocumentReference


class JobDocuments(DocumentStore):
    """A store that notes which documents were stored and whose records were opened."""

    def __init__(self, store: DocumentStore) -> None:
        """Use ``store``, whose place, keys and check it shares."""
        vars(self).update(vars(store))
        self.stored: set[str] = set()  # ids of documents
        self.opened: dict[str, tuple[str, ...]] = {}  # numbers of a person, by the record's id

    def put(self, content: bytes, *, content_type: str, file_name: str) -> DocumentReference:
        """Store ``content``; as every store does."""
        reference = super().put(content, content_type=content_type, file_name=file_name)
        self.stored.add(reference.document_id)
        return reference

    def note_person(
        self, record_id: str, numbers: Iterable[str], belongings: Iterable[str]
    ) -> None:
        """Note that a person's record was opened.

        Args:
            record_id: its document's id.
            numbers: of identity card and passport, as the record has them.
            belongings: ids of the documents that the record refers to.
        """
        self.opened[record_id] = tuple(numbers)
        self.stored.update(belongings)
