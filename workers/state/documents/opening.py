"""The document store as the settings say."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workers.config import load
from workers.state.documents.folder import Folder
from workers.state.documents.key import read_keys
from workers.state.documents.store import DocumentStore


class DocumentsConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``documents``. Where they lie is ``worker.documents``."""

    key: str | None = None  # one a line: the first encrypts, all decrypt; None: not encrypted


def open_documents(place: Path | str) -> DocumentStore:
    """Open a store with the keys of section ``documents``. Nothing is asked of its place yet.

    Args:
        place: a folder, or the URL of a bucket (``s3://bucket/prefix``); WorkerConfig knows it.

    Raises:
        ConfigError: the URL, a key or a setting of S3 cannot be used.
    """
    text = load(DocumentsConfig, "documents").key
    keys = () if text is None else read_keys(text)
    if isinstance(place, Path):
        return DocumentStore(Folder(place), keys)
    from workers.state.documents.bucket import Bucket

    return DocumentStore(Bucket(place), keys)
