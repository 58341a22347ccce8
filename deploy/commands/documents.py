"""``tertib documents``: the documents that the workers keep, and their encryption."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from workers.state.documents import DocumentStore

app = typer.Typer(name="documents", no_args_is_help=True)


@app.callback()
def documents() -> None:
    """Read a document of the store (TERTIB_WORKER_DOCUMENTS), and encrypt the store.

    With a key (TERTIB_DOCUMENTS_KEY_FILE) the workers encrypt what they store from then on;
    `encrypt` does it to what is there. docs/state.md says how to change the key.

    Examples:

        tertib documents get 6f1ed002ab55...e9c2b51 letter.docx

        tertib documents put fingerprint.png

        tertib documents put letter.docx --corrects 6f1ed002ab55

        tertib documents new-key > documents.key

        TERTIB_DOCUMENTS_KEY_FILE=documents.key tertib documents encrypt
    """


_ID = re.compile(r"[0-9a-f]{12,64}")
_ID_HELP = "The documentId of a reference; its first 12 digits do, as forms show them."


@app.command()
def get(
    document: Annotated[str, typer.Argument(metavar="ID", help=_ID_HELP)],
    file: Annotated[Path, typer.Argument(help="Where to write it; only you may read it.")],
) -> None:
    """Write a document into a file, decrypted and checked.

    Who takes out what is about somebody is entered in the record of processing.
    """
    from deploy.state import enter, opened
    from workers.files import write_whole

    if file.exists():
        raise typer.BadParameter(f"{file} is there already", param_hint="FILE")
    store = _store()
    document_id = _whole_id(store, document)
    content = store.read(document_id)
    with opened() as state:
        enter(state, "documents get", documents=[document_id])
    write_whole(file, content)


def _whole_id(store: DocumentStore, digits: str) -> str:
    """The id that is meant by all of its digits, or by the first of them."""
    if not _ID.fullmatch(digits):
        raise typer.BadParameter("12 to 64 hexadecimal digits, in small letters", param_hint="ID")
    found = store.meant_by(digits)
    if len(found) != 1:
        raise typer.BadParameter(
            f"{len(found)} documents begin with {digits}; give all 64 digits, as Operate shows "
            "them (of an encrypted document they are always needed)",
            param_hint="ID",
        )
    return found[0]


@app.command()
def put(
    file: Annotated[Path, typer.Argument(help="The file to store.", exists=True)],
    corrects: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The document that it takes the place of."),
    ] = None,
) -> None:
    """Store a file and print its reference, for a process variable or a person's record.

    The file's own name is not kept: it may be a person's. What corrects a document is about the
    same people, and is erased with their data.
    """
    import mimetypes

    import msgspec

    from deploy.state import opened
    from workers import processings

    store = _store()
    before = _whole_id(store, corrects) if corrects else None
    if before and not store.has(before):
        raise typer.BadParameter(f"there is no document {before}", param_hint="--corrects")
    kind, _ = mimetypes.guess_type(file.name)
    name = f"dokumen{file.suffix.lower()}"
    content_type = kind or "application/octet-stream"
    reference = store.put(file.read_bytes(), content_type=content_type, file_name=name)
    if before:
        with opened() as state, state.database.transaction() as transaction:
            processings.pass_on(transaction.connection, before, reference.document_id)
    typer.echo(msgspec.json.encode(reference).decode())


@app.command()
def encrypt() -> None:
    """Encrypt what is not encrypted yet, or with another key than the first.

    Workers may run meanwhile if they have the same keys. Interrupted, it goes on where it was.
    """
    from deploy.console import OUT, fail, track
    from deploy.errors import DeployError
    from workers.state.documents import DocumentUnavailableError
    from workers.state.documents.key import HOW_TO_MAKE

    store = _store()
    if store.key_id is None:
        raise DeployError("TERTIB_DOCUMENTS_KEY_FILE is not set.", f"{HOW_TO_MAKE}.")
    objects, changed, damaged = store.objects(), 0, 0
    for name in track(objects, "Encrypting"):
        try:
            changed += store.encrypt(name)
        except DocumentUnavailableError as error:
            fail(str(error))
            damaged += 1
    OUT.print(f"{changed} of {len(objects)} documents were encrypted.", highlight=False)
    if damaged:
        raise DeployError(
            f"{damaged} are damaged and stay as they are.",
            "Put them back from a backup, or delete them, and run this again.",
        )
    store.retire_keys()
    store.place.tidy()
    OUT.print(f"All are encrypted with key {store.key_id}.", highlight=False)


@app.command("new-key")
def new_key() -> None:
    """Print a new key. Who has it and the documents can read them; without it nobody can."""
    from workers.state.documents.key import make_secret

    typer.echo(make_secret())


def _store() -> DocumentStore:
    """The store that the settings name, found to be usable."""
    from workers.config import WorkerConfig, load
    from workers.state.documents import open_documents

    store = open_documents(load(WorkerConfig, "worker").documents_place)
    store.check()
    return store
