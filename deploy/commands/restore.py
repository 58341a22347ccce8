"""``tertib restore``: bring back what a backup holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.backup.restoring import Restored


def restore(
    file: Annotated[Path, typer.Argument(help="The file that `tertib backup` wrote.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Give up what the database holds now.")
    ] = False,
    moved: Annotated[
        bool,
        typer.Option(
            "--moved",
            help="The workers did nothing after the backup: messages that waited are to be sent.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came back as JSON.")] = False,
) -> None:
    """Restore a backup into an empty state. Stop the workers first.

    All of the backup is checked before anything is written; the database has all of it or stays
    as it was. Documents that are in the store already stay there. Without --moved, messages that
    were on their way become `unknown`: they may have been sent since. `tertib outbox` settles them.

    Examples:

        tertib restore tertib-2025-03-04.tar.gz

        TERTIB_WORKER_DATABASE_URL=postgresql://db/tertib tertib restore tertib.tar.gz --moved
    """
    from deploy.backup.opened import opened
    from deploy.backup.restoring import restore as bring_back
    from deploy.backup.settings import backup_secrets
    from workers.registry import load_handlers

    secrets = backup_secrets()
    load_handlers()  # they declare the tables, an office's own too
    with opened(existing=False) as state:
        restored = bring_back(state, file, replace=replace, moved=moved, secrets=secrets)
    _tell(file, restored, as_json=as_json)


def _tell(file: Path, restored: Restored, *, as_json: bool) -> None:
    from deploy.console import OUT
    from deploy.state import office_zone

    header, manifest = restored.header, restored.manifest
    if as_json:
        told = {
            "file": str(file),
            "taken_at": header.taken_at.isoformat(),
            "tertib": header.tertib,
            "rows": manifest.rows,
            "documents": manifest.documents.count,
            "unknown_messages": restored.doubted,
        }
        OUT.print_json(data=told)
        return
    what = f"{manifest.rows} rows, {manifest.documents.count} documents"
    taken = f"{header.taken_at.astimezone(office_zone()):%Y-%m-%d %H:%M}"
    OUT.print(f"{file}: {what}, as they were at {taken}", markup=False, highlight=False)
    if restored.doubted:
        OUT.print(
            f"{restored.doubted} messages may have been sent since: "
            "`tertib outbox --status unknown` lists them."
        )
