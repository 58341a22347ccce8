"""``tertib backup``: what the workers keep, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.backup.taking import Taken


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print what it holds as JSON.")] = False,
) -> None:
    """Back up what the workers keep: their database and the documents. They may go on working.

    The backup is of one moment, is read again before it counts as made, and can be restored on
    SQLite or PostgreSQL, wherever it was taken. It is encrypted with the passphrase in the file
    that TERTIB_BACKUP_PASSPHRASE_FILE names, else with the first key of the documents
    (TERTIB_DOCUMENTS_KEY_FILE); without either it holds personal data in the clear, readable by
    you alone. Not in it: Camunda's data, settings and secrets, the scanner's inbox, the office's
    own templates of letters, the local authority's key. Where these two are, is told.

    Examples:

        tertib backup tertib-2025-03-04.tar.gz

        tertib backup "/srv/backup/tertib-$(date +%F).tar.gz" --json
    """
    from deploy.backup.opened import opened
    from deploy.backup.settings import backup_secrets
    from deploy.backup.taking import take

    secrets = backup_secrets()
    with opened(existing=True) as state:
        taken = take(state, file, secrets)
    _tell(file, taken, secrets.name, as_json=as_json)
    if taken.unavailable:
        raise typer.Exit(1)


def _tell(file: Path, taken: Taken, encrypted_with: str | None, *, as_json: bool) -> None:
    from deploy.console import OUT, warn

    documents = taken.manifest.documents
    beside = [str(folder) for folder in _beside()]
    told = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "tables": len(taken.manifest.tables),
        "rows": taken.manifest.rows,
        "documents": documents.count,
        "document_bytes": documents.bytes,
        "unavailable": list(taken.unavailable),
        "encrypted_with": encrypted_with,
        "not_in_it": beside,
    }
    if as_json:
        OUT.print_json(data=told)
    else:
        what = f"{taken.manifest.rows} rows, {documents.count} documents"
        how = f"encrypted with {encrypted_with}" if encrypted_with else "not encrypted"
        text = f"{file}: {what}, {told['bytes']} bytes, {how}"
        OUT.print(text, markup=False, highlight=False, soft_wrap=True)
        if beside:
            text = f"Not in it, copy them yourself: {', '.join(beside)}"
            OUT.print(text, markup=False, highlight=False, soft_wrap=True)
    if taken.unavailable:
        named = ", ".join(name[:12] for name in taken.unavailable[:10])
        warn(
            f"{len(taken.unavailable)} documents are not in it: the store lacks them, or their "
            f"content has changed there ({named}). Look for them in an older backup."
        )


def _beside() -> list[Path]:
    """The folders there are that are neither rows nor documents, and that an office cannot lose."""
    from workers.config import load
    from workers.letters.filling import LettersConfig
    from workers.signing.config import signing_config

    folders = (load(LettersConfig, "letters").folder, signing_config().authority_folder)
    return [folder for folder in folders if folder.exists()]
