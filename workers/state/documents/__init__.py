"""The document store: bytes under their SHA-256, and the references that travel as variables.

``store`` keeps them, encrypted by a ``key``, in a ``place``: a ``folder`` or a ``bucket``, whose
faults are ``s3_faults``. ``opening`` makes it as the settings say, ``of_job`` is how a job sees it,
``reference`` what a variable holds, ``errors`` how it fails.
"""

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
