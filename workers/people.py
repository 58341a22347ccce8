"""The applicant's record: read from the document store, never from a process variable.

The record is a JSON object; what Tertib does not know in it is left alone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from workers.handler import BpmnError
from workers.state.documents import DocumentReference
from workers.wording import long_date

if TYPE_CHECKING:
    from workers.state.documents import DocumentStore

ERRORS = {
    "APPLICANT_UNREADABLE": "The applicant's record in the store is not a JSON object of texts.",
}


class FingerprintScans(msgspec.Struct, frozen=True, kw_only=True):
    """Images or ISO/IEC 19794-2 templates of one finger, in the document store."""

    captured: DocumentReference | None = None  # taken at the counter for this request
    enrolled: DocumentReference | None = None  # known before: taken when the person enrolled


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """A person (or an institution) that asks something of the office. Nothing is obligatory."""

    name: str | None = None
    aliases: tuple[str, ...] = ()  # other names and spellings, also in their own script
    phone: str | None = None
    email: str | None = None
    nik: str | None = None
    passport_number: str | None = None
    nationality: str | None = None
    birth_place: str | None = None
    birth_date: str | None = None
    address: str | None = None
    institution: str | None = None
    study_program: str | None = None
    student_number: str | None = None
    vulnerable: bool | None = None  # elderly, pregnant, with a disability or a small child
    fingerprint: FingerprintScans | None = None

    @property
    def particulars(self) -> list[tuple[str, str]]:
        """What a letter says of the person: labels and values, those that are known."""
        birth = ", ".join(filter(None, (self.birth_place, _in_words(self.birth_date))))
        rows = (
            ("Nama", self.name),
            ("Tempat/tanggal lahir", birth),
            ("Kewarganegaraan", self.nationality),
            ("NIK", self.nik),
            ("Nomor paspor", self.passport_number),
            ("Nomor induk", self.student_number),
            ("Program studi", self.study_program),
            ("Asal instansi", self.institution),
            ("Alamat", self.address),
        )
        return [(label, value) for label, value in rows if value]


def _in_words(day: str | None) -> str | None:
    """An ISO date as letters print it; anything else as it is."""
    try:
        return long_date(date.fromisoformat(day or ""))
    except ValueError:
        return day


def read_applicant(documents: DocumentStore, reference: DocumentReference | None) -> Applicant:
    """Return the applicant's record; without a reference, one in which nothing is known.

    Raises:
        BpmnError: APPLICANT_UNREADABLE, without a word of what the record holds.
        DocumentUnavailableError: the record is not in the store.
    """
    if reference is None:
        return Applicant()
    try:
        return msgspec.json.decode(documents.get(reference), type=Applicant)
    except (msgspec.DecodeError, UnicodeDecodeError):
        message = f"The applicant's record {reference.document_id} cannot be read."
        raise BpmnError("APPLICANT_UNREADABLE", message) from None
