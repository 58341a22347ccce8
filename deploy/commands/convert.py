"""``tertib convert``: documents to BPMN diagrams and forms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from converters.errors import DocumentError
    from deploy.conversion import Converted


def convert(
    documents: Annotated[
        list[Path], typer.Argument(help="SOP documents, or folders of them.", show_default=False)
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write processes/ and forms/ into.")
    ] = Path("bpmn"),
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that differ (edited diagrams, say).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Convert SOP documents into BPMN diagrams with their forms.

    A diagram that is already there and differs is left alone unless --force is given: somebody
    may have edited it. The SOPs that can be read are converted even when others cannot.

    Examples:

        tertib convert sop.txt

        tertib convert documents/ --out bpmn --json
    """
    from converters.documents import read_documents
    from deploy.console import fail, track
    from deploy.conversion import convert_sop, lay_out_templates
    from deploy.files import documents_in

    converted: list[Converted] = []
    errors: list[DocumentError] = []
    for document in track(read_documents(documents_in(documents)), "Converting"):
        converted += [convert_sop(sop, out, force=force) for sop in document.sops]
        errors += document.errors
    if converted:
        lay_out_templates(out)
    _report(converted, out, as_json=as_json)
    for error in errors:
        fail(str(error))
    kept = [path for item in converted for path in item.kept]
    for path in kept:
        fail(
            f"{path}: berkas sudah ada dan isinya lain; tidak ditimpa. "
            "Pakai --force untuk menimpanya, atau --out untuk folder lain."
        )
    if errors or kept or not converted:
        raise typer.Exit(1)


def _report(converted: list[Converted], out: Path, *, as_json: bool) -> None:
    if as_json:
        import msgspec

        encoded = msgspec.json.encode(converted, enc_hook=str)
        sys.stdout.buffer.write(msgspec.json.format(encoded, indent=2) + b"\n")
    elif converted:
        from deploy.console import OUT
        from deploy.conversion import summary_table

        OUT.print(summary_table(converted))
        count = sum(len(item.written) for item in converted)
        where = f"{count} berkas di {out}/processes dan {out}/forms."
        OUT.print(where, markup=False, highlight=False, soft_wrap=True)
