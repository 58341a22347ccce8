"""An applicant's record, as an officer or the office's website enters it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import typer

from deploy.errors import DeployError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workers.state.documents import DocumentReference
    from workers.state.state import State

FILE_NAME = "pemohon.json"  # everybody sees it who sees the variable
QUESTIONS = {
    "name": "Nama",
    "phone": "Telepon/WhatsApp",
    "email": "Surel",
    "nik": "NIK",
    "passport_number": "Nomor paspor",
    "nationality": "Kewarganegaraan",
    "birth_place": "Tempat lahir",
    "birth_date": "Tanggal lahir (2000-12-31)",
    "address": "Alamat",
    "institution": "Asal instansi",
    "study_program": "Program studi",
    "student_number": "Nomor induk",
    "vulnerable": "Kelompok rentan (ya/tidak)",
}


def ask() -> bytes:
    """Ask for the record on the terminal; what is left empty is not known.

    Raises:
        DeployError: there is no terminal, or nothing was answered.
    """
    if not sys.stdin.isatty():
        raise DeployError("There is no terminal to ask for the record.", "See --file.")
    typer.echo("Kosongkan yang tidak diketahui.", err=True)
    answers = {name: _asked(name, question) for name, question in QUESTIONS.items()}
    return _sound(msgspec.json.encode({k: v for k, v in answers.items() if v is not None}))


def take(file: Path) -> bytes:
    """Read the record from a file, or from standard input (``-``).

    Raises:
        DeployError: it is none, or something in it cannot be right. Never says what it holds.
    """
    return _sound(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())


def store(state: State, content: bytes) -> DocumentReference:
    """Store a record, so that its person is found from now on."""
    from workers import processings
    from workers.people import decode_record

    applicant = decode_record(content)
    reference = state.documents.put(content, content_type="application/json", file_name=FILE_NAME)
    with state.database.transaction() as transaction:
        processings.enter_record(
            transaction.connection,
            reference.document_id,
            applicant.numbers,
            applicant.belongings,
        )
    return reference


def _asked(name: str, question: str) -> Any:
    """Ask until the answer can be right. None: nobody knows."""

    def answered(text: str) -> Any:
        value = _meant(name, text.strip())
        if value is not None and (wrong := _wrong(name, value)):
            raise typer.BadParameter(wrong)
        return value

    return typer.prompt(question, default="", show_default=False, value_proc=answered, err=True)


def _meant(name: str, text: str) -> str | bool | None:
    if not text:
        return None
    if name == "vulnerable":
        if text.casefold() not in {"ya", "y", "tidak", "t"}:
            raise typer.BadParameter("ya atau tidak")
        return text.casefold().startswith("y")
    return text


def _sound(content: bytes) -> bytes:
    """The record, if it can be one."""
    from workers.people import Applicant, decode_record

    try:
        applicant = decode_record(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(_known())
        message = f"This is no record of a person ({error})."
        raise DeployError(message, f"A record has: {known}.") from None
    if applicant == Applicant():
        raise DeployError("This says nothing of a person.", f"A record has: {', '.join(_known())}.")
    for name in QUESTIONS:
        value = getattr(applicant, name)
        if value is not None and (wrong := _wrong(name, value)):
            raise DeployError(f"{name}: {wrong}.", "Correct it, or leave it out.")
    _warn_of_others(content)
    return content


def _wrong(name: str, value: Any) -> str | None:
    """What is wrong with an answer, without repeating it; None: nothing."""
    return _CHECKS[name](value) if name in _CHECKS else None


def _wrong_phone(value: str) -> str | None:
    from workers.handler import BpmnError
    from workers.phone import normalise

    try:
        normalise(value)
    except BpmnError:
        return "nomor ini tidak mungkin ada; sertakan kode wilayah atau negara"
    return None


def _wrong_email(value: str) -> str | None:
    from workers.handler import BpmnError
    from workers.mail import mailbox

    try:
        mailbox("", value)
    except BpmnError:
        return "ini bukan alamat surel"
    return None


def _wrong_nik(value: str) -> str | None:
    return None if re.fullmatch(r"(?:\d[ .-]?){15}\d", value) else "NIK terdiri atas 16 angka"


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "phone": _wrong_phone,
    "email": _wrong_email,
    "nik": _wrong_nik,
}


def _warn_of_others(content: bytes) -> None:
    """A misspelt name of a field would be kept, and read by nobody."""
    from deploy.console import warn

    known = _known()
    others = [name for name in msgspec.json.decode(content) if name not in known]
    if others:
        warn(f"Kept, but read by no job: {', '.join(others)}. Jobs read: {', '.join(known)}.")


def _known() -> tuple[str, ...]:
    from workers.people import Applicant

    return Applicant.__struct_fields__
