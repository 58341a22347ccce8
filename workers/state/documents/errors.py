"""How the document store fails: one document, the store as it is set up, or its place for now."""

from __future__ import annotations

from workers.errors import IncidentError


class DocumentUnavailableError(IncidentError):
    """A referenced document is missing, damaged or in another store. Names the id only."""


class DocumentStoreError(IncidentError):
    """The store cannot be used as it is set up: a key is missing, or S3 refuses us. Says which."""


class DocumentsAwayError(OSError):
    """The place of the documents does not answer just now; what was asked of it is right."""
