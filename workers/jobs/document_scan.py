"""document-scan: takes a scanned file in: checked, stored, and gone from the inbox.

The officer names the file. Tertib never picks one by itself: the next file of a shared folder may
be another person's passport.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from sqlalchemy import Column, Integer, String, Table, Text, insert, select, update

from workers import scans
from workers.config import default_home, load
from workers.handler import BpmnError, Context, job_handler
from workers.state.database import METADATA, Key, Timestamp
from workers.state.documents import DocumentReference
from workers.step import Described, StepInputs, first
from workers.wording import slug

ERRORS = scans.ERRORS
SCANS = Table(
    "scans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("file_name", Text),  # until the file is gone from the inbox
    Column("document_id", String(64)),  # None: awaited
    Column("applicant_id", String(64)),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("scanned_at", Timestamp, nullable=False),
)


class ScanConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``document-scan``."""

    inbox: str = ""  # folder the scanner writes to; empty: inbox in the home folder
    megabytes: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 25  # the largest file taken in

    @property
    def folder(self) -> Path:
        """The folder the scanner writes to."""
        return Path(self.inbox).expanduser() if self.inbox else default_home() / "inbox"


CONFIG = {"document-scan": ScanConfig}


class ScanInputs(StepInputs, frozen=True, kw_only=True):
    """Which file."""

    scan_file: Annotated[
        str | None,
        Described(description="Name of a file in the inbox; none, or not there yet: awaited."),
    ] = None


class ScanOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in."""

    scanned_document: Annotated[
        DocumentReference | None, Described(description="The stored scan; null: awaited.")
    ]
    scan_status: Annotated[
        Literal["stored", "awaited"], Described(description="stored, or awaited: no file yet.")
    ]
    scan_file: Annotated[
        None, Described(description="Null: the form is empty when it is next shown.")
    ] = None


@job_handler("document-scan", cpu_bound=True)
def scan(inputs: ScanInputs, context: Context) -> ScanOutputs:
    """Check and store the named file."""
    config = load(ScanConfig, "document-scan")
    _clear(config.folder, context)
    file = _find(config.folder, inputs.scan_file)
    document = _take(file, config, inputs, context) if file else None
    context.db.execute(
        insert(SCANS).values(
            file_name=file.name if file else None,
            document_id=document and document.document_id,
            applicant_id=inputs.applicant and inputs.applicant.document_id,
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            scanned_at=context.now,
        )
    )
    return ScanOutputs(scanned_document=document, scan_status="stored" if document else "awaited")


def _find(inbox: Path, name: str | None) -> Path | None:
    """Return the named file of the inbox. A path leads nowhere else: only its last part counts."""
    wanted = re.split(r"[\\/]", first(name) or "")[-1]
    if not wanted or not inbox.is_dir():
        return None
    return next((file for file in inbox.iterdir() if file.name == wanted and _is_plain(file)), None)


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _take(
    file: Path, config: ScanConfig, inputs: ScanInputs, context: Context
) -> DocumentReference:
    size = file.stat().st_size
    if not 0 < size <= config.megabytes * 1_000_000:
        message = f"The file has {size:,} bytes; 1 to {config.megabytes:,} MB are taken in."
        raise BpmnError("SCAN_TOO_LARGE", message)
    content = file.read_bytes()
    kind = scans.inspect(content)
    name = f"pindaian-{slug(inputs.row or '') or 'berkas'}{kind.suffix}"
    return context.documents.put(content, content_type=kind.content_type, file_name=name)


def _clear(inbox: Path, context: Context) -> None:
    """Remove from the inbox what earlier jobs stored, and forget the names.

    First, so that nobody is given the file of somebody before; and only what is committed, for a
    repetition may need its file again.
    """
    query = select(SCANS.c.id, SCANS.c.file_name, SCANS.c.document_id).where(
        SCANS.c.file_name.is_not(None)
    )
    for row in context.db.execute(query).all():
        file = inbox / row.file_name
        if _is_plain(file) and _hash(file) == row.document_id:
            file.unlink(missing_ok=True)
        context.db.execute(update(SCANS).where(SCANS.c.id == row.id).values(file_name=None))


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
