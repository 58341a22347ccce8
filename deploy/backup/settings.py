"""What backups are encrypted with, as the settings say."""

from __future__ import annotations

import msgspec

from deploy.backup.sealing import Secrets
from workers.config import load
from workers.state.documents.key import read_keys
from workers.state.documents.opening import DocumentsConfig


class BackupConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``backup``."""

    passphrase: str = ""  # better in a file: TERTIB_BACKUP_PASSPHRASE_FILE; empty: documents.key


def backup_secrets() -> Secrets:
    """Read the passphrase of section ``backup`` and the keys of section ``documents``.

    Raises:
        ConfigError: a setting cannot be used.
    """
    keys = load(DocumentsConfig, "documents").key
    return Secrets(
        keys=() if keys is None else read_keys(keys),
        passphrase=load(BackupConfig, "backup").passphrase,
    )
