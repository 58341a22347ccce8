"""The made-up applicant and office of the first run. Nobody of this name exists."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec

from workers.config import WorkerConfig, load
from workers.jobs.document_scan import ScanConfig
from workers.people import Applicant
from workers.samples import OFFICIALS, store_fingerprints
from workers.state.documents import open_documents

A4_AT_75_DPI = (620, 877)
OFFICE = {"name": "Kantor Wilayah Contoh", "unit": "Divisi Pelayanan Hukum", "code": "W.6"}
# How the office's letters are to look, as the environment of the workers.
LETTERS = {
    "TERTIB_LETTERS_ADDRESS": "Jalan Contoh Nomor 1, Kota Contoh 00000",
    "TERTIB_LETTERS_CONTACT": "Telepon (000) 000000, laman: kantor.example.org",
    "TERTIB_LETTERS_PLACE": "Kota Contoh",
    "TERTIB_LETTERS_SIGNATORY": "Kepala Kantor Wilayah",
    "TERTIB_LETTERS_OFFICIALS": str(OFFICIALS),
}

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
    store = open_documents(load(WorkerConfig, "worker").documents_place)
    applicant = msgspec.structs.replace(APPLICANT, fingerprint=store_fingerprints(store))
    record = store.put(
        msgspec.json.encode(applicant), content_type="application/json", file_name="pemohon.json"
    )
    return {"applicant": msgspec.to_builtins(record), "office": OFFICE}


def scan() -> str:
    """Lay a page in the scanner's inbox, as an officer does, and return its file name."""
    from PIL import Image, ImageDraw

    inbox = load(ScanConfig, "document-scan").folder
    inbox.mkdir(parents=True, exist_ok=True)
    page = Image.new("L", A4_AT_75_DPI, color=255)
    name = f"contoh-{uuid4().hex[:8]}.png"
    ImageDraw.Draw(page).text((60, 60), f"Berkas permohonan (contoh) {name}", fill=0)
    page.save(inbox / name)
    return name
