"""The placeholders that a template may hold: what each one stands for.

What they stand for is said in Indonesian: whoever edits a template in Word reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping


class Field(msgspec.Struct, frozen=True):
    """A placeholder."""

    meaning: str
    sample: Any  # a text, a tuple of texts, or a tuple of pairs of texts


# In every template, whatever it is for.
COMMON = {
    "letterhead": Field(
        "kop, sebaris demi sebaris (diulang)",
        ("KEMENTERIAN HUKUM REPUBLIK INDONESIA", "KANTOR WILAYAH CONTOH", "DIVISI PELAYANAN"),
    ),
    "office_address": Field(
        "alamat kantor (letters.address)", "Jalan Contoh Nomor 1, Kota Contoh 00000"
    ),
    "office_contact": Field(
        "telepon, laman, surel (letters.contact)", "Laman: contoh.example, surel: a@contoh.example"
    ),
    "place": Field("kota tempat naskah ditetapkan (letters.place)", "Kota Contoh"),
    "blank": Field("titik-titik yang diisi petugas", None),
}
_LETTER = {
    "number": Field("nomor naskah", "W.6.UM.01.01-0136"),
    "date": Field("tanggal naskah", "4 Maret 2025"),
    "nature": Field("sifat", "Biasa"),
    "enclosures": Field("lampiran", "1 (satu) berkas"),
    "subject": Field("hal", "Permohonan Izin Magang dan Penelitian Mahasiswa pada Kantor Wilayah"),
    "title": Field("judul naskah, huruf besar", "SURAT KETERANGAN SELESAI PENELITIAN"),
    "matter": Field("urusan yang menjadi sebab", "pelaksanaan Permohonan Izin Magang"),
    "request": Field("apa yang dimohonkan", "permohonan izin magang"),
    "reference": Field("surat yang dijawab: nomor dan tanggal", "nomor 12/UC/2025 tanggal 1 Maret"),
    "recipient": Field("kepada siapa (jabatan)", "Dekan Fakultas Hukum Universitas Contoh"),
    "sender": Field("pelaksana langkah (jabatan)", "Kepala Bagian Umum"),
    "sender_name": Field("nama pelaksana (letters.officials)", "Pelaksana Contoh, S.H."),
    "sender_id": Field("NIP pelaksana (letters.officials)", "000000000000000000"),
    "signatory": Field("penanda tangan (jabatan)", "Kepala Kantor Wilayah"),
    "signatory_name": Field("nama penanda tangan (letters.officials)", "Pejabat Contoh, S.H."),
    "signatory_id": Field("NIP penanda tangan (letters.officials)", "000000000000000000"),
    "copies": Field("tembusan (diulang)", ("Sekretaris Jenderal", "Kepala Divisi Administrasi")),
    "person": Field("nama orang yang diterangkan", "Pemohon Contoh"),
    "institution": Field("asal orang itu", "Universitas Contoh"),
    "particulars": Field(
        "data orang itu (diulang): item[0] label, item[1] isi",
        (("Nama", "Pemohon Contoh"), ("Alamat", "Jalan Contoh Nomor 2, Kota Contoh")),
    ),
    "statement": Field("isi pokok", "telah menyelesaikan penelitian di Kantor Wilayah Contoh"),
    "office": Field("nama kantor", "Kantor Wilayah Contoh"),
    "process": Field("judul SOP", "Permohonan Izin Magang dan Penelitian"),
}
_DATA = Field("data (diulang): item[0] isian, item[1] nilai", (("Hal", "Undangan"),))
_SHEETS = {
    "lembar-disposisi": {
        "disposition_number": Field("nomor disposisi", "DSP-0007/2025"),
        "instruction": Field("isi disposisi", "Tindak lanjuti sesuai dengan ketentuan"),
        "due": Field("tenggat", "Jumat, 7 Maret 2025"),
        "natures": Field("sifat, dengan kotak yang dicentang", "\N{BALLOT BOX} Biasa"),
        "actions": Field(
            "yang diharap (diulang): action[0] kotak, [1] isi, [2] kotak, [3] isi",
            (("\N{BALLOT BOX}", "Ditindaklanjuti", "\N{BALLOT BOX}", "Diarsipkan"),),
        ),
    }
    | {
        name: _LETTER[name]
        for name in (
            "subject", "number", "date", "nature", "process", "sender", "recipient", "enclosures",
        )
    },
    "lembar-serah": {
        "system": Field("nama sistem", "SIMKIM V2"),
        "handoff_number": Field("nomor serahan", "SRH-00012/2025"),
        "date": _LETTER["date"],
        "sender": _LETTER["sender"],
        "address": Field("alamat sistem", "https://contoh.example"),
        "data": _DATA,
        "files": Field(
            "berkas (diulang): file[0] nama, file[1] kegunaan", (("data.csv", "untuk disalin"),)
        ),
        "tasks": Field("yang dikerjakan (diulang)", ("Masuk ke sistem", "Catat nomornya")),
        "receipt": Field("nama nomor yang dicatat", "Nomor permohonan"),
    },
    "lembar-ikm": {
        "service": Field("layanan", "Pelayanan Legalisasi Elektronik"),
        "period": Field("kurun waktu", "1 Januari 2025 sampai dengan 31 Maret 2025"),
        "index": Field("nilai indeks", "86,42"),
        "grade": Field("mutu pelayanan", "B"),
        "performance": Field("kinerja unit pelayanan", "Baik"),
        "respondents": Field("jumlah responden", 120),
        "profile": Field(
            "responden menurut ciri (diulang): item[0] ciri, item[1] jumlah masing-masing",
            (("Jenis kelamin", "Laki-laki: 52 orang; Perempuan: 68 orang"),),
        ),
        "elements": Field(
            "unsur (diulang): element[0] kode, [1] nama, [2] rata-rata, [3] konversi, [4] mutu",
            (("U1", "Persyaratan", "3,46", "86,50", "B"),),
        ),
        "weakest": Field("unsur yang didahulukan", "Waktu pelayanan"),
        "date": _LETTER["date"],
    },
    "kartu-arsip": {"data": _DATA},
}  # fmt: skip
LETTERS = (
    "surat-dinas",
    "surat-permohonan",
    "surat-balasan",
    "surat-persetujuan",
    "nota-dinas",
    "surat-keterangan",
    "surat-izin",
    "sertifikat",
    "laporan",
    "telaahan-staf",
)
FIELDS: dict[str, Mapping[str, Field]] = {
    **dict.fromkeys(LETTERS, COMMON | _LETTER),
    **{name: COMMON | fields for name, fields in _SHEETS.items()},
}


def samples(template: str) -> dict[str, Any]:
    """Return a value for each placeholder of a template, all of them invented."""
    return {name: field.sample for name, field in FIELDS[template].items()}
