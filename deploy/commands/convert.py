"""``tertib convert``: documents to BPMN diagrams and forms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.options import Documents, Limit, Processes, SummaryFile

if TYPE_CHECKING:
    from deploy.conversion import Conversion, Converted
    from deploy.reading import Reading


def convert(
    documents: Documents,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="Folder to write processes/, forms/ and reports/ into.",
            file_okay=False,
        ),
    ] = Path("bpmn"),
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that differ (edited diagrams, say).")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was converted as a JSON array, an SOP each.")
    ] = False,
    summary: SummaryFile = None,
    processes: Processes = None,
    limit: Limit = 120.0,
) -> None:
    """Convert SOP documents into BPMN diagrams with their forms, and a report of each to read.

    A folder stands for the documents in it and in its folders. A diagram that is already there
    and differs is left alone unless --force is given: somebody may have edited it. Its report
    (reports/ID.html: the table, the pages, the diagram, each doubt at its row) is written anew in
    any case. The SOPs that can be read are converted even when others cannot. SOPs of one title
    are one process: of two that differ, the first is written.

    Examples:

        tertib convert sop.pdf

        tertib convert documents/ --out bpmn --json
    """
    from deploy.conversion import Conversion, lay_out_templates
    from deploy.documents import read_named, report
    from deploy.reading import View

    conversion = Conversion(out, force=force)
    converted: list[Converted] = []
    readings: list[Reading] = []
    for reading in read_named(
        documents, "Converting", view=View.REPORT, processes=processes, limit=limit
    ):
        done, finished = _convert(reading, conversion)
        converted += done
        readings.append(finished)
    if converted:
        lay_out_templates(out)
    _report(converted, out, as_json=as_json)
    report(readings, table=not as_json, file=summary)
    _say_kept(converted)
    failed = any(reading.document.errors for reading in readings)
    if failed or not converted or any(item.kept for item in converted):
        raise typer.Exit(1)


def _convert(reading: Reading, conversion: Conversion) -> tuple[list[Converted], Reading]:
    """Convert a document's SOPs; what stands against one of them is in the document then."""
    from dataclasses import replace

    import msgspec

    from converters.documents import our_fault
    from converters.errors import DocumentError

    document = reading.document
    converted: list[Converted | None] = []
    errors = list(document.errors)
    figures = reading.figures or ((),) * len(document.sops)
    for sop, pages in zip(document.sops, figures, strict=True):
        try:
            converted.append(conversion.add(sop, str(reading.path), pages))
        except DocumentError as error:
            errors.append(error)
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            errors.append(our_fault(document.file, error))
    told = msgspec.structs.replace(document, errors=tuple(errors))
    return [item for item in converted if item], replace(reading, document=told)


def _say_kept(converted: list[Converted]) -> None:
    from deploy.console import fail

    for item in converted:
        if item.kept:
            names = ", ".join(path.name for path in item.kept)
            fail(
                f'Proses "{item.id}" tidak ditulis: isi berkas yang sudah ada lain ({names}). '
                "Pakai --force untuk menimpanya, atau --out untuk folder lain."
            )


def _report(converted: list[Converted], out: Path, *, as_json: bool) -> None:
    if as_json:
        import msgspec

        encoded = msgspec.json.encode(converted, enc_hook=str)
        sys.stdout.buffer.write(msgspec.json.format(encoded, indent=2) + b"\n")
        sys.stdout.buffer.flush()
    elif converted:
        from deploy.console import OUT
        from deploy.conversion import sops_table

        OUT.print(sops_table(converted))
        count = sum(len(item.written) for item in converted)
        where = f"{count} berkas di {out}/processes dan {out}/forms."
        OUT.print(where, markup=False, highlight=False, soft_wrap=True)
        where = f"Laporan untuk pemilik proses (buka di peramban): {out}/reports"
        OUT.print(where, markup=False, highlight=False, soft_wrap=True)
