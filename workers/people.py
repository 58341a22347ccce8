"""The applicant's record: read from the document store, never from a process variable.

The record is a JSON object; what Tertib does not know in it is left alone.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from workers.decoding import decode
from workers.handler import IncidentError
from workers.state.documents import DocumentReference, JobDocuments
from workers.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.state.documents import DocumentStore


class FingerprintScans(msgspec.Struct, frozen=True, kw_only=True):
    """Images or ISO/IEC 19794-2 templates of one finger, in the document store."""

    captured: DocumentReference | None = None  # taken at the counter for this request
    enrolled: DocumentReference | None = None  # known before: taken when the person enrolled


class FaceImages(msgspec.Struct, frozen=True, kw_only=True):
    """Pictures of a face, in the document store."""

    captured: DocumentReference | None = None  # taken at the counter for this request
    enrolled: DocumentReference | None = None  # known before: of the passport, say


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
    face: FaceImages | None = None

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

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that tell this person from all others."""
        return tuple(number for number in (self.nik, self.passport_number) if number)

    @property
    def belongings(self) -> tuple[str, ...]:
        """The ids of the documents that the record refers to."""
        return tuple(_documents_in(self))


def _documents_in(part: msgspec.Struct) -> Iterator[str]:
    """The ids of documents anywhere in a record."""
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, DocumentReference):
            yield value.document_id
        elif isinstance(value, msgspec.Struct):
            yield from _documents_in(value)


def _in_words(day: str | None) -> str | None:
    """An ISO date as letters print it; anything else as it is."""
    try:
        return long_date(date.fromisoformat(day or ""))
    except ValueError:
        return day


def read_applicant(documents: DocumentStore, reference: DocumentReference | None) -> Applicant:
    """Return the applicant's record; without a reference, one in which nothing is known.

    A job that opens one is entered in the record of processing (``workers.processings``).

    Raises:
        IncidentError: it is no JSON object of texts; without a word of what it holds.
        DocumentUnavailableError: the record is not in the store.
    """
    if reference is None:
        return Applicant()
    try:
        applicant = decode_record(documents.get(reference))
    except (msgspec.DecodeError, UnicodeDecodeError):
        message = f"The applicant's record {reference.document_id} cannot be read."
        raise IncidentError(message) from None
    if isinstance(documents, JobDocuments):  # in a job, which is answerable for it
        documents.note_person(reference.document_id, applicant.numbers, applicant.belongings)
    return applicant


def decode_record(content: bytes) -> Applicant:
    """Read a record.

    Raises:
        msgspec.DecodeError, UnicodeDecodeError: it is none.
    """
    return decode(content, Applicant)
