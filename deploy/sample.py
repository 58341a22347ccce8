"""The made-up applicant and office of the first run. Nobody of this name exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from workers.config import WorkerConfig, load
from workers.people import Applicant
from workers.state.documents import DocumentStore

if TYPE_CHECKING:
    from workers.state.documents import DocumentReference

OFFICE = {"name": "Kantor Wilayah Contoh", "unit": "Divisi Pelayanan Hukum", "code": "W.6"}

APPLICANT = Applicant(
    name="Pemohon Contoh",
    phone="0812-0000-0001",
    email="pemohon@example.org",
    nik="0000000000000001",
    passport_number="X0000001",
    nationality="Contoh",
    birth_place="Kota Contoh",
    birth_date="2000-01-01",
    address="Jalan Contoh Nomor 1",
    institution="Universitas Contoh",
    study_program="Ilmu Hukum",
    student_number="00000001",
    vulnerable=True,
)


def variables() -> dict[str, Any]:
    """First variables of a sample instance; the applicant's record goes to the document store."""
    record = _store().put(
        msgspec.json.encode(APPLICANT), content_type="application/json", file_name="pemohon.json"
    )
    return {"applicant": msgspec.to_builtins(record), "office": OFFICE}


def _store() -> DocumentStore:
    return DocumentStore(load(WorkerConfig, "worker").documents_folder)


def stored(reference: DocumentReference) -> str:
    """Where a document lies on this machine."""
    return str(_store().path(reference))
