"""The variables of a typical instance: an application with its papers and its history, ~11 KB."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct):
    name: str
    passport: str
    nationality: str
    born: str
    address: str
    phone: str
    email: str


class Paper(msgspec.Struct):
    """A document as a process variable refers to it."""

    store: str
    document: str
    hash: str
    kind: str
    name: str
    bytes: int
    received: str


class Step(msgspec.Struct):
    row: int
    role: str
    officer: str
    began: str
    ended: str
    note: str


class Application(msgspec.Struct):
    """All the variables; a handler that takes this reads the whole payload."""

    number: str
    office: str
    service: str
    received: str
    urgent: bool
    fee: int
    applicant: Person
    sponsor: Person
    family: list[Person]
    papers: list[Paper]
    history: list[Step]
    remarks: str


def payload() -> str:
    """The same application each time, as JSON."""
    application = Application(
        number="B-2024-000123",
        office="Kantor Imigrasi Kelas I Jayapura",
        service="legalisasi-elektronik",
        received="2024-05-13T08:15:00+09:00",
        urgent=False,
        fee=300_000,
        applicant=_person(0),
        sponsor=_person(1),
        family=[_person(number) for number in range(2, 8)],
        papers=[_paper(number) for number in range(16)],
        history=[_step(number) for number in range(20)],
        remarks="Berkas lengkap; menunggu verifikasi sponsor dan pembayaran. " * 8,
    )
    return msgspec.json.encode(application).decode()


def _person(number: int) -> Person:
    return Person(
        name=f"Pemohon Contoh Nomor {number:03}",
        passport=f"X{number:07}",
        nationality="PNG",
        born=f"19{70 + number}-0{1 + number % 9}-17",
        address=f"Jalan Percontohan {number}, Kelurahan Hamadi, Jayapura Selatan, Papua",
        phone=f"+62811000{number:05}",
        email=f"pemohon.{number}@contoh.example",
    )


def _paper(number: int) -> Paper:
    return Paper(
        store="tertib",
        document=f"{number:032x}",
        hash=f"{number * 7919:064x}",
        kind="application/pdf",
        name=f"lampiran-{number:02}-surat-keterangan.pdf",
        bytes=184_320 + number,
        received=f"2024-05-13T08:{15 + number}:00+09:00",
    )


def _step(number: int) -> Step:
    return Step(
        row=number + 1,
        role="Kepala Seksi Lalu Lintas Keimigrasian",
        officer=f"petugas.{number:02}",
        began=f"2024-05-{13 + number % 15}T09:00:00+09:00",
        ended=f"2024-05-{13 + number % 15}T09:40:00+09:00",
        note="Diperiksa dan diteruskan ke langkah berikutnya.",
    )
