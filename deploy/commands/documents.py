"""``tertib documents``: the documents that the workers keep, and their encryption."""

from __future__ import annotations

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

        tertib documents new-key > documents.key

        TERTIB_DOCUMENTS_KEY_FILE=documents.key tertib documents encrypt
    """


@app.command()
def get(
    document: Annotated[
        str, typer.Argument(metavar="ID", help="The documentId of a reference, 64 digits.")
    ],
    file: Annotated[Path, typer.Argument(help="Where to write it; only you may read it.")],
) -> None:
    """Write a document into a file, decrypted and checked."""
    from workers.files import write_whole
    from workers.state.documents.reference import is_document_id

    if not is_document_id(document):
        raise typer.BadParameter("64 hexadecimal digits", param_hint="ID")
    if file.exists():
        raise typer.BadParameter(f"{file} is there already", param_hint="FILE")
    write_whole(file, _store().read(document))


@app.command()
def put(file: Annotated[Path, typer.Argument(help="The file to store.", exists=True)]) -> None:
    """Store a file and print its reference, for a process variable or a person's record.

    The file's own name is not kept: it may be a person's.
    """
    import mimetypes

    import msgspec

    kind, _ = mimetypes.guess_type(file.name)
    name = f"dokumen{file.suffix.lower()}"
    content_type = kind or "application/octet-stream"
    reference = _store().put(file.read_bytes(), content_type=content_type, file_name=name)
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
