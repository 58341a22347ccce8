"""The document store: bytes under their SHA-256, and the references that travel as variables."""

from workers.state.documents.errors import (
    DocumentsAwayError,
    DocumentStoreError,
    DocumentUnavailableError,
)
from workers.state.documents.of_job import JobDocuments
from workers.state.documents.opening import open_documents
from workers.state.documents.reference import STORE_ID, DocumentMetadata, DocumentReference
from workers.state.documents.store import DocumentStore

__all__ = [
    "STORE_ID",
    "DocumentMetadata",
    "DocumentReference",
    "DocumentStore",
    "DocumentStoreError",
    "DocumentUnavailableError",
    "DocumentsAwayError",
    "JobDocuments",
    "open_documents",
]
