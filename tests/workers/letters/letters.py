"""Letters as they are really written, all of it invented: with much to say, and with little."""

from __future__ import annotations

from tests.workers.letters.pages import MOMENT
from workers.letters.filling import fill

LONG = {
    "letterhead": [
        "KEMENTERIAN HUKUM REPUBLIK INDONESIA",
        "KANTOR WILAYAH SUMATERA SELATAN",
        "DIVISI PELAYANAN HUKUM DAN HAK ASASI MANUSIA",
    ],
    "number": "W.6.UM.01.01-0136",
    "date": "4 Maret 2025",
    "nature": "Segera",
    "enclosures": "2 (dua) berkas",
    "subject": "Persetujuan Permohonan Izin Magang dan Penelitian Mahasiswa pada Kantor Wilayah "
    "Kementerian Hukum Sumatera Selatan Tahun Anggaran 2025",
    "title": "SURAT KETERANGAN SELESAI PENELITIAN",
    "matter": "pelaksanaan Permohonan Izin Magang dan Penelitian (SIGAP-SUMSEL) serta kerja sama "
    "pembinaan mahasiswa tingkat akhir",
    "recipient": "Dekan Fakultas Hukum Universitas Contoh Nusantara Kampus Bukit Lama Palembang",
    "sender": "Kepala Bagian Program dan Hubungan Masyarakat",
    "request": "permohonan izin magang",
    "reference": "nomor 0123/UCN/FH/III/2025 tanggal 1 Maret 2025",
    "sender_name": "Contoh Pelaksana, S.H.",
    "signatory": "Kepala Kantor Wilayah Kementerian Hukum Sumatera Selatan",
    "signatory_name": "Drs. H. Contoh Wiranegara, S.H., M.H.",
    "signatory_id": "197001011995031002",
    "copies": [
        "Sekretaris Jenderal Kementerian Hukum Republik Indonesia di Jakarta",
        "Kepala Divisi Administrasi",
        "Kepala Bagian Program dan Hubungan Masyarakat",
    ],
    "person": "Nurhaliza Çelebi Øktaviani D’Contoh",
    "institution": "Fakultas Hukum Universitas Contoh Nusantara",
    "particulars": [
        ("Nama", "Nurhaliza Çelebi Øktaviani D’Contoh"),
        ("NIK/nomor paspor", "0000000000000000"),
        ("Asal instansi", ("Fakultas Hukum Universitas Contoh Nusantara, Program Studi Ilmu Hukum "
         "Peminatan Hukum Tata Negara dan Administrasi Negara")),
        ("Alamat", ("Jalan Melati Raya Nomor 9, RT 003/RW 011, Kelurahan Contoh Ilir, Kecamatan "
         "Ilir Barat I, Kota Palembang, Sumatera Selatan 30000")),
    ],
    "statement": "Yang bersangkutan telah melaksanakan penelitian di Kantor Wilayah Kementerian "
    "Hukum Sumatera Selatan selama tiga bulan, mengikuti seluruh kegiatan yang ditentukan, menaati "
    "tata tertib yang berlaku, dan menyerahkan laporan hasil penelitian kepada pembimbing. " * 3,
    "office": "Kantor Wilayah Sumatera Selatan",
    "place": "Palembang",
    "office_address": "Jalan Contoh Raya Nomor 1, Palembang 30000",
    "office_contact": "Telepon (0000) 000000, laman: contoh.example, surel: kanwil@contoh.example",
    "disposition_number": "DSP-0007/2025",
    "process": "Penyusunan Pagu Anggaran",
    "instruction": "Tindak lanjuti sesuai ketentuan; koordinasikan dengan Subbagian Keuangan dan "
    "laporkan hasilnya secara tertulis sebelum tenggat.",
    "due": "Jumat, 7 Maret 2025",
    "system": "SIMKIM V2",
    "handoff_number": "SRH-00012/2025",
    "address": "https://contoh.example/simkim/permohonan/baru?jalur=kantor-wilayah",
    "data": [(f"Isian nomor {number}", f"Nilai isian nomor {number}") for number in range(1, 41)],
    "files": [("data.csv", "data di atas, untuk disalin atau diimpor"), ("surat.pdf", "naskah")],
    "tasks": ["Masuk ke SIMKIM", "Isikan data dari lembar ini", "Unggah berkas", "Catat nomornya"],
    "receipt": "Nomor permohonan SIMKIM",
    "natures": "☐ Biasa   ☑ Segera   ☐ Sangat segera   ☐ Rahasia",
    "actions": [("☑", "Tanggapan dan saran", "☐", "Proses lebih lanjut")] * 4,
    "service": "Permohonan Izin Magang dan Penelitian",
    "period": "1 Januari 2025 sampai dengan 31 Desember 2025",
    "index": "88,31",
    "grade": "A",
    "performance": "Sangat baik",
    "respondents": 291,
    "elements": [(f"U{at}", "Penanganan pengaduan, saran, dan masukan", "3,53", "88,31", "A")
                 for at in range(1, 10)],
    "weakest": "Waktu penyelesaian; Sarana dan prasarana",
}  # fmt: skip
SHORT = {
    "letterhead": ["KEMENTERIAN HUKUM REPUBLIK INDONESIA", ""],
    "subject": "Undangan",
    "title": "SURAT IZIN",
    "system": "SIMPEG",
    "data": [("Hal", "Undangan")],
    "files": [],
    "tasks": ["Isi"],
}


def filled(name: str, values: dict) -> bytes:
    """A template of Tertib's, filled in."""
    return fill(name, values, now=MOMENT)
