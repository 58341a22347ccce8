"""The documents that the run leaves behind: laid into a folder to be opened, and listed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Group
from rich.markup import escape
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import select

from workers.files import write_whole
from workers.jobs.signature_request import SIGNATURES
from workers.signing.config import signing_config
from workers.signing.trust import read_roots
from workers.signing.verification import verify
from workers.state.ledger import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rich.console import RenderableType
    from sqlalchemy import Connection

    from deploy.rehearsal.instance import Instance
    from workers.state.state import State

# The SOPs that show what the workers do; of others there is much more of the same.
SOPS = (
    "layanan-keimigrasian-warga-negara-asing",
    "percepatan-pelayanan-research-and-work-internship",
    "permohonan-izin-magang-dan-penelitian",
)
_REFERENCE = "camunda.document.type"
_BEST = (".pdf", ".docx")  # to open first


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A document of one step, in all its forms."""

    row: str  # of the SOP
    name: str  # surat-permohonan
    forms: tuple[tuple[str, str], ...]  # suffix and document id
    signed: tuple[str, str] | None = None  # document id and the titles of the officials

    @property
    def stem(self) -> str:
        """The name of its files, in the order of the rows."""
        return f"{self.row.zfill(2)}-{self.name}"

    @property
    def files(self) -> dict[str, str]:
        """Document ids by the names of the files."""
        files = {f"{self.stem}{suffix}": id_ for suffix, id_ in self.forms}
        return files | ({self.signed_file: self.signed[0]} if self.signed else {})

    @property
    def signed_file(self) -> str:
        """The file of the signed document."""
        return f"{self.stem}-ditandatangani.pdf"

    @property
    def best(self) -> str:
        """The file to open."""
        if self.signed:
            return self.signed_file
        suffixes = [suffix for suffix, _ in self.forms]
        found = next((each for each in _BEST if each in suffixes), suffixes[0])
        return f"{self.stem}{found}"


def shown(instances: Iterable[Instance], main_round: str) -> list[Instance]:
    """The instances whose documents are shown: the three SOPs', or all of others."""
    main = [each for each in instances if each.round == main_round]
    return [each for each in main if each.sop.id in SOPS] or main


def papers(db: Connection, instance: int) -> list[Paper]:
    """Return the documents of an instance, by row; of one drafted again, the last."""
    signed = _signed(db, instance)
    beside = {id_ for id_, _official in signed.values()}  # shown with what was to be signed
    found: dict[tuple[str, str], dict[str, str]] = {}
    for element, outputs in _outputs(db, instance):
        for file_name, id_ in _references(outputs):
            path = PurePath(file_name)
            if id_ not in beside:
                found.setdefault((_row(element), path.stem), {})[path.suffix] = id_
    return [
        Paper(
            row=row,
            name=name,
            forms=tuple(sorted(forms.items())),
            signed=next((_newest(each, signed) for each in forms.values() if each in signed), None),
        )
        for (row, name), forms in found.items()
    ]


def _newest(document: str, signed: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """A document with the signatures of all who signed it, one after the other."""
    officials = []
    while document in signed:
        document, official = signed[document]
        officials.append(official)
    return document, ", ".join(officials)


def lay_out(state: State, instance: int, folder: Path) -> list[Paper]:
    """Write an instance's documents into a folder of its own, anew, and return them.

    They are as they were before they were encrypted: the folder is readable by its owner alone.
    """
    with state.database.reading() as db:
        found = papers(db, instance)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    for paper in found:
        for name, id_ in paper.files.items():
            write_whole(folder / name, state.documents.read(id_))
    return found


def listing(laid: Iterable[tuple[str, list[Paper]]], folder: Path) -> Group:
    """Each SOP's documents: row, name, whether it is well signed, what to open."""
    parts: list[RenderableType] = [Rule("Naskah", align="left"), _lines(header=True)]
    for sop, found in laid:
        lines = _lines(header=False)
        for paper in found:
            lines.add_row(*_line(paper, folder / sop))
        parts += [Text(sop, style="bold"), lines]
    return Group(*parts)


def _line(paper: Paper, folder: Path) -> tuple[str, ...]:
    name = paper.name.replace("-", " ").capitalize()
    return paper.row, escape(name), _condition(paper, folder), escape(paper.best)


def _condition(paper: Paper, folder: Path) -> str:
    """Whether it is signed, as ``tertib verify`` finds."""
    if paper.signed is None:
        return "konsep" if ".docx" in dict(paper.forms) else ""
    content = (folder / paper.signed_file).read_bytes()
    report = verify(content, read_roots(signing_config()), datetime.now(UTC))
    verdict = "sah" if report.good else "[red]tidak sah[/]"
    return f"ditandatangani {escape(paper.signed[1])}, {verdict}"


def _lines(*, header: bool) -> Table:
    """An empty table of the columns that all SOPs share, so that they line up."""
    table = Table(box=None, show_header=header, expand=True, padding=(0, 0, 0, 2))
    for heading, width in (("Baris", 5), ("Naskah", 24), ("Keadaan", 42)):
        table.add_column(heading, width=width)
    table.add_column("Berkas", ratio=1, overflow="fold")
    return table


def _outputs(db: Connection, instance: int) -> Iterator[tuple[str, Any]]:
    """What the jobs of an instance were completed with, in their order."""
    query = (
        select(LEDGER.c.element_id, LEDGER.c.outputs)
        .where(LEDGER.c.process_instance_key == instance)
        .order_by(LEDGER.c.job_key)
    )
    for row in db.execute(query):
        yield row.element_id, msgspec.json.decode(row.outputs)


def _references(value: Any) -> Iterator[tuple[str, str]]:
    """File names and ids of the documents that a variable refers to, however deep."""
    if isinstance(value, dict) and _REFERENCE in value:
        yield value["metadata"]["fileName"], value["documentId"]
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _references(each)


def _row(element: str) -> str:
    """The SOP's row of an element: Job_7_letter-draft."""
    parts = element.split("_")
    return parts[1] if len(parts) > 1 else element


def _signed(db: Connection, instance: int) -> dict[str, tuple[str, str]]:
    """Signed documents and who signed, by the document that was to be signed."""
    query = select(SIGNATURES).where(
        SIGNATURES.c.process_instance_key == instance, SIGNATURES.c.status == "signed"
    )
    rows = db.execute(query).mappings()
    return {row["document_id"]: (row["signed_document_id"], row["official"]) for row in rows}
