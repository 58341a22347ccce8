"""document-scan: takes a scanned file in: checked, stored, and gone from the inbox.

The officer names the file; capitals make no difference, and the ending may be left out where one
file alone is meant. Tertib never picks one by itself: the next file of a shared folder may be
another person's passport.

The file is judged by its content, not by its name: one of the known kinds, readable to its end, and
not blank. With `clamd.address` ClamAV looks at it first; while it is away no file is taken in. Each
of the errors hands `scan_problem` to the event that catches it: what is wrong and what to do, in
Indonesian, for the officer's form. The file then stays in the inbox.

An office whose code (W.6) is the name of a folder in the inbox has that as its own.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    Text,
    and_,
    insert,
    not_,
    select,
    update,
)

from workers import clamd, scans
from workers.config import default_home, load
from workers.handler import BpmnError, Context, IncidentError, RetryableError, job_handler
from workers.state.database import METADATA, Key, Timestamp, alone
from workers.state.documents import DocumentReference, DocumentUnavailableError
from workers.state.personal import holds
from workers.step import Described, Office, StepInputs, first
from workers.wording import slug

ERRORS = scans.ERRORS
_MEGABYTE = 1_000_000
_SETTLED = timedelta(seconds=10)  # a scanner has written all of a file after so long
SCANS = Table(
    "scans",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("file_name", Text),  # until the file is gone from the inbox
    Column("name_hash", String(64)),  # of what the officer called it; None: before version 0013
    Column("document_id", String(64)),  # None: awaited
    Column("applicant_id", String(64)),
    Column("process_instance_key", Key, nullable=False),
    Column("element_id", String(255), nullable=False),
    Column("scanned_at", Timestamp, nullable=False),
    info=holds(
        person="applicant_id",
        documents="document_id",
        words="file_name",
        others="id name_hash process_instance_key element_id scanned_at",
    ),
)


class ScanConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``document-scan``."""

    inbox: str = ""  # folder the scanner writes to; empty: inbox in the home folder
    megabytes: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 25  # the largest file taken in

    @property
    def folder(self) -> Path:
        """The folder the scanner writes to."""
        return Path(self.inbox).expanduser() if self.inbox else default_home() / "inbox"


CONFIG: dict[str, type[msgspec.Struct]] = {
    "document-scan": ScanConfig,
    "clamd": clamd.ClamdConfig,
}


VirusCheck = Literal["clean", "not-configured"]


class ScanInputs(StepInputs, frozen=True, kw_only=True):
    """Which file."""

    scan_file: Annotated[
        str | None,
        Described(description="Name of a file in the inbox; empty: awaited."),
    ] = None


class ScanOutputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken in."""

    scanned_document: Annotated[
        DocumentReference | None, Described(description="The stored scan; null: awaited.")
    ]
    scan_status: Annotated[
        Literal["stored", "awaited"], Described(description="stored, or awaited: no file yet.")
    ]
    virus_check: Annotated[
        VirusCheck | None,
        Described(
            description="clean; not-configured: no virus scanner looked at it; null: awaited."
        ),
    ]
    scan_file: Annotated[
        None, Described(description="Null: the form is empty when it is next shown.")
    ] = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was checked and stored."""

    file_name: str | None  # in the inbox, with the office's folder; None: gone from there already
    document: DocumentReference
    virus_check: VirusCheck


@job_handler("document-scan", cpu_bound=True)
def scan(inputs: ScanInputs, context: Context) -> ScanOutputs:
    """Check and store the named file."""
    config = load(ScanConfig, "document-scan")
    with context.reading() as db:
        gone = _clear(config.folder, db)
    wanted = _wanted(inputs)
    file = _find(_inbox(config, inputs.named_office), wanted)
    found = _take(file, config, inputs, context) if file else None
    taken = found or _taken_before(wanted, inputs, context)
    alone(context.db, "document-scan")
    if taken and _is_taken(context, taken.file_name, gone):
        taken = None
    if wanted and taken is None:
        raise _missing()
    context.db.execute(update(SCANS).where(SCANS.c.id.in_(gone)).values(file_name=None))
    context.db.execute(
        insert(SCANS).values(
            file_name=taken and taken.file_name,
            name_hash=_name_hash(wanted) if wanted else None,
            document_id=taken and taken.document.document_id,
            applicant_id=inputs.applicant and inputs.applicant.document_id,
            process_instance_key=context.job.process_instance_key,
            element_id=context.job.element_id,
            scanned_at=context.now,
        )
    )
    return ScanOutputs(
        scanned_document=taken.document if taken else None,
        scan_status="stored" if taken else "awaited",
        virus_check=taken.virus_check if taken else None,
    )


def _inbox(config: ScanConfig, office: Office) -> Path:
    """The office's own folder in the inbox, named by its code, if it has one."""
    if not config.inbox:  # ours to make
        config.folder.mkdir(parents=True, exist_ok=True)
    code = first(office.code) or ""
    own = config.folder / code
    is_name = re.fullmatch(r"\w[\w. -]*", code) is not None
    return own if is_name and own.is_dir() else config.folder


def _wanted(inputs: ScanInputs) -> str:
    """The name of the file. A path leads nowhere out of the inbox: only its last part counts."""
    return re.split(r"[\\/]", first(inputs.scan_file) or "")[-1]


def _name_hash(name: str) -> str:
    """What is kept of a name: it may be a person's."""
    return hashlib.sha256(name.encode()).hexdigest()


def _find(inbox: Path, wanted: str) -> Path | None:
    """Return the named file of the inbox: of this very name, or the only one that can be meant."""
    if not wanted:
        return None
    if not inbox.is_dir():  # a share that is not mounted, say
        message = f"The folder of scans, {inbox}, is not there. See TERTIB_DOCUMENT_SCAN_INBOX."
        raise IncidentError(message)
    files = {file.name: file for file in inbox.iterdir() if _is_plain(file)}
    if wanted in files:
        return files[wanted]
    # Windows shows names without their endings.
    written = wanted.casefold()
    meant = [f for f in files.values() if written in {f.name.casefold(), f.stem.casefold()}]
    return meant[0] if len(meant) == 1 else None


def _missing() -> BpmnError:
    return scans.refusal(
        "SCAN_MISSING",
        "No file of this name is in the inbox, or several might be meant.",
        "Tidak ada berkas dengan nama itu di folder masuk. Periksa nama dan akhirannya (.pdf, "
        ".jpg), atau tunggu sampai pemindai selesai.",
    )


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _take(file: Path, config: ScanConfig, inputs: ScanInputs, context: Context) -> Taken | None:
    """Check and store the file. None: it is gone; another step has just taken it."""
    content = _read(file, config.megabytes)
    if content is None:
        return None
    virus_check = _look_for_virus(content)
    document = _stored(content, _kind(content, file, context.now), inputs, context)
    file_name = file.relative_to(config.folder).as_posix()
    return Taken(file_name=file_name, document=document, virus_check=virus_check)


def _taken_before(wanted: str, inputs: ScanInputs, context: Context) -> Taken | None:
    """What this step took under the same name, for a job that the engine forgot.

    See ``registers``: an engine that is killed may make a job anew under another key.
    """
    if not wanted:
        return None
    query = (
        select(SCANS.c.document_id)
        .where(*_of_this_step(context), SCANS.c.name_hash == _name_hash(wanted))
        .order_by(SCANS.c.id.desc())
    )
    with context.reading() as db:
        known = db.execute(query).scalars().first()
    if known is None:
        return None
    try:
        content = context.documents.read(known)
    except DocumentUnavailableError:
        return None
    virus_check = _look_for_virus(content)
    document = _stored(content, scans.inspect(content), inputs, context)
    return Taken(file_name=None, document=document, virus_check=virus_check)


def _stored(
    content: bytes, kind: scans.Kind, inputs: ScanInputs, context: Context
) -> DocumentReference:
    name = f"pindaian-{slug(inputs.row or '') or 'berkas'}{kind.suffix}"
    return context.documents.put(content, content_type=kind.content_type, file_name=name)


def _kind(content: bytes, file: Path, now: datetime) -> scans.Kind:
    """Look into the file; one that is cut off may be under way from the scanner still."""
    try:
        return scans.inspect(content)
    except BpmnError as error:
        age = now - datetime.fromtimestamp(file.stat().st_mtime, now.tzinfo)
        if error.code == "SCAN_UNREADABLE" and timedelta() <= age < _SETTLED:
            message = "The scanned file cannot be read yet; it was written a moment ago."
            raise RetryableError(message, after=_SETTLED) from None
        raise


def _read(file: Path, megabytes: int) -> bytes | None:
    """Return the file's content, or refuse it: empty, or more than so many megabytes."""
    most = megabytes * _MEGABYTE
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except FileNotFoundError:
        return None
    if not content:
        problem = "Berkas kosong. Pindai ulang."
        raise scans.refusal("SCAN_TOO_LARGE", "The file is empty.", problem)
    if len(content) > most:
        raise scans.refusal(
            "SCAN_TOO_LARGE",
            f"The file has more than {megabytes:,} MB.",
            f"Berkas lebih besar daripada {megabytes} MB. "
            "Pindai dengan resolusi yang lebih rendah, atau bagi menjadi beberapa berkas.",
        )
    return content


def _look_for_virus(content: bytes) -> VirusCheck:
    config = clamd.clamd_config()
    if not config.address:
        return "not-configured"
    if virus := clamd.find_virus(content, config):
        raise scans.refusal(
            "SCAN_INFECTED",
            f"The virus scanner found {virus}.",
            f"Pemindai virus menemukan {virus}. Jangan buka berkas ini; "
            "hapus, dan laporkan kepada petugas TI.",
        )
    return "clean"


def _is_taken(context: Context, file_name: str | None, gone: list[int]) -> bool:
    """Whether another step, which named the same file at the same moment, was first."""
    query = select(SCANS.c.id).where(
        SCANS.c.file_name == file_name,
        SCANS.c.id.not_in(gone),
        not_(and_(*_of_this_step(context))),
    )
    return file_name is not None and context.db.execute(query).first() is not None


def _of_this_step(context: Context) -> tuple[ColumnElement[bool], ...]:
    return (
        SCANS.c.process_instance_key == context.job.process_instance_key,
        SCANS.c.element_id == context.job.element_id,
    )


def _clear(inbox: Path, db: Connection) -> list[int]:
    """Remove from the inbox what earlier jobs stored; return their rows, whose names can go.

    First, so that nobody is given the file of somebody before; and only what is committed, for a
    repetition may need its file again.
    """
    query = select(SCANS.c.id, SCANS.c.file_name, SCANS.c.document_id).where(
        SCANS.c.file_name.is_not(None)
    )
    rows = db.execute(query).all()
    for row in rows:
        file = inbox / row.file_name
        if _is_plain(file) and _hash(file) == row.document_id:
            file.unlink(missing_ok=True)
    return [row.id for row in rows]


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
